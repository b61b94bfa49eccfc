// Which role assignments reach a registry, and who holds them.
import { parseScope, scopesAbove } from "../../../azure/arm-id";
import type { Resource } from "../../resource";
import { read, text } from "../../value";

/** Whether a scope is one of the registries, in one of them or above one. Any management group may be above. */
export function reachOf(registryIds: readonly string[]): (scope: string) => boolean {
    const at = new Set(registryIds.flatMap((id) => [id.toLowerCase(), ...scopesAbove(id)]));
    return (scope) => {
        const { level, id, registryId } = parseScope(scope);
        if (level === "tenant" || level === "managementGroup") return registryIds.length > 0;
        return at.has(registryId ?? id);
    };
}

/** Object id, lower case, and the type that the role assignment states, of whoever holds a role that reaches a registry. */
export function principalsThatReach(resources: readonly Resource[]): Map<string, string> {
    const reaches = reachOf(resources.filter(({ kind }) => kind === "registry").map(({ urn }) => urn));
    const held = resources.filter(
        ({ kind, inputs }) =>
            (kind === "roleAssignment" || kind === "roleEligibility") && reaches(text(read(inputs, "scope")) ?? ""),
    );
    return new Map(
        held.flatMap(({ inputs }) => {
            const id = text(read(inputs, "principalId"))?.toLowerCase();
            return id === undefined ? [] : [[id, text(read(inputs, "principalType")) ?? ""] as const];
        }),
    );
}

/** Where a resource keeps the object ids of principals that are its own. */
const objectIdPaths = ["principalId", "identity.principalId", "identityProfile.kubeletidentity.objectId"];
const withPrincipal: ReadonlySet<Resource["kind"]> = new Set([
    "userAssignedIdentity",
    "cluster",
    "containerApp",
    "containerGroup",
    "webApp",
] as const);

/** Object ids, lower case, of the principals that resources of the subscriptions are: identities, clusters, workloads. */
export function objectIdsOf(resources: readonly Resource[]): Set<string> {
    const own = resources.filter(({ kind }) => withPrincipal.has(kind));
    return new Set(
        own.flatMap(({ inputs }) => objectIdPaths.flatMap((path) => text(read(inputs, path))?.toLowerCase() ?? [])),
    );
}

/** What is left where registries were named: nothing that has no part in a login to one of them. */
export function narrowed(resources: readonly Resource[]): Resource[] {
    const principals = principalsThatReach(resources);
    const registries = resources.filter(({ kind }) => kind === "registry");
    const marks = [
        ...principals.keys(),
        ...registries.flatMap(({ urn, inputs }) => [urn, text(read(inputs, "loginServer")) ?? urn]),
    ].map((mark) => mark.toLowerCase());
    return resources.filter(({ kind, inputs }) => {
        if (!withPrincipal.has(kind) && kind !== "privateEndpoint") return true;
        const written = JSON.stringify(inputs).toLowerCase();
        return marks.some((mark) => written.includes(mark));
    });
}

/** Ids of the managed identities that hold a role, or whose client ids are among those of `applications`. */
export function identitiesAmong(
    resources: readonly Resource[],
    principals: ReadonlyMap<string, string>,
    applications: readonly string[],
): string[] {
    const clientIds = new Set(applications.map((id) => id.toLowerCase()));
    return resources
        .filter(({ kind, inputs }) => {
            if (kind !== "userAssignedIdentity") return false;
            const [principalId = "", clientId = ""] = ["principalId", "clientId"].map((path) =>
                text(read(inputs, path))?.toLowerCase(),
            );
            return principals.has(principalId) || clientIds.has(clientId);
        })
        .map(({ urn }) => urn);
}
