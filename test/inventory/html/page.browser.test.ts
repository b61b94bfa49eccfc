// The page in a real browser: Chromium, without network, clicked through as a reader would.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { htmlReport } from "../../../inventory/html/page";
import { largeReport } from "../large-report";
import { sampleReport } from "../sample-report";

const executablePath = [
    process.env.CHROMIUM,
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
].find((path) => path !== undefined && existsSync(path));
if (executablePath === undefined) {
    console.warn(
        "\n*** SKIPPED: the access report's page was not tried in a browser. Install chromium, or set CHROMIUM to one. ***\n",
    );
}

const axe = createRequire(__filename).resolve("axe-core/axe.min.js");

interface Opened {
    /** The page of the sample report, or of one with 5,000 grants. */
    open(name: "sample" | "large", options?: BrowserContextOptions): Promise<Page>;
    requests: string[];
    errors: string[];
}

const it = test
    // biome-ignore lint/correctness/noEmptyPattern: vitest asks for a pattern, also of a fixture that uses no other.
    .extend("folder", { scope: "file" }, ({}, { onCleanup }) => {
        const folder = mkdtempSync(join(tmpdir(), "acr-auth-page-"));
        onCleanup(() => rmSync(folder, { recursive: true }));
        writeFileSync(join(folder, "sample.html"), htmlReport(sampleReport()));
        writeFileSync(join(folder, "large.html"), htmlReport(largeReport(100, 50)));
        return folder;
    })
    // biome-ignore lint/correctness/noEmptyPattern: as above.
    .extend("browser", { scope: "file" }, async ({}, { onCleanup }) => {
        const browser = await chromium.launch({
            executablePath: executablePath ?? "",
            args: [
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        });
        onCleanup(() => browser.close());
        return browser;
    })
    .extend("opened", ({ folder, browser }): Opened => {
        const requests: string[] = [];
        const errors: string[] = [];
        return {
            requests,
            errors,
            open: async (name, options = {}) => {
                const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
                const page = await context.newPage();
                page.on("request", (request) => requests.push(request.url()));
                page.on("console", (message) => errors.push(message.text()));
                page.on("pageerror", (error) => errors.push(error.message));
                await page.goto(pathToFileURL(join(folder, `${name}.html`)).href);
                return page;
            },
        };
    });

describe.skipIf(executablePath === undefined)("the page in a browser", () => {
    const visibleRows = (page: Page) => page.locator(".registry tbody tr:visible");
    const shownNames = (page: Page) => visibleRows(page).locator(".name").allTextContents();

    it("makes no network request and logs no error", async ({ opened }) => {
        const page = await opened.open("sample");
        await page.getByRole("searchbox", { name: "Search" }).fill("x");
        expect(opened.requests.filter((url) => !url.startsWith("file:"))).toEqual([]);
        expect(opened.requests.filter((url) => !url.endsWith(".html"))).toEqual([]);
        expect(opened.errors).toEqual([]);
    });

    it("searches by principal, repository, role and registry, all words at once", async ({ opened }) => {
        const page = await opened.open("sample");
        const search = page.getByRole("searchbox", { name: "Search" });
        await expect.poll(() => page.locator("output").textContent()).toBe("16 rows");
        await search.fill("shop/* writer");
        expect(await shownNames(page)).toEqual(["ci-push", "release-pipeline"]);
        expect(await page.locator("output").textContent()).toBe("2 of 16 rows");
        expect(await page.locator(".registry:visible h3").allTextContents()).toEqual(["contosoapps"]);
        await search.fill("ci-push");
        expect(await page.locator(".timeline tbody tr:visible .name").allTextContents()).toEqual(["ci-push"]);
        await search.fill("contosobase acrpull");
        expect(await shownNames(page)).toEqual(["ci-push", "shop-aks", "edge-aks"]);
    });

    it("filters by method, permission and registry, and clears", async ({ opened }) => {
        const page = await opened.open("sample");
        await page.getByRole("combobox", { name: "Can" }).selectOption("delete");
        expect(await shownNames(page)).toEqual([
            "platform",
            "shoplegacy admin user",
            "9f1d3f36-7d0e-4c39-9b6f-1b1c7a1f5f10",
        ]);
        await page.getByRole("combobox", { name: "Method" }).selectOption("admin user");
        expect(await shownNames(page)).toEqual(["shoplegacy admin user"]);
        await page.getByRole("combobox", { name: "Registry" }).selectOption({ label: "contosobase" });
        expect(await visibleRows(page).count()).toBe(0);
        await page.getByRole("button", { name: "Clear the filters" }).click();
        expect(await visibleRows(page).count()).toBe(16);
        expect(await page.locator("output").textContent()).toBe("16 rows");
        expect(await page.evaluate("document.activeElement?.getAttribute('name')")).toBe("text");
    });

    it("is used by keyboard: the skip link, the search key, and registries that fold", async ({ opened }) => {
        const page = await opened.open("sample");
        await page.keyboard.press("Tab");
        expect(await page.evaluate("document.activeElement?.textContent")).toBe("Skip to who may do what");
        await page.keyboard.press("Enter");
        expect(page.url()).toMatch(/#access$/);
        await page.keyboard.press("/");
        await page.keyboard.type("tools");
        expect(await shownNames(page)).toEqual(["kim.minji@contoso.com"]);
        await page.locator(".registry:visible summary").first().focus();
        await page.keyboard.press("Enter");
        expect(await visibleRows(page).count()).toBe(0);
        await page.keyboard.press("Enter");
        expect(await visibleRows(page).count()).toBe(1);
    });

    it("is read in order by a screen reader: break glass before everything else, tables with their headers", async ({
        opened,
    }) => {
        const page = await opened.open("sample");
        expect(await page.getByRole("heading", { level: 2 }).allTextContents()).toEqual([
            "Needs attention",
            "Who may do what",
            "Passwords over the next 18 months",
            "Policy findings",
            "Policy exemptions",
            "Limitations",
            "Sources",
        ]);
        expect(await page.locator(".attention li .what").first().textContent()).toBe(
            "The admin user of shoplegacy is on",
        );
        const table = page.getByRole("region", { name: "Access to contosoapps" }).getByRole("table");
        expect(await table.getByRole("columnheader").allTextContents()).toEqual([
            "Principal",
            "Method",
            "All repositories",
            "firmware/*",
            "partner/inbox",
            "shop/*",
            "tools/lint",
            "Until",
        ]);
        expect(await table.getByRole("rowheader").count()).toBe(7);
    });

    describe.each(["light", "dark"] as const)("%s", (colorScheme) => {
        it.for([
            ["desktop", 1440],
            ["phone", 390],
        ] as const)("passes axe on a %s and fits its width", async ([, width], { opened }) => {
            const page = await opened.open("sample", {
                colorScheme,
                viewport: { width, height: 844 },
                bypassCSP: true,
            });
            await page.addScriptTag({ path: axe });
            const found: string[] = await page.evaluate(async () => {
                const { axe } = globalThis as unknown as {
                    axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
                };
                const { violations } = await axe.run();
                return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
            });
            expect(found).toEqual([]);
            expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
        });
    });

    it("draws a password from its first day to its last", async ({ opened }) => {
        const page = await opened.open("sample");
        const track = await page.locator(".timeline tbody tr", { hasText: "ci-push" }).locator(".lanes").boundingBox();
        const bar = await page.locator(".bar", { hasText: "generation 2, to 2028-02-06" }).boundingBox();
        const days = 577;
        expect(((bar?.x ?? 0) - (track?.x ?? 0)) / (track?.width ?? 1)).toBeCloseTo(110 / days, 2);
        expect((bar?.width ?? 0) / (track?.width ?? 1)).toBeCloseTo(360 / days, 2);
    });

    it("prints everything, registries that were folded included, and nothing to click", async ({ opened }) => {
        const page = await opened.open("sample");
        await page.locator(".registry summary").first().click();
        const pdf = await page.pdf({ preferCSSPageSize: true });
        expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
        expect(await page.locator(".registry:not([open])").count()).toBe(0);
        await page.emulateMedia({ media: "print" });
        expect(await page.locator(".filters").isVisible()).toBe(false);
    });

    it("needs its script for the filters only", async ({ opened }) => {
        const page = await opened.open("sample", { javaScriptEnabled: false });
        expect(await visibleRows(page).count()).toBe(16);
        expect(await page.locator(".filters").isVisible()).toBe(false);
    });

    it("stays usable with 100 registries and 5,000 grants", async ({ opened }) => {
        const page = await opened.open("large");
        await page.getByRole("searchbox", { name: "Search" }).fill("team-7-on-42");
        await expect.poll(() => page.locator("output").textContent()).toBe("1 of 5,000 rows");
        expect(await shownNames(page)).toEqual(["team-7-on-42"]);
        await page.getByRole("button", { name: "Clear", exact: true }).click();
        await page.getByRole("combobox", { name: "Registry" }).selectOption({ label: "contoso99" });
        expect(await visibleRows(page).count()).toBe(50);
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(1440);
    });
});
