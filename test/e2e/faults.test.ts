// A deployment that is stopped, killed or refused half-way: the next one finishes, and nothing exists twice.
import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, vi } from "vitest";
import type { Platform } from "../../local/platform";
import { platformPerTest } from "./fixtures";
import { credentialOf, dockerLogin, loginServerOf, must, nameOf, onMain, pullsApp, stackConfig, up } from "./support";

const startsOn = "2026-06-01";
const config = (registry: object = {}): string =>
    stackConfig(startsOn, {
        registries: { main: registry },
        servicePrincipals: { ci: { startsOn, ...onMain("push") } },
        repositoryTokens: { device: { startsOn, ...pullsApp } },
    });

interface PendingOperation {
    type: string;
    resource: { urn: string; type: string; parent: string; inputs: Record<string, unknown> };
}

/** The last collection of a type's ARM id, and the input that ends it. */
const ARM_NAMES: Record<string, [collection: string, nameInput: string]> = {
    "azure-native:containerregistry:Registry": ["registries", "registryName"],
    "azure-native:containerregistry:ScopeMap": ["scopeMaps", "scopeMapName"],
    "azure-native:containerregistry:Token": ["tokens", "tokenName"],
};

/** The processes that a process has started, and those that they have. */
function descendants(pid: number): number[] {
    const parents = readdirSync("/proc")
        .filter((name) => /^\d+$/.test(name))
        .flatMap((name) => {
            try {
                // "pid (name) state parent ...", where the name may hold anything.
                const [, parent = ""] = /\) \S (\d+) /.exec(readFileSync(`/proc/${name}/stat`, "utf8")) ?? [];
                return [[Number(name), Number(parent)] as const];
            } catch {
                // Ended meanwhile.
                return [];
            }
        });
    const childrenOf = (parent: number): number[] =>
        parents.filter(([, of]) => of === parent).flatMap(([child]) => [child, ...childrenOf(child)]);
    return childrenOf(pid);
}

function isRunning(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return true;
    } catch {
        return false;
    }
}

const armId = ({ emulator }: Platform, pattern: RegExp): string | undefined =>
    Object.values(emulator.state.resources).find(({ id }) => pattern.test(id))?.id;

/** Starts `up`, sends a signal while Azure is still busy making a resource, and waits for the engine's end. */
async function interrupt(platform: Platform, signal: NodeJS.Signals, making: RegExp): Promise<void> {
    platform.emulator.settings.operationPolls = 5;
    const run = platform.start(["up", "--yes", "--skip-preview"]);
    const exited = once(run.child, "exit");
    await vi.waitUntil(() => armId(platform, making), { timeout: 60_000, interval: 20 });
    run.child.kill(signal);
    await exited;
    platform.emulator.settings.operationPolls = 0;
}

/** The id of what was being created, as `az` would show it, if Azure or Entra has it. */
function idOf(platform: Platform, type: string, inputs: Record<string, unknown>): string | undefined {
    const { applications, servicePrincipals, roleAssignments } = platform.emulator.state;
    if (type === "azuread:index/application:Application") {
        const application = applications.find(({ displayName }) => displayName === inputs.displayName);
        return application && `/applications/${application.id}`;
    }
    if (type === "azuread:index/servicePrincipal:ServicePrincipal") {
        const principal = servicePrincipals.find(({ appId }) => appId === inputs.clientId);
        return principal && `/servicePrincipals/${principal.id}`;
    }
    if (type === "azure-native:authorization:RoleAssignment") {
        return Object.values(roleAssignments).find(({ name }) => name === inputs.roleAssignmentName)?.id;
    }
    const [collection, nameInput] = ARM_NAMES[type] ?? [];
    return nameInput && armId(platform, new RegExp(`/${collection}/${inputs[nameInput]}$`));
}

/** The steps of docs/recovery.md, with what Azure has of what was being created. */
async function recover(platform: Platform): Promise<string[]> {
    await must(platform, "cancel");
    const { deployment } = (await platform.exportState()) as {
        deployment: { pending_operations?: PendingOperation[] };
    };
    const pending = (deployment.pending_operations ?? []).map(({ resource }) => resource);
    await must(platform, "refresh", "--skip-preview", "--clear-pending-creates");
    const made = pending.flatMap(({ urn, type, parent, inputs }) => {
        const id = idOf(platform, type, inputs);
        return id === undefined ? [] : [{ type, name: nameOf(urn), id, parent }];
    });
    const parents = [...new Set(made.map(({ parent }) => parent))];
    const nameTable = Object.fromEntries(parents.map((urn, index) => [`parent${index}`, urn]));
    const resources = made.map((each) => ({ ...each, parent: `parent${parents.indexOf(each.parent)}` }));
    writeFileSync(join(platform.program, "recovery.json"), JSON.stringify({ nameTable, resources }));
    await must(
        platform,
        "import",
        "--file",
        "recovery.json",
        "--skip-preview",
        "--protect=false",
        "--generate-code=false",
    );
    return made.map(({ type }) => type);
}

