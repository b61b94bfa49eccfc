// Takes the pictures of the access report, in light and dark: node docs/images/report.mjs STATE [DATE]
// Needs a build (npm run build) and Chromium, at /usr/bin/chromium or where CHROMIUM says.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [state, asOf = "2026-11-23"] = process.argv.slice(2);
if (state === undefined) {
    console.error("Usage: node docs/images/report.mjs STATE [DATE]");
    process.exit(2);
}
const here = fileURLToPath(new URL(".", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "acr-auth-picture-"));
const page = join(folder, "report.html");
try {
    const command = join(here, "../../dist/cli/main.js");
    execFileSync(process.execPath, [command, "report", state, "--format", "html", "--as-of", asOf, "--output", page]);
    const browser = await chromium.launch({
        executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
        args: ["--no-sandbox", "--disable-gpu"],
    });
    for (const [colorScheme, suffix] of [
        ["light", ""],
        ["dark", "-dark"],
    ]) {
        const context = await browser.newContext({ colorScheme, viewport: { width: 1280, height: 1000 } });
        const tab = await context.newPage();
        await tab.goto(pathToFileURL(page).href);
        await tab.screenshot({ path: join(here, `report${suffix}.png`) });
        await tab
            .locator("#credentials")
            .locator("..")
            .screenshot({ path: join(here, `report-timeline${suffix}.png`) });
        await context.close();
    }
    await browser.close();
} finally {
    rmSync(folder, { recursive: true });
}
