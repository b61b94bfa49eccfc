// What the built command loads: commands that read files only start without Azure's libraries, which take longer to load
// than such a command takes to run.
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { temporaryFolder } from "../support/folder";

const root = join(__dirname, "..", "..");
const it = test.extend("folder", temporaryFolder);

/** The files that a run of `acr-auth` in the folder has loaded by its end. */
async function loadedBy(argv: string[], folder: string): Promise<string[]> {
    const [hook, list] = [join(folder, "hook.cjs"), join(folder, "loaded.json")];
    const report = `require("node:fs").writeFileSync(${JSON.stringify(list)}, JSON.stringify(Object.keys(require.cache)))`;
    await writeFile(hook, `process.on("exit", () => ${report});`);
    await promisify(execFile)(process.execPath, ["--require", hook, join(root, "dist", "cli", "main.js"), ...argv], {
        cwd: folder,
        env: {},
    });
    return JSON.parse(await readFile(list, "utf8")) as string[];
}

const ofAzure = (files: readonly string[]): string[] =>
    files.filter((file) => /node_modules\/@(azure|typespec)\//.test(file));

it.for(["check", "report"])("acr-auth %s of a file loads none of Azure's libraries", async (command, { folder }) => {
    const state = join(folder, "state.json");
    await writeFile(state, JSON.stringify({ version: 3, deployment: { resources: [] } }));
    const loaded = await loadedBy([command, state], folder);
    expect(loaded.some((file) => file.endsWith(join("cli", `${command}.js`)))).toBe(true);
    expect(ofAzure(loaded)).toEqual([]);
    expect(loaded.filter((file) => file.includes(join("estate", "sources", "subscription")))).toEqual([]);
});

it("acr-auth prove loads them, as this test can see", async ({ folder }) => {
    expect(ofAzure(await loadedBy(["prove", "--help"], folder))).not.toEqual([]);
});