/** Every resource of the program exists once: in the state, in Azure Resource Manager and in Entra. */
function expectEverythingSingle({ emulator: { state } }: Platform): void {
    const types = Object.values(state.resources).map(({ type }) => type.split("/").slice(1).join("/"));
    expect(types.sort()).toEqual(["registries", "registries/scopeMaps", "registries/tokens", "resourceGroups"]);
    const ours = state.applications.filter(({ displayName }) => displayName === "ci");
    expect(ours.map(({ passwordCredentials }) => passwordCredentials.length)).toEqual([1]);
    expect(state.servicePrincipals.filter(({ displayName }) => displayName === "ci")).toHaveLength(1);
    const assignments = Object.values(state.roleAssignments).filter(({ scope }) => scope.includes("/registries/"));
    expect(assignments).toHaveLength(1);
}

async function expectCredentialsWork(platform: Platform): Promise<void> {
    const loginServer = await loginServerOf(platform, "main");
    for (const [component, name] of [
        ["RegistryServicePrincipal", "ci"],
        ["RepositoryToken", "device"],
    ] as const) {
        expect(await dockerLogin(platform, loginServer, await credentialOf(platform, component, name))).toBe("allowed");
    }
}

const it = platformPerTest("faults", config());

describe("a deployment that does not end well", () => {
    it("stopped by SIGTERM: the running step ends, and the next deployment goes on", async ({ platform }) => {
        await interrupt(platform, "SIGTERM", /\/registries\/[^/]+$/);
        await up(platform);
        expectEverythingSingle(platform);
        await expectCredentialsWork(platform);
    });

    it.for([
        ["a registry", /\/registries\/[^/]+$/, "azure-native:containerregistry:Registry"],
        ["a token", /\/tokens\/[^/]+$/, "azure-native:containerregistry:Token"],
    ] as const)(
        "killed while Azure makes %s: it is imported, and the next deployment goes on",
        async ([, making, type], { platform }) => {
            await interrupt(platform, "SIGKILL", making);
            expect(await recover(platform)).toContain(type);
            await up(platform);
            expectEverythingSingle(platform);
            await expectCredentialsWork(platform);
        },
    );

    it("killed while a password is made: nothing that the engine started survives it", async ({ platform }) => {
        const run = platform.start(["up", "--yes", "--skip-preview"]);
        const exited = once(run.child, "exit");
        const { registryPasswords } = platform.emulator.state;
        await vi.waitUntil(() => Object.keys(registryPasswords).length > 0, { timeout: 60_000, interval: 20 });
        const started = descendants(run.child.pid ?? 0);
        // The language host with the program, and the plugins: three providers and the dynamic one.
        expect(started.length).toBeGreaterThanOrEqual(5);
        run.child.kill("SIGKILL");
        await exited;
        await vi.waitUntil(() => !started.some(isRunning), { timeout: 30_000, interval: 50 });
    });

    it("throttled and failing: the provider tries again, and a lasting failure names the request", async ({
        platform,
    }) => {
        const host = /^management\.azure\.com$/;
        platform.emulator.faults.push(
            { host, method: "PUT", path: /scopeMaps/i, effect: { status: 429, headers: { "retry-after": "1" } } },
            { host, method: "PUT", path: /roleAssignments/i, effect: { status: 500 } },
            { host, method: "GET", path: /tokens/i, effect: "drop" },
        );
        await up(platform);
        expectEverythingSingle(platform);
    });

    it("a name taken elsewhere is ARM's own refusal, explained, and another name goes on from there", async ({
        platform,
    }) => {
        platform.configure(config({ registryName: "takenelsewhere" }));
        platform.emulator.state.foreignRegistryNames.push("takenelsewhere");
        const { code, stdout, stderr } = await platform.pulumi(["up", "--yes", "--skip-preview"]);
        expect(code).not.toBe(0);
        expect(`${stdout}${stderr}`).toContain("RegistryNameAlreadyInUse");
        expect(`${stdout}${stderr}`).toContain("The registry name takenelsewhere is already in use.");
        platform.configure(config({ registryName: "freeeverywhere" }));
        await up(platform);
        expectEverythingSingle(platform);
        await expectCredentialsWork(platform);
    });
});
