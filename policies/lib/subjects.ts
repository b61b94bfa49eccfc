// Words that access rules share.

import type { DataAction } from "../../azure/actions";
import { leastPermission, rolesOf } from "../../azure/permissions";
import { type Role, type RoleAssignmentMode, roles } from "../../azure/roles";
import type { Gap } from "../../estate/gap";
import type { Assignment } from "../../estate/graph/assignments";
import type { Principal, PrincipalType } from "../../estate/graph/principals";
import { nounOf } from "../../estate/kinds";
import { get, subject } from "../../estate/resource";
import { isUndetermined, UNKNOWN } from "../../estate/value";
import { undecided, unread, type Verdict } from "./rule";

/** `Managed identity 'puller'`, or its object id for one made elsewhere. */
export function principalName({ resource, label }: Principal): string {
    return resource?.kind ? `${nounOf(resource.kind).toLowerCase()} ${label}` : label;
}

/** The smallest role for these rights on the assignment's registry; both, while its mode is not known. */
export function sufficientRole(data: readonly DataAction[], assignment: Assignment): string {
    const mode = assignment.registry?.mode ?? UNKNOWN;
    if (mode !== UNKNOWN) return leastRole(data, mode);
    return `${leastRole(data, "legacy")} (${leastRole(data, "abac")} on a registry in ABAC mode)`;
}

/** A role that gives at least these rights; on an ABAC registry the only role that deletes also pushes. */
function leastRole(data: readonly DataAction[], mode: RoleAssignmentMode): string {
    const [name = "RepositoryContributor"] = rolesOf(leastPermission(data), mode);
    return roles[name].displayName;
}

/**
 * The role that an assignment gives on a registry, if `isTooMuch` accepts it. Another role does not matter wherever it
 * reaches; one that is may yet turn out to be for something else.
 */
export function givesTooMuch(
    assignment: Assignment,
    isTooMuch: (role: Role) => boolean,
): Role | undefined | typeof UNKNOWN {
    const { role, reaches } = assignment;
    if (reaches === "no") return undefined;
    if (role === UNKNOWN || assignment.unread.length > 0) return UNKNOWN;
    if (!role || !isTooMuch(role)) return undefined;
    return reaches === "yes" ? role : UNKNOWN;
}

/** The verdict on an assignment of which `givesTooMuch` can't tell: the role, or what it reaches, is not known. */
export function undecidedRole({ resource, unread: gaps }: Assignment): Verdict {
    return gaps.length > 0 ? unread(resource, "custom role", gaps) : undecided(resource, "role or scope");
}

/** Whether something unseen may run as the assignment's principal and get more than pulling from it. */
export function mayRunUnseen(assignment: Assignment, gaps: readonly Gap[]): boolean {
    const isWorkload = isOfType(assignment, ["servicePrincipal", "managedIdentity", "unknown"]);
    return gaps.length > 0 && isWorkload !== false && givesTooMuch(assignment, isMoreThanPull) !== undefined;
}

/** Whether it is for a registry: by its scope, or because its role is for nothing else. */
export function isForRegistry({ reaches, role }: Assignment): boolean | typeof UNKNOWN {
    if (reaches !== UNKNOWN) return reaches === "yes";
    if (role === UNKNOWN) return UNKNOWN;
    return role?.registryRole ? true : role ? UNKNOWN : false;
}

/** Whether nothing tells who is granted something. */
export function isAnyone({ resource, objectId }: Principal): boolean {
    return resource === undefined && objectId === undefined;
}

/** Whether the assignment's principal is of one of these types; `UNKNOWN` while the type that it declares is not known. */
export function isOfType(
    { principal, resource }: Assignment,
    types: readonly PrincipalType[],
): boolean | typeof UNKNOWN {
    if (types.includes(principal.type)) return true;
    return principal.type === "unknown" && isUndetermined(get(resource, "principalType")) ? UNKNOWN : false;
}

/** More than pulling. */
export function isMoreThanPull(role: Role): boolean {
    return role.privileged || role.data.some((action) => action !== "pull");
}

/** A list of resources for a message, the first three by name. */
export function several(resources: readonly Parameters<typeof subject>[0][]): string {
    const named = resources.slice(0, 3).map(subject);
    const rest = resources.length - named.length;
    return rest > 0 ? `${named.join(", ")} and ${rest} more` : named.join(", ");
}
