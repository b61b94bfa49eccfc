// Azure Resource Manager ids, as far as access to a registry needs them.

export type ScopeLevel = "registry" | "resourceGroup" | "subscription" | "managementGroup" | "tenant" | "other";

export interface ArmScope {
    level: ScopeLevel;
    /** Lower case, without a trailing slash; ids are compared without regard to case. */
    id: string;
    /** The registry's id, lower case, at registry level. */
    registryId?: string;
}

const registry =
    /^(\/subscriptions\/[^/]+\/resourcegroups\/[^/]+\/providers\/microsoft\.containerregistry\/registries\/[^/]+)(\/.*)?$/;
const levels: readonly (readonly [RegExp, ScopeLevel])[] = [
    [/^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+$/, "resourceGroup"],
    [/^\/subscriptions\/[^/]+$/, "subscription"],
    [/^\/providers\/microsoft\.management\/managementgroups\/[^/]+$/, "managementGroup"],
    [/^$/, "tenant"],
];

/** What a role assignment's scope covers. */
export function parseScope(scope: string): ArmScope {
    const id = scope.toLowerCase().replace(/\/+$/, "");
    const registryId = registry.exec(id)?.[1];
    if (registryId) return { level: "registry", id, registryId };
    return { level: levels.find(([pattern]) => pattern.test(id))?.[1] ?? "other", id };
}

/** The subscription of an id, lower case. */
export function subscriptionOf(id: string): string | undefined {
    return /^\/subscriptions\/([^/]+)/i.exec(id)?.[1]?.toLowerCase();
}

/** The last segment of an id: a resource's name, a role definition's GUID. */
export function lastSegment(id: string): string {
    return id.slice(id.lastIndexOf("/") + 1);
}
