// How the stock registry is started and ended, with a fake binary.
import { once } from "node:events";
import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { spawnUntilInputEnds, startRegistryBackend } from "../../registry/backend";
import { temporaryDirectory } from "../running-emulator";

let directory: string;
let remove: () => Promise<void>;
beforeEach(async () => {
    ({ directory, remove } = await temporaryDirectory());
});
afterEach(() => remove());

const program = async (code: string): Promise<string> => {
    const file = join(directory, "registry");
    await writeFile(file, `#!${process.execPath}\n${code}`);
    await chmod(file, 0o700);
    return file;
};

describe("the stock registry", () => {
    it("is ready once it says where it listens, keeps its images in the directory, and ends on close", async () => {
        const binary = await program(`
            const { writeFileSync } = require("node:fs");
            process.on("SIGTERM", () => { writeFileSync(${JSON.stringify(join(directory, "ended"))}, "yes"); process.exit(0); });
            console.error(JSON.stringify({ msg: "listening on 127.0.0.1:5123" }));
            setInterval(() => undefined, 1000);
        `);
        const backend = await startRegistryBackend({ binary, directory });
        expect(backend.url.href).toBe("http://127.0.0.1:5123/");
        const configuration = await readFile(join(directory, "registry.yml"), "utf8");
        expect(configuration).toContain(`rootdirectory: ${JSON.stringify(join(directory, "images"))}`);
        expect(configuration).toContain("addr: 127.0.0.1:0");
        await backend.close();
        expect(await readFile(join(directory, "ended"), "utf8")).toBe("yes");
        await backend.close();
    });

    it("that ends at once is explained by its last words", async () => {
        const binary = await program('console.error("configuration error: no storage"); process.exit(1);');
        await expect(startRegistryBackend({ binary, directory })).rejects.toThrow(
            `The registry ${binary} ended with 1 before it listened:\nconfiguration error: no storage`,
        );
    });

    it("that is not there is named", async () => {
        const binary = join(directory, "absent");
        await expect(startRegistryBackend({ binary, directory })).rejects.toThrow(
            `The registry ${binary} ended with 127`,
        );
    });

    it("ends with the process that started it, even where that is killed", async () => {
        const binary = await program(`
            console.error("listening on 127.0.0.1:5123");
            setInterval(() => undefined, 1000);
        `);
        const child = spawnUntilInputEnds([binary], process.env);
        const closed = once(child, "close");
        await once(child.stderr, "data");
        // What is left of a killed process: its ends of the pipes are closed.
        child.stdin.destroy();
        expect(await closed).toEqual([null, "SIGTERM"]);
    });
});
