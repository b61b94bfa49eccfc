// An estate on the emulator, made as an administrator would with ARM and Graph, and a reader of it: what readLive finds
// there, as the deployer or as somebody with fewer rights.
import { type Deployer, type RunningEmulator, startEmulator } from "acr-emulator";
import { test } from "vitest";
import type { Resource } from "../../../../estate";
import {
    type AccessTokens,
    type LiveEstate,
    type LiveRequest,
    readLive,
} from "../../../../estate/sources/subscription";
import { callerOf, emulatorAgent } from "../../../../local/clients/azure";
import { type Deploying, deploying } from "../../../proofs/local-stack";
import { temporaryFolder } from "../../../support/folder";

export interface EstateOnEmulator extends Deploying {
    subscription: string;
    group: string;
    /** Makes a registry with `tokens` tokens, each with a scope map of its own; answers its id. */
    registry(name: string, options?: { tokens?: number; sku?: string }): Promise<string>;
    /** Makes a managed identity with a federated credential, in `group` unless given; answers its object id. */
    identity(name: string, group?: string): Promise<string>;
    /** Makes an application with a password and its service principal. */
    application(name: string): Promise<{ id: string; appId: string; principalId: string }>;
    read(request?: Partial<LiveRequest> & { as?: Deployer }): Promise<LiveEstate>;
    /** The requests that the emulator has answered since the last call: `GET /subscriptions/...`. */
    requestsSince(): string[];
}

/** Tests that share an emulator in their file, each of which makes in it what it needs. */
export const estateTest = test
    .extend("emulatorFolder", { scope: "file" }, temporaryFolder)
    .extend("estate", { scope: "file" }, async ({ emulatorFolder: directory }, { onCleanup }) => {
        const emulator = await startEmulator({ directory });
        onCleanup(() => emulator.close());
        return estateOn(emulator);
    });

export const ids = (resources: readonly Resource[], kind: Resource["kind"]): string[] =>
    resources.filter((resource) => resource.kind === kind).map(({ id = "" }) => id);

/** The one resource of a kind and name. */
export function one({ resources }: LiveEstate, kind: Resource["kind"], name: string): Resource {
    const [found, ...others] = resources.filter((resource) => resource.kind === kind && resource.name === name);
    if (found === undefined || others.length > 0) throw new Error(`${others.length + 1} of ${kind} ${name}`);
    return found;
}

/** Tokens that are asked for once for each audience, as those of the command are. */
function onceEach(tokens: AccessTokens): AccessTokens {
    const asked = new Map<string, Promise<string>>();
    return (audience) => {
        const token = asked.get(audience) ?? tokens(audience);
        asked.set(audience, token);
        return token;
    };
}

const identityVersion = "?api-version=2023-01-31";

async function estateOn(emulator: RunningEmulator): Promise<EstateOnEmulator> {
    const azure = deploying(emulator);
    const { arm, graph, http } = azure;
    const agent = emulatorAgent(emulator);
    const { subscriptionId } = emulator.deployer;
    const subscription = `/subscriptions/${subscriptionId}`;
    const group = `${subscription}/resourceGroups/estate`;
    const makeGroup = (id: string) => arm.change("PUT", `${id}?api-version=2024-11-01`, { location: "koreacentral" });
    await makeGroup(group);
    let seen = 0;

    return {
        ...azure,
        subscription,
        group,
        async registry(name, { tokens = 0, sku = "Standard" } = {}) {
            const id = `${group}/providers/Microsoft.ContainerRegistry/registries/${name}`;
            await arm.change("PUT", id, { location: "koreacentral", sku: { name: sku }, properties: {} });
            for (let index = 0; index < tokens; index += 1) {
                const scopeMapId = `${id}/scopeMaps/scope${index}`;
                const actions = [`repositories/team${index}/*/content/read`];
                await arm.change("PUT", scopeMapId, { properties: { actions } });
                await arm.change("PUT", `${id}/tokens/token${index}`, {
                    properties: { scopeMapId, status: "enabled" },
                });
            }
            return id;
        },
        async identity(name, home = group) {
            await makeGroup(home);
            const id = `${home}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
            const made = await arm.change("PUT", `${id}${identityVersion}`, { location: "koreacentral" });
            const trust = {
                issuer: "https://token.actions.githubusercontent.com",
                subject: `repo:contoso/${name}:environment:production`,
                audiences: ["api://AzureADTokenExchange"],
            };
            await arm.change("PUT", `${id}/federatedIdentityCredentials/production${identityVersion}`, {
                properties: trust,
            });
            return (made as { properties: { principalId: string } }).properties.principalId;
        },
        async application(displayName) {
            const { id = "", appId = "" } = await graph("applications", { displayName });
            const { id: principalId = "" } = await graph("servicePrincipals", { appId });
            await graph(`applications/${id}/addPassword`, { passwordCredential: { displayName: `${displayName} 0` } });
            return { id, appId, principalId };
        },
        read: ({ as = emulator.deployer, ...request } = {}) =>
            readLive({
                subscriptions: [subscriptionId],
                accessTokens: onceEach(callerOf(http, as)),
                agent,
                ...request,
            }),
        requestsSince() {
            const { requests } = emulator.log;
            const fresh = requests.slice(seen).map(({ method, path }) => `${method} ${path}`);
            seen = requests.length;
            return fresh;
        },
    };
}
