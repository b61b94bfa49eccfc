// A deployment that is stopped, killed or refused half-way: the next one finishes, and nothing exists twice.
import { once } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import type { Platform } from "../../local/platform";
import { credentialOf, dockerLogin, freshPlatform, loginServerOf, nameOf, up } from "./support";

const config = (registryName?: string): string => `
config:
  acr-auth:asOf: "2026-06-01"
  acr-auth:allowAsOf: true
  acr-auth:registries:
    main: { ${registryName === undefined ? "" : `registryName: ${registryName}`} }
  acr-auth:servicePrincipals:
    ci:
      startsOn: "2026-06-01"
      grants:
        main: { registry: main, permission: push }
  acr-auth:repositoryTokens:
    device:
      registry: main
      startsOn: "2026-06-01"
      grants:
        app: { repositories: [app], permission: pull }
`;

interface PendingOperation {
    type: string;
    resource: { urn: string; type: string; inputs: Record<string, unknown> };
}

describe("a deployment that does not end well", () => {
    let platform: Platform;
    afterEach(() => platform?.close());

    /** Starts `up`, sends a signal once the engine says that it creates a resource of the type, and waits for the end. */
    const interruptAt = async (type: string, signal: NodeJS.Signals): Promise<void> => {
        let printed = "";
        let signalled = false;
        const run = platform.start(["up", "--yes", "--skip-preview"], {
            onOutput: (text) => {
                printed += text;
                if (signalled || !new RegExp(`${type} \\S+ creating`).test(printed)) return;
                signalled = true;
                run.child.kill(signal);
            },
        });
        const exited = once(run.child, "exit");
        await exited;
        expect(signalled).toBe(true);
    };

    /** Every resource of the program exists once: in the state, in Azure Resource Manager and in Entra. */
    const expectEverythingSingle = async (): Promise<void> => {
        const { world } = platform.cloud;
        const types = Object.values(world.resources).map(({ type }) => type.split("/").slice(1).join("/"));
        expect(types.sort()).toEqual(["registries", "registries/scopeMaps", "registries/tokens", "resourceGroups"]);
        const ours = world.applications.filter(({ displayName }) => displayName === "ci");
        expect(ours.map(({ passwordCredentials }) => passwordCredentials.length)).toEqual([1]);
        expect(world.servicePrincipals.filter(({ displayName }) => displayName === "ci")).toHaveLength(1);
        const assignments = Object.values(world.roleAssignments).filter(({ scope }) => scope.includes("/registries/"));
        expect(assignments).toHaveLength(1);
    };

    const expectCredentialsWork = async (): Promise<void> => {
        const loginServer = await loginServerOf(platform, "main");
        for (const [component, name] of [
            ["RegistryServicePrincipal", "ci"],
            ["RepositoryToken", "device"],
        ] as const) {
            expect(await dockerLogin(platform, loginServer, await credentialOf(platform, component, name))).toBe(
                "allowed",
            );
        }
    };

    it("stopped by SIGTERM: the running step ends, and the next deployment goes on", async () => {
        platform = await freshPlatform("sigterm", config());
        platform.cloud.faults.push({
            host: /^management\.azure\.com$/,
            method: "PUT",
            path: /registries\/[^/]+$/i,
            effect: { delayMs: 1_000 },
        });
        await interruptAt("containerregistry:Registry", "SIGTERM");
        await up(platform);
        await expectEverythingSingle();
        await expectCredentialsWork();
    });

    it("killed: what Azure already has is imported as docs/recovery.md says, and the next deployment goes on", async () => {
        platform = await freshPlatform("sigkill", config());
        platform.cloud.faults.push({
            host: /^management\.azure\.com$/,
            method: "PUT",
            path: /registries\/[^/]+$/i,
            effect: { delayMs: 1_000 },
        });
        await interruptAt("containerregistry:Registry", "SIGKILL");
        const { log, world } = platform.cloud;
        await expect
            .poll(() => Object.keys(world.resources).some((id) => /\/registries\/[^/]+$/.test(id)), { timeout: 30_000 })
            .toBe(true);
        expect(log.requests.length).toBeGreaterThan(0);

        const cancel = await platform.pulumi(["cancel", "--yes"]);
        expect(cancel.code, cancel.stderr).toBe(0);
        const { deployment } = (await platform.exportState()) as {
            deployment: { pending_operations?: PendingOperation[] };
        };
        const pending = deployment.pending_operations ?? [];
        expect(pending.map(({ resource }) => resource.type)).toContain("azure-native:containerregistry:Registry");
        const existing = pending.flatMap(({ resource }) => {
            const id = existingId(resource);
            return id === undefined ? [] : ["--import-pending-creates", resource.urn, "--import-pending-creates", id];
        });
        const refresh = await platform.pulumi(["refresh", "--yes", "--skip-preview", ...existing]);
        expect(refresh.code, `${refresh.stdout}${refresh.stderr}`).toBe(0);
        const clear = await platform.pulumi(["refresh", "--yes", "--skip-preview", "--clear-pending-creates"]);
        expect(clear.code, `${clear.stdout}${clear.stderr}`).toBe(0);
        await up(platform);
        await expectEverythingSingle();
        await expectCredentialsWork();
    });

    /** The ARM id of what was being created, if Azure has it. */
    const existingId = ({ type, urn, inputs }: PendingOperation["resource"]): string | undefined => {
        const last = type === "azure-native:containerregistry:Registry" ? String(inputs.registryName) : nameOf(urn);
        return Object.values(platform.cloud.world.resources).find(({ id }) => id.endsWith(`/registries/${last}`))?.id;
    };

    it("throttled and failing: the provider tries again, and a lasting failure names the request", async () => {
        platform = await freshPlatform("throttled", config());
        const host = /^management\.azure\.com$/;
        platform.cloud.faults.push(
            { host, method: "PUT", path: /scopeMaps/i, effect: { status: 429, headers: { "retry-after": "1" } } },
            { host, method: "PUT", path: /roleAssignments/i, effect: { status: 500 } },
            { host, method: "GET", path: /tokens/i, effect: "drop" },
        );
        await up(platform);
        await expectEverythingSingle();
    });

    it("a name taken elsewhere is ARM's own refusal, explained, and another name goes on from there", async () => {
        platform = await freshPlatform("name-taken", config("takenelsewhere"));
        platform.cloud.world.foreignRegistryNames.push("takenelsewhere");
        const { code, stdout, stderr } = await platform.pulumi(["up", "--yes", "--skip-preview"]);
        expect(code).not.toBe(0);
        expect(`${stdout}${stderr}`).toContain("RegistryNameAlreadyInUse");
        expect(`${stdout}${stderr}`).toContain("The registry name takenelsewhere is already in use.");
        platform.configure(config("freeeverywhere"));
        await up(platform);
        await expectEverythingSingle();
        await expectCredentialsWork();
    });
});
