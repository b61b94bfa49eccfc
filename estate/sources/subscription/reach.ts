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
