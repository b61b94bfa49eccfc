// An emulator in memory for tests of single services: a seeded state, a clock that stands still until it is moved, tokens
// signed with a throw-away secret. Requests are plain values; nothing listens anywhere.
import { createHmac, randomUUID } from "node:crypto";
import { arm } from "../arm/service";
import type { Clock, Emulator, Reply, Request, Service, Tokens } from "../server/service";
import { settingsOf } from "../server/settings";
import { emptyState } from "../state/azure-state";
import { seedState } from "../state/seed";

export const start = new Date("2027-01-04T00:00:00Z");

const createTokens = (clock: Clock): Tokens => {
    const sign = (payload: string) => createHmac("sha256", "test").update(payload).digest("base64url");
    return {
        issue: async (claims, life, backdated = 0) => {
            const now = Math.floor(clock.now().getTime() / 1000);
            const iat = now - backdated;
            const payload = Buffer.from(JSON.stringify({ iat, nbf: iat, exp: now + life, ...claims })).toString(
                "base64url",
            );
            return `e30.${payload}.${sign(payload)}`;
        },
        verify: async (token) => {
            const [, payload = "", signature] = token.split(".");
            if (signature !== sign(payload)) return undefined;
            const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as Record<string, unknown>;
            return Number(claims.exp) > clock.now().getTime() / 1000 ? claims : undefined;
        },
        jwks: async () => ({ keys: [] }),
    };
};

export interface Sent {
    method?: string;
    headers?: Record<string, string>;
    /** Sent as JSON, or as a form if it is URLSearchParams. */
    body?: unknown;
    bearer?: string;
}

// biome-ignore lint/suspicious/noExplicitAny: a test states in its expectations what the reply holds
export type Answer = { status: number; headers: Record<string, string>; body: any };

const toRequest = (url: string, { method, headers = {}, body, bearer }: Sent): Request => {
    const { host, pathname, searchParams } = new URL(url);
    const text = body === undefined ? "" : body instanceof URLSearchParams ? String(body) : JSON.stringify(body);
    return {
        method: method ?? (body === undefined ? "GET" : "POST"),
        host,
        path: pathname,
        query: searchParams,
        headers: { ...headers, ...(bearer ? { authorization: `Bearer ${bearer}` } : {}) },
        text: async () => text,
        json: async () => (text === "" ? undefined : JSON.parse(text)),
        form: async () => new URLSearchParams(text),
        get raw(): Request["raw"] {
            throw new Error("This request has no connection behind it.");
        },
    };
};

export const send = async (service: Service, emulator: Emulator, url: string, sent: Sent = {}): Promise<Answer> => {
    const reply = (await service(toRequest(url, sent), emulator)) as Reply;
    const body = reply.body === undefined ? undefined : JSON.parse(JSON.stringify(reply.body));
    return { status: reply.status, headers: reply.headers ?? {}, body };
};

/** A new emulator with the seeded tenants, and short ways to call ARM as someone. */
export const createTestEmulator = () => {
    const state = emptyState();
    const credentials = seedState(state, start);
    let now = start;
    const clock: Clock = {
        now: () => now,
        set: (date) => {
            now = date;
        },
    };
    const tokens = createTokens(clock);
    const emulator: Emulator = {
        state,
        clock,
        tokens,
        federation: tokens,
        settings: settingsOf(),
        faults: [],
        save: () => undefined,
    };
    const { tenantId, subscriptionId, clientId } = credentials.deployer;
    const deployerId = state.servicePrincipals.find(({ appId }) => appId === clientId)?.id ?? "";

    /** A bearer token of a principal of the first tenant. */
    const tokenOf = (oid: string, claims: Record<string, unknown> = {}) =>
        tokens.issue({ aud: "https://management.azure.com", tid: tenantId, oid, appid: clientId, ...claims }, 3600);

    /** One call of ARM, as the deployer unless said otherwise. */
    const call = async (
        method: string,
        path: string,
        body?: unknown,
        {
            as = deployerId,
            version = "2025-11-01",
            headers,
        }: { as?: string; version?: string; headers?: Record<string, string> } = {},
    ): Promise<Answer> => {
        const url = new URL(path, "https://management.azure.com");
        if (!url.searchParams.has("api-version")) url.searchParams.set("api-version", version);
        return send(arm, emulator, url.href, { method, body, headers, bearer: await tokenOf(as) });
    };

    /** A service principal of the first tenant, old enough to be known everywhere. */
    const addServicePrincipal = (createdDateTime = "2026-01-01T00:00:00Z") => {
        const made = {
            id: randomUUID(),
            appId: randomUUID(),
            tenantId,
            displayName: "workload",
            servicePrincipalType: "Application" as const,
            accountEnabled: true,
            createdDateTime,
            passwordCredentials: [],
            properties: {},
        };
        state.servicePrincipals.push(made);
        return made;
    };

    const group = `/subscriptions/${subscriptionId}/resourceGroups/rg`;
    const registryId = (name = "contoso") => `${group}/providers/Microsoft.ContainerRegistry/registries/${name}`;

    return {
        emulator,
        state,
        clock,
        credentials,
        tenantId,
        subscriptionId,
        deployerId,
        group,
        registryId,
        /** The id of a resource in that group. */
        resource: (type: string, name: string) => `${group}/providers/${type}/${name}`,
        /** The id of a role definition in the subscription. */
        definition: (name: string) =>
            `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${name}`,
        tokenOf,
        call,
        addServicePrincipal,
        addGroup: () => call("PUT", group, { location: "westeurope" }),
        addRegistry: (properties: Record<string, unknown> = {}, sku = "Standard", name = "contoso") =>
            call("PUT", registryId(name), { location: "westeurope", sku: { name: sku }, properties }),
        assign: (scope: string, principalId: string, role: string, properties: Record<string, unknown> = {}) =>
            call("PUT", `${scope}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}`, {
                properties: {
                    principalId,
                    roleDefinitionId: `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
                    ...properties,
                },
            }),
    };
};

export type TestEmulator = ReturnType<typeof createTestEmulator>;

/** The GUIDs of the roles that tests use. */
export const role = {
    owner: "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
    contributor: "b24988ac-6180-42a0-ab88-20f7382dd24c",
    reader: "acdd72a7-3385-48ef-bd42-f606fba81ae7",
    acrPull: "7f951dda-4ed3-4680-a7ca-43fe172d538d",
    acrPush: "8311e382-0749-4cb8-b61a-304f252e45ec",
    acrDelete: "c2f4ef07-c644-48eb-af81-4b1b4947fb11",
    repositoryReader: "b93aa761-3e63-49ed-ac28-beffa264f7ac",
    repositoryWriter: "2a1e307c-b015-4ebd-883e-5b7698a07328",
    repositoryContributor: "2efddaa5-3f1f-4df3-97df-af3f13818f4c",
    catalogLister: "bfdb9389-c9a5-478a-bb2f-ba9ca092c3c7",
} as const;
