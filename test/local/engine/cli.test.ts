// Where the Pulumi CLI comes from, and the one error when it comes from nowhere.
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { pulumiCli } from "../../../local/engine/cli";
import { ToolUnavailableError } from "../../../local/engine/go-tools";
import { temporaryFolder } from "../../support/folder";

const install = vi.hoisted(() => vi.fn());
vi.mock("@pulumi/pulumi/automation/index.js", () => ({ PulumiCommand: { install } }));

const progress = vi.fn<(line: string) => void>();

const it = test.extend("folder", temporaryFolder).extend("executable", ({ folder }) => (...path: string[]): string => {
    const file = join(folder, ...path);
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, "");
    chmodSync(file, 0o755);
    return file;
});

describe("pulumiCli", () => {
    it.beforeEach(({ folder }) => {
        vi.stubEnv("PATH", join(folder, "bin"));
        vi.stubEnv("XDG_CACHE_HOME", join(folder, "cache"));
    });
    it.afterEach(() => {
        vi.unstubAllEnvs();
        vi.resetAllMocks();
    });

    it("takes the one on PATH", async ({ executable }) => {
        const file = executable("bin", "pulumi");
        expect(await pulumiCli(progress)).toBe(file);
        expect(install).not.toHaveBeenCalled();
    });

    it("takes the one that was installed earlier", async ({ executable }) => {
        const file = executable("cache", "acr-auth", "pulumi-official", "bin", "pulumi");
        expect(await pulumiCli(progress)).toBe(file);
        expect(install).not.toHaveBeenCalled();
    });

    it("asks the official installer where there is none", async () => {
        install.mockResolvedValue({ command: "/installed/pulumi" });
        expect(await pulumiCli(progress)).toBe("/installed/pulumi");
    });

    it("says what to install when it can be neither installed nor built", async () => {
        install.mockRejectedValue(new Error("getaddrinfo ENOTFOUND"));
        const failure = await pulumiCli(progress).catch((error: unknown) => error);
        expect(failure).toBeInstanceOf(ToolUnavailableError);
        expect((failure as Error).message).toBe(
            "No Pulumi CLI: it is not on PATH, the official installer could not be reached, and it could not be built. " +
                "Install Pulumi from https://www.pulumi.com/docs/install/ and try again.\n" +
                "pulumi is neither on PATH nor built, and there is no Go to build it: install pulumi, or Go 1.26 or newer.",
        );
    });
});
