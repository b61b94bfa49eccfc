import { execFile } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";
import { providersForTests } from "./running-provider";

const start = providersForTests();

test("serves until the engine that started it goes away", async () => {
    const provider = await start("random", { engine: "127.0.0.1:1" });
    expect(await provider.version()).toBe("4.21.2");
    const ended = once(provider.child, "exit");
    provider.child.stdin?.end();
    expect(await ended).toEqual([0, null]);
});

test("without an engine it serves on when nothing comes from standard input", async () => {
    const provider = await start("random");
    provider.child.stdin?.end();
    expect(await provider.version()).toBe("4.21.2");
    expect(provider.child.exitCode).toBeNull();
});

test("a provider that it does not have is an error", async () => {
    const main = join(__dirname, "../../../local/providers/main.ts");
    const { code, stderr } = await new Promise<{ code: unknown; stderr: string }>((resolve) => {
        execFile(process.execPath, ["-r", "ts-node/register/transpile-only", main, "aws"], (error, _, stderr) =>
            resolve({ code: error?.code, stderr }),
        );
    });
    expect({ code, stderr }).toEqual({
        code: 2,
        stderr: 'Which provider? Give one of azure-native, azuread, random, not "aws".\n',
    });
});
