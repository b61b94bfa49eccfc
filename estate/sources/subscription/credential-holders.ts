// Applications and service principals: their passwords, certificates and federated credentials, and who owns them.
import type { Resource } from "../../resource";
import { items, read, text } from "../../value";
import {
    applicationProperties,
    fromFederatedCredential,
    fromHolder,
    pathOf,
    principalProperties,
} from "./directory-shapes";
import { type Asking, stages } from "./directory-stages";
import type { Problem } from "./gaps";
import { byValues, objectIdOf } from "./graph";

export interface HolderRequest {
    /** Of service principals. */
    objectIds: readonly string[];
    /** Of applications. */
    clientIds: readonly string[];
    tenantId: string | undefined;
    /** Object ids that resources of the subscriptions have: those are not repeated. */
    known: ReadonlySet<string>;
}

export interface Holders {
    resources: Resource[];
    problems: Problem[];
    /** ARM ids of managed identities among them. */
    otherIdentities: string[];
}

/** Microsoft's own tenant. Source: https://learn.microsoft.com/troubleshoot/entra/entra-id/governance/verify-first-party-apps-sign-in */
const microsoft = "f8cdef31-a31e-4b4a-93e4-5f571e91255a";

export async function readCredentialHolders(
    asking: Asking,
    { objectIds, clientIds, tenantId, known }: HolderRequest,
): Promise<Holders> {
    const { client } = asking;
    const found = await Promise.all([
        asking.list(stages.principals, objectIds, (some) =>
            byValues(client, "servicePrincipals", "id", some, principalProperties),
        ),
        asking.list(stages.principals, clientIds, (some) =>
            byValues(client, "servicePrincipals", "appId", some, principalProperties),
        ),
    ]);
    const fresh = found.flat().filter((item) => !known.has(objectIdOf(item) ?? ""));
    const principals = [...new Map(fresh.map((item) => [objectIdOf(item), item])).values()];
    const homes = principals.map((item) => homeOf(item, tenantId));
    const own = principals.filter((_, index) => homes[index] === "here");
    const appIds = new Set([...own.flatMap((item) => text(read(item, "appId")) ?? []), ...clientIds]);
    const applications = await asking.list(stages.applications, [...appIds].sort(), (some) =>
        byValues(client, "applications", "appId", some, applicationProperties),
    );
    const applicationPaths = applications.map((item) => pathOf("applications", item));
    const ownable = principals.filter((_, index) => homes[index] !== "managed");
    const principalPaths = ownable.map((item) => pathOf("servicePrincipals", item));
    const [federated, owners] = await Promise.all([
        asking.each(stages.federated, applicationPaths, "federatedIdentityCredentials"),
        asking.each(stages.owners, [...applicationPaths, ...principalPaths], "owners?$select=id"),
    ]);
    return {
        resources: [
            ...applications.flatMap((item) => fromHolder("applications", item, owners)),
            ...principals.flatMap((item) => fromHolder("servicePrincipals", item, owners)),
            ...[...federated].flatMap(([path, list]) => list.flatMap((item) => fromFederatedCredential(path, item))),
        ],
        problems: foreignProblems(homes.filter((home) => home === "elsewhere").length),
        otherIdentities: principals.flatMap(identityOf),
    };
}

/** Where the application of a service principal is; managed identities have none. */
function homeOf(principal: unknown, tenantId: string | undefined): "here" | "elsewhere" | "microsoft" | "managed" {
    if (text(read(principal, "servicePrincipalType")) === "ManagedIdentity") return "managed";
    const home = text(read(principal, "appOwnerOrganizationId"))?.toLowerCase();
    if (home === microsoft) return "microsoft";
    return home === undefined || tenantId === undefined || home === tenantId.toLowerCase() ? "here" : "elsewhere";
}

/** The id of a user-assigned identity is among the names of its service principal. */
const identityOf = (principal: unknown): string[] =>
    (items(read(principal, "alternativeNames")) ?? []).flatMap((name) =>
        typeof name === "string" && /\/userAssignedIdentities\/[^/]+$/i.test(name) ? [name] : [],
    );

const foreignProblems = (count: number): Problem[] =>
    count === 0
        ? []
        : [
              {
                  ...stages.applications,
                  noun: `applications of other tenants (${count})`,
                  at: undefined,
                  failure: {
                      cause: "notRequested",
                      why: "not asked: their passwords, certificates and federated credentials are read in those tenants",
                      code: "",
                      status: undefined,
                  },
              },
          ];
