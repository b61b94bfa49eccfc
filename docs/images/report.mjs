// Takes the pictures of the sample stack's access report, in light and dark, after `npm run local`:
// node docs/images/report.mjs .local/state.json .local/partner-state.json
// Needs a build (npm run build) and Chromium, at /usr/bin/chromium or where CHROMIUM says.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const states = process.argv.slice(2);
if (states.length === 0) {
    console.error("Usage: node docs/images/report.mjs STATE...");
    process.exit(2);
}
const here = fileURLToPath(new URL(".", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "acr-auth-picture-"));
const page = join(folder, "report.html");
try {
    const command = join(here, "../../dist/cli/main.js");
    const config = join(here, "../../policies.local.json");
    const flags = ["--format", "html", "--as-of", "2026-11-23", "--config", config, "--output", page];
    execFileSync(process.execPath, [command, "report", ...states, ...flags]);
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
