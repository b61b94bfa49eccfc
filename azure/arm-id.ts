// Ids of Azure Resource Manager: their parts, and what a scope reaches. ARM takes ids in any casing and answers them in
// several, so they are compared without regard to case.

/** The types of resources that acr-auth takes ids of. */
export const resourceTypes = {
    registry: "Microsoft.ContainerRegistry/registries",
    identity: "Microsoft.ManagedIdentity/userAssignedIdentities",
    cluster: "Microsoft.ContainerService/managedClusters",
} as const;
export type ResourceType = keyof typeof resourceTypes;

/** The parts of the id of a resource that stands directly in a resource group. */
export interface ArmId {
    subscriptionId: string;
    resourceGroupName: string;
    resourceName: string;
}

const parts = /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/([^/]+\/[^/]+)\/([^/]+)$/i;

/** The parts of an id, or `undefined` if it is not one of that type. */
export function parseArmId(type: ResourceType, id: string): ArmId | undefined {
    const [, subscriptionId, resourceGroupName, found = "", resourceName] = parts.exec(id) ?? [];
    return subscriptionId && resourceGroupName && resourceName && sameId(found, resourceTypes[type])
        ? { subscriptionId, resourceGroupName, resourceName }
        : undefined;
}

/** An id as ARM writes it. */
export function formatArmId(type: ResourceType, { subscriptionId, resourceGroupName, resourceName }: ArmId): string {
    return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroupName}/providers/${resourceTypes[type]}/${resourceName}`;
}

/** The parts of the id of something directly in a registry, such as a token. */
export function parseRegistryChildId(id: string): { registry: ArmId; childName: string } | undefined {
    const [, registryId = "", childName] = /^(.+)\/[^/]+\/([^/]+)$/.exec(id) ?? [];
    const registry = parseArmId("registry", registryId);
    return registry && childName ? { registry, childName } : undefined;
}

export function sameId(one: string, other: string): boolean {
    return one.toLowerCase() === other.toLowerCase();
}

/** The last segment of an id: a resource's name, a role definition's GUID. */
export function lastSegment(id: string): string {
    return id.slice(id.lastIndexOf("/") + 1);
}

/** The resource group and the subscription that an id is in, lower case. */
export function scopesAbove(id: string): string[] {
    return /^((\/subscriptions\/[^/]+)\/resourcegroups\/[^/]+)\//.exec(id.toLowerCase())?.slice(1) ?? [];
}

/** The subscription of an id, lower case. */
export function subscriptionOf(id: string): string | undefined {
    return /^\/subscriptions\/([^/]+)/i.exec(id)?.[1]?.toLowerCase();
}

export type ScopeLevel = "registry" | "resourceGroup" | "subscription" | "managementGroup" | "tenant" | "other";

/** What a role assignment's scope covers. */
export interface ArmScope {
    level: ScopeLevel;
    /** Lower case, without a trailing slash. */
    id: string;
    /** The registry's id, lower case, at registry level; the scope may also be something in the registry. */
    registryId?: string;
}

const registryScope =
    /^(\/subscriptions\/[^/]+\/resourcegroups\/[^/]+\/providers\/microsoft\.containerregistry\/registries\/[^/]+)(\/.*)?$/;
const levels: readonly (readonly [RegExp, ScopeLevel])[] = [
    [/^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+$/, "resourceGroup"],
    [/^\/subscriptions\/[^/]+$/, "subscription"],
    [/^\/providers\/microsoft\.management\/managementgroups\/[^/]+$/, "managementGroup"],
    [/^$/, "tenant"],
];

export function parseScope(scope: string): ArmScope {
    const id = scope.toLowerCase().replace(/\/+$/, "");
    const registryId = registryScope.exec(id)?.[1];
    if (registryId) return { level: "registry", id, registryId };
    return { level: levels.find(([pattern]) => pattern.test(id))?.[1] ?? "other", id };
}

/** Whether an assignment at `scope` reaches the resource: at it or above it. Any management group may be above it. */
export function reaches(scope: string, resourceId: string): boolean {
    const { level, id } = parseScope(scope);
    const resource = resourceId.toLowerCase();
    return level === "tenant" || level === "managementGroup" || resource === id || resource.startsWith(`${id}/`);
}
