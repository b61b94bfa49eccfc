// For the end-to-end tests: a platform of its own for each test file, in a folder below .local, always started from nothing, and
// what several of them ask of it.
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Profile } from "acr-emulator";
import { docker } from "../../local/clients/docker";
import { withHome } from "../../local/clients/home";
import { onPath } from "../../local/engine/go-tools";
import { repositoryRoot } from "../../local/engine/paths";
import { openPlatform, type Platform, type Stack } from "../../local/platform";
import type { Actual } from "../../proofs/check-result";

export const progress = (line: string): void => {
    process.stderr.write(`${line}\n`);
};

/** Opens a fresh platform; the caller closes it. */
export async function freshPlatform(name: string, stackConfig?: string, profile?: Profile): Promise<Platform> {
    const directory = join(repositoryRoot, ".local", "e2e", name);
    rmSync(directory, { recursive: true, force: true });
    return openPlatform(directory, progress, stackConfig, profile);
}

/** The text of a stack's configuration: the day it counts as, and the entries of the program. */
export const stackConfig = (asOf: string, entries: Record<string, unknown>): string =>
    [
        "config:",
        `  acr-auth:asOf: "${asOf}"`,
        "  acr-auth:allowAsOf: true",
        ...Object.entries(entries).map(([key, value]) => `  acr-auth:${key}: ${JSON.stringify(value)}`),
        "",
    ].join("\n");

/** In a configuration: a token of the registry `main` that pulls one repository, and what a login may do in all of it. */
export const pullsApp = { registry: "main", grants: { app: { repositories: ["app"], permission: "pull" } } };
export const onMain = (permission: string) => ({ grants: { main: { registry: "main", permission } } });

/** Runs `pulumi ARGS --yes` and fails the test with what it printed if it does not succeed. */
export async function must(stack: Stack, ...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await stack.pulumi([...args, "--yes"]);
    if (code !== 0) throw new Error(`pulumi ${args[0]} ended with ${code}.\n${stdout}${stderr}`);
    return stdout;
}
export const up = (stack: Stack, ...flags: string[]) => must(stack, "up", "--skip-preview", ...flags);
export const refresh = (stack: Stack) => must(stack, "refresh", "--skip-preview");
export const destroy = (stack: Stack) => must(stack, "destroy", "--skip-preview");

/** Deploys a configuration at noon of a day. */
export function deployOn(day: string, platform: Platform, configuration: string): Promise<string> {
    platform.emulator.clock.set(new Date(`${day}T12:00:00Z`));
    platform.configure(configuration);
    return up(platform);
}

/** The day so many days after another, `YYYY-MM-DD`. */
export const dayAfter = (day: string, days: number): string =>
    new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

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

/** What a preview plans, by operation: the names of the resources. */
export async function planned(stack: Stack): Promise<Record<string, string[]>> {
    const { code, stdout, stderr } = await stack.pulumi(["preview", "--json"]);
    if (code !== 0) throw new Error(`pulumi preview ended with ${code}.\n${stdout}${stderr}`);
    const { steps } = JSON.parse(stdout) as { steps: { op: string; urn: string }[] };
    const plan: Record<string, string[]> = {};
    for (const { op, urn } of steps) plan[op] = [...(plan[op] ?? []), nameOf(urn)].sort();
    return plan;
}
