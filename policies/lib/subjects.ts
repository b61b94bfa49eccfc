// Words that access rules share.
import type { Assignment } from "./assignments";
import { nounOf } from "./kinds";
import type { Principal } from "./principals";
import { subject } from "./resource";
import { type DataAction, type Role, smallestRole } from "./roles";
import { UNKNOWN } from "./value";

/** `Managed identity 'puller'`, or its object id for one made elsewhere. */
export function principalName({ resource, label }: Principal): string {
    return resource?.kind ? `${nounOf(resource.kind).toLowerCase()} ${label}` : label;
}

/** The smallest role for these rights on the assignment's registry; both, while its mode is not known. */
export function sufficientRole(data: readonly DataAction[], assignment: Assignment): string {
    const mode = assignment.registry?.mode ?? UNKNOWN;
    if (mode !== UNKNOWN) return smallestRole(data, mode).name;
    return `${smallestRole(data, "legacy").name} (${smallestRole(data, "abac").name} on a registry in ABAC mode)`;
}

/** Whether nothing can be said about an assignment yet: its role, or whether it is for a registry. */
export function isUndecided(assignment: Assignment): boolean {
    return assignment.reaches === UNKNOWN || (assignment.reaches === "yes" && assignment.role === UNKNOWN);
}

/** The role of an assignment that certainly reaches a registry. */
export function roleOnRegistry({ reaches, role }: Assignment): Role | undefined {
    return reaches === "yes" && role !== UNKNOWN ? role : undefined;
}

/** A list of resources for a message, the first three by name. */
export function several(resources: readonly Parameters<typeof subject>[0][]): string {
    const named = resources.slice(0, 3).map(subject);
    const rest = resources.length - named.length;
    return rest > 0 ? `${named.join(", ")} and ${rest} more` : named.join(", ");
}
