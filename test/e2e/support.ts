// For the end-to-end tests: a platform of its own for each test file, in a folder below .local, always begun anew, and
// what several of them ask of it.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../../local/engine/paths";
import { openPlatform, type Platform } from "../../local/platform";

/** Opens a fresh platform; the caller closes it. */
export async function freshPlatform(name: string, stackConfig?: string): Promise<Platform> {
    const directory = join(repositoryRoot, ".local", "e2e", name);
    rmSync(directory, { recursive: true, force: true });
    return openPlatform(directory, (line) => process.stderr.write(`${line}\n`), stackConfig);
}

/** Runs `pulumi up --yes` and fails the test with what it printed if it does not succeed. */
export async function up(platform: Platform, ...flags: string[]): Promise<string> {
    const { code, stdout, stderr } = await platform.pulumi(["up", "--yes", "--skip-preview", ...flags]);
    if (code !== 0) throw new Error(`pulumi up ended with ${code}.\n${stdout}${stderr}`);
    return stdout;
}

/** A resource of an exported state, as far as these tests look. */
export interface StateResource {
    urn: string;
    type: string;
    id?: string;
    parent?: string;
    inputs: Record<string, unknown>;
    outputs: Record<string, unknown>;
}

/** The resources of the stack with their secrets in clear. */
export async function resources(platform: Platform): Promise<StateResource[]> {
    const state = (await platform.exportState()) as { deployment: { resources: StateResource[] } };
    return state.deployment.resources;
}

const SECRET_SIGNATURE = "4dabf18193072939515e22adb298388d";

/** The value of a secret of a state exported in clear. */
export function reveal(value: unknown): unknown {
    if (typeof value === "object" && value !== null && SECRET_SIGNATURE in value && "plaintext" in value) {
        return JSON.parse(String(value.plaintext));
    }
    return value;
}

/** The name a resource was declared with. */
export const nameOf = (urn: string): string => urn.split("::").at(-1) ?? "";
