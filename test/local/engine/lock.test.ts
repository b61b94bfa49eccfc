import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { exclusively } from "../../../local/engine/lock";
import { temporaryFolder } from "../../support/folder";

const it = test.extend("folder", temporaryFolder).extend("file", ({ folder }) => join(folder, "work.lock"));

describe("work that only one may do at a time", () => {
    it("is done one after the other", async ({ file }) => {
        const seen: string[] = [];
        const work = (name: string) => async () => {
            seen.push(`${name} begins`);
            await new Promise(setImmediate);
            seen.push(`${name} ends`);
        };
        await Promise.all(["a", "b"].map((name) => exclusively(file, work(name))));
        expect(seen).toHaveLength(4);
        expect(seen[1]).toBe(seen[0]?.replace("begins", "ends"));
        expect(seen[3]).toBe(seen[2]?.replace("begins", "ends"));
    });

    it("leaves no lock behind, done or failed", async ({ file }) => {
        expect(await exclusively(file, async () => existsSync(file))).toBe(true);
        await expect(exclusively(file, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
        expect(existsSync(file)).toBe(false);
    });

    it("goes on where the process that held the lock has ended", async ({ file }) => {
        const { pid } = spawnSync(process.execPath, ["-e", ""]);
        await writeFile(file, String(pid));
        expect(await exclusively(file, async () => "done")).toBe("done");
    });
});
