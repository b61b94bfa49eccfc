// `acr-auth check` on files of a folder of its own, as its tests run it.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { test } from "vitest";
import { check } from "../../cli/check";
import type { Io } from "../../cli/io";
import type { ReadSubscriptions } from "../../cli/live";
import { registry } from "../policies/support/resources";
import { temporaryFolder } from "../support/folder";

type Recorded = ReturnType<typeof registry>;
export const state = (...resources: Recorded[]) =>
    JSON.stringify({ version: 3, deployment: { resources: resources.map((one) => ({ custom: true, ...one })) } });
export const plan = (changeSummary: Record<string, number>, ...steps: [string, Recorded][]) =>
    JSON.stringify({ changeSummary, steps: steps.map(([op, newState]) => ({ op, urn: newState.urn, newState })) });

export const bad = state(registry("images", { sku: { name: "Standard" }, adminUserEnabled: true }));
export const adminMessage =
    "Container registry 'images' must not enable the admin user. Set adminUserEnabled to false and grant AcrPull to an identity instead (component RegistryAccess); where only a user name and a password will do, a RepositoryToken reaches just its repositories.";
/** Only what the tests are about. */
export const quiet = {
    all: "disabled",
    "acr-exemptions": "advisory",
    "acr-registry-disallow-admin-user": "mandatory",
    "acr-registry-require-sku": "advisory",
};

export const exempted = (resourceGlob: string) => ({
    "acr-registry-disallow-admin-user": {
        enforcementLevel: "mandatory",
        exemptions: [{ resource: resourceGlob, reason: "portal", owner: "platform", expires: "2026-12-31" }],
    },
});

interface Result {
    code: number;
    stdout: string;
    stderr: string;
}

export type Run = (
    files: Record<string, string>,
    options?: { args?: string[]; config?: unknown; stdin?: string; live?: ReadSubscriptions },
) => Promise<Result>;

export const it = test
    .extend("folder", { scope: "file" }, temporaryFolder)
    /** Runs the sub-command with these arguments. */
    .extend(
        "runArgs",
        ({ folder }) =>
            async (args: string[], stdin = "", live?: ReadSubscriptions): Promise<Result> => {
                let stdout = "";
                let stderr = "";
                const io: Io = {
                    stdin: Readable.from([Buffer.from(stdin)]),
                    stdout: { write: (text) => (stdout += text) },
                    stderr: { write: (text) => (stderr += text) },
                    env: {},
                    cwd: folder,
                };
                return { code: await check(args, io, live), stdout, stderr };
            },
    )
    /** Writes the files and runs the sub-command on them. */
    .extend(
        "run",
        ({ folder, runArgs }): Run =>
            async (files, options = {}) => {
                const paths = Object.keys(files);
                for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
                await writeFile(join(folder, "config.json"), JSON.stringify(options.config ?? quiet));
                const args = [...paths, "--config", "config.json", "--as-of", "2026-11-23", ...(options.args ?? [])];
                return runArgs(args, options.stdin, options.live);
            },
    );
