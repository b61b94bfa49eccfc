// What exists in Azure around the registries of a stack, read once for every tenant that is concerned, with the operator's
// credentials. What could not be read is in the gaps of the graph, and never simply missing.
import type { Agent } from "node:https";
import { lastSegment, subscriptionOf } from "../azure/arm-id";
import { NoCredentials } from "../azure/login-failure";
import { tokenPayload } from "../azure/token-payload";
import { buildGraph, type Gap, type Graph } from "../estate";
import { kinds } from "../estate/kinds";
import type { LiveEstate } from "../estate/sources/subscription";
import { firstLine } from "./answers";
import type { Declared, DeclaredAccess, RegistryTarget } from "./declared";
import { armAudience, type Caller, graphAudience } from "./management";
import { registriesOf } from "./plan";

export interface EstateOptions {
    /** Whose credentials ask ARM and Graph. */
    caller: Caller;
    /** How to connect by TLS instead of through the environment's proxy. */
    agent?: Agent;
    /** Whether to name the members of groups that hold a role. */
    expandGroups?: boolean;
}

/** What was read, by what is asked about. */
export interface Estates {
    ofRegistry(registry: Pick<RegistryTarget, "resourceId">): Graph;
    /** That of the tenant in which the entry's credentials are. */
    ofAccess(access: DeclaredAccess): Graph;
}

/** What is read of one tenant, with which tokens. */
interface Tenant {
    accessTokens: (audience: string) => Promise<string>;
    /** Why nothing of it can be read. */
    gap?: Gap;
    subscriptions: string[];
    /** Client ids of applications. */
    applications: string[];
}

export async function readEstates(
    declared: Declared,
    { caller, agent, expandGroups }: EstateOptions,
): Promise<Estates> {
    const registries = registriesOf(declared);
    const tenants = new Map<string, Tenant>();
    const tenantOf = new Map<string, string>();
    const subscriptions = [...new Set(registries.flatMap(({ resourceId }) => subscriptionOf(resourceId) ?? []))];
    for (const id of subscriptions) {
        const accessTokens = (audience: string) => caller(audience, `/subscriptions/${id}`);
        const { tenantId = "", gap } = await login(() => accessTokens(armAudience), armAudience);
        const tenant = tenants.get(tenantId) ?? { accessTokens, gap, subscriptions: [], applications: [] };
        tenant.subscriptions.push(id);
        tenants.set(tenantId, tenant);
        tenantOf.set(id, tenantId);
    }
    const tenantOfRegistry = ({ resourceId }: Pick<RegistryTarget, "resourceId">): string =>
        tenantOf.get(subscriptionOf(resourceId) ?? "") ?? "";
    /** An application is where its state says. All others, and one that does not tell, are where the registries are. */
    const home = ({ application, tenantId, token, grants: [grant] }: DeclaredAccess): string => {
        if (application !== undefined && tenantId !== undefined) return tenantId;
        const registry = grant?.registry ?? token?.registry ?? registries[0];
        return registry === undefined ? "" : tenantOfRegistry(registry);
    };
    for (const access of declared.access) {
        const clientIds = clientIdsOf(access);
        if (clientIds.length === 0) continue;
        const tenantId = home(access);
        const tenant = tenants.get(tenantId) ?? (await foreignTenant(caller, tenantId));
        tenant.applications.push(...clientIds);
        tenants.set(tenantId, tenant);
    }
    const names = registries.map(({ resourceId }) => lastSegment(resourceId));
    const graphs = new Map<string, Graph>();
    for (const [tenantId, { gap, ...tenant }] of tenants) {
        graphs.set(
            tenantId,
            gap ? buildGraph([], [gap]) : await read({ ...tenant, registries: names, agent, expandGroups }),
        );
    }
    const nothing = buildGraph([], [everything("the registries", "their ids name no subscription", "failed")]);
    return {
        ofRegistry: (registry) => graphs.get(tenantOfRegistry(registry)) ?? nothing,
        ofAccess: (access) => graphs.get(home(access)) ?? nothing,
    };
}

/** Applications, and identities that others log in as, which are read even while they hold no role. */
const clientIdsOf = ({ application, credentials }: DeclaredAccess): string[] => [
    ...(application === undefined ? [] : [application.clientId]),
    ...credentials.flatMap((credential) => (credential.kind === "federated" ? [credential.clientId] : [])),
];

/** A tenant of which no registry is: Microsoft Graph is asked alone. */
async function foreignTenant(caller: Caller, tenantId: string): Promise<Tenant> {
    const accessTokens = (audience: string) => caller(audience, undefined, tenantId);
    const found = await login(() => accessTokens(graphAudience), graphAudience);
    const { tenantId: actual = tenantId } = found;
    const gap = found.gap ?? (actual === tenantId ? undefined : otherTenant(actual, tenantId));
    return { accessTokens, gap, subscriptions: [], applications: [] };
}

type Request = Parameters<typeof import("../estate/sources/subscription").readLive>[0];

/** Loaded late: a proof without registries needs none of it. */
async function read(request: Request): Promise<Graph> {
    const { readLive, UnreadableEstate } = await import("../estate/sources/subscription/index.js");
    try {
        const { resources, gaps }: LiveEstate = await readLive(request);
        return buildGraph(resources, gaps);
    } catch (error) {
        if (!(error instanceof UnreadableEstate)) throw error;
        return buildGraph([], error.gaps);
    }
}

/** The tenant that the operator's token is of, or why there is no token. */
async function login(token: () => Promise<string>, audience: string): Promise<{ tenantId?: string; gap?: Gap }> {
    try {
        const { tid } = tokenPayload(await token()) ?? {};
        return typeof tid === "string" ? { tenantId: tid } : {};
    } catch (error) {
        const { host } = new URL(audience);
        const said = firstLine((error as Error).message) ?? "";
        // Nobody has logged in, which leaves it open; or somebody has, and a login that is refused is never passed over.
        const gap =
            error instanceof NoCredentials
                ? everything(`no Azure credentials for ${host}`, said, "notAllowed")
                : everything(`the Azure credentials give no token for ${host}`, said, "failed");
        return { gap };
    }
}

const everyKind = Object.keys(kinds) as (keyof typeof kinds)[];

const everything = (what: string, why: string, cause: Gap["cause"]): Gap => ({
    what,
    why,
    cause,
    kinds: everyKind,
    within: undefined,
});

const otherTenant = (found: string, wanted: string): Gap =>
    everything(
        `applications of tenant ${wanted}`,
        `the Azure credentials are for tenant ${found}; \`az login --tenant ${wanted}\` adds those`,
        "notAllowed",
    );
