// Compiled, the page finds its style and its script in the package; both must be in it.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";

it("the package carries the page's sources and the report's schema", () => {
    const output = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
        cwd: join(__dirname, "../.."),
        stdio: ["ignore", "pipe", "ignore"],
    });
    const [{ files }] = JSON.parse(output.toString()) as [{ files: { path: string }[] }];
    const own = files.map(({ path }) => path).filter((path) => path.startsWith("inventory/"));
    expect(own.sort()).toEqual([
        "inventory/html/access.css",
        "inventory/html/attention.css",
        "inventory/html/credentials.css",
        "inventory/html/filters.js",
        "inventory/html/media.css",
        "inventory/html/notes.css",
        "inventory/html/page.css",
        "inventory/report.schema.json",
    ]);
});
