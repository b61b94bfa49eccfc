// For the end-to-end tests: a platform of its own for each test file, in a folder below .local, always started from nothing, and
// what several of them ask of it.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { docker } from "../../local/clients/docker";
import { withHome } from "../../local/clients/home";
import { onPath } from "../../local/engine/go-tools";
import { repositoryRoot } from "../../local/engine/paths";
import { openPlatform, type Platform, type Stack } from "../../local/platform";
import type { Actual } from "../../proofs/check-result";

/** Opens a fresh platform; the caller closes it. */
export async function freshPlatform(name: string, stackConfig?: string): Promise<Platform> {
    const directory = join(repositoryRoot, ".local", "e2e", name);
    rmSync(directory, { recursive: true, force: true });
    return openPlatform(directory, (line) => process.stderr.write(`${line}\n`), stackConfig);
}

/** Runs `pulumi up --yes` and fails the test with what it printed if it does not succeed. */
export async function up(stack: Stack, ...flags: string[]): Promise<string> {
    const { code, stdout, stderr } = await stack.pulumi(["up", "--yes", "--skip-preview", ...flags]);
    if (code !== 0) throw new Error(`pulumi up ended with ${code}.\n${stdout}${stderr}`);
    return stdout;
}

/** Brings the partner's stack up, which the sample stack refers to. */
export async function partnerOf(platform: Platform): Promise<Stack> {
    const partner = await platform.openPartner();
    await up(partner);
    return partner;
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

/** The resources of the stack with their secrets in plain text. */
export async function resources(stack: Stack): Promise<StateResource[]> {
    const state = (await stack.exportState()) as { deployment: { resources: StateResource[] } };
    return state.deployment.resources;
}

const SECRET_SIGNATURE = "4dabf18193072939515e22adb298388d";

/** The value of a secret of a state exported in plain text. */
export function reveal(value: unknown): unknown {
    if (typeof value === "object" && value !== null && SECRET_SIGNATURE in value && "plaintext" in value) {
        return JSON.parse(String(value.plaintext));
    }
    return value;
}

/** The name a resource was declared with. */
export const nameOf = (urn: string): string => urn.split("::").at(-1) ?? "";

/** What a credential component of the stack hands out. */
export interface Credential {
    username: string;
    password: string;
    expiresOn: string;
}

/** The current credential of a component, by its type's class and its name. */
export async function credentialOf(stack: Stack, component: string, name: string): Promise<Credential> {
    const found = (await resources(stack)).find(
        ({ type, urn }) => type === `acr-auth:index:${component}` && nameOf(urn) === name,
    );
    if (found === undefined) throw new Error(`The stack has no ${component} ${name}.`);
    const { username, password, expiresOn } = found.outputs;
    return { username: String(reveal(username)), password: String(reveal(password)), expiresOn: String(expiresOn) };
}

/** The login server of a registry of the stack. */
export async function loginServerOf(platform: Platform, name: string): Promise<string> {
    const found = (await resources(platform)).find(
        ({ type, urn }) => type === "acr-auth:index:ContainerRegistry" && nameOf(urn) === name,
    );
    return String(found?.outputs.loginServer);
}

/** What `docker login` comes to, in a home of its own. */
export async function dockerLogin(
    platform: Platform,
    loginServer: string,
    { username, password }: Pick<Credential, "username" | "password">,
): Promise<Actual> {
    const binary = onPath("docker");
    if (binary === undefined) throw new Error("The end-to-end tests need the docker CLI on PATH.");
    const { actual } = await withHome(platform.emulator, join(platform.program, ".."), (home) =>
        docker(binary).login(home, { loginServer, username, password }),
    );
    return actual;
}

/** How many resources an update created, changed and so on, as the CLI sums it up. */
export function summary(printed: string): Record<string, number> {
    const counts = printed.split("Resources:").at(-1) ?? "";
    return Object.fromEntries(
        [...counts.matchAll(/(\d+) (created|updated|replaced|deleted|unchanged)/g)].map(([, count, what]) => [
            what ?? "",
            Number(count),
        ]),
    );
}

/** Everything about the stack's resources that a later deployment may not change, by URN. */
export async function snapshot(stack: Stack): Promise<Map<string, string>> {
    const all = (await resources(stack)).filter(({ type }) => !type.startsWith("pulumi:"));
    return new Map(all.map(({ urn, id, inputs, outputs }) => [urn, JSON.stringify([id, inputs, outputs])]));
}
