// Role assignments of one principal on one registry as grants, each assignment in exactly one of them. A grant fits where its
// roles are the assigned ones and its repositories those of the condition, so that no right is added or taken away.
import { lastSegment } from "../azure/arm-id";
import { allowedRepositories, repositoryCondition } from "../azure/conditions";
import { Permission, permissions, rolesOf } from "../azure/permissions";
import { everyRepository, isDeclarableRepository } from "../azure/repositories";
import { inWords, isSame, patternsOf } from "../azure/repository-set";
import { RoleAssignmentMode, type RoleName, roleById, roles } from "../azure/roles";
import type { Assignment } from "../estate/graph/assignments";
import { UNKNOWN } from "../estate/value";
import type { ConfigMap } from "./model";
import type { AdoptedRegistry } from "./registries";

/** A grant and the role assignments that it takes over. */
export interface AdoptedGrant {
    permission: Permission;
    /** Absent: every repository. */
    repositories?: readonly string[];
    listCatalog: boolean;
    assignments: readonly AdoptedAssignment[];
}

export interface AdoptedAssignment {
    role: RoleName;
    id: string;
    changes: readonly string[];
}

/** An assignment that no grant takes over. */
export interface LeftAssignment {
    assignment: Assignment;
    why: string;
}

export interface Grants {
    grants: readonly AdoptedGrant[];
    left: readonly LeftAssignment[];
}

/** @param assignments those of one principal with the registry as their scope. */
export function grantsOf({ id, mode }: AdoptedRegistry, assignments: readonly Assignment[]): Grants {
    const read = assignments.map((assignment) => ({ assignment, result: readAssignment(mode, assignment) }));
    const left = read.flatMap(({ assignment, result }) => ("why" in result ? [{ assignment, why: result.why }] : []));
    const usable = new Map(
        read.flatMap(({ assignment, result }) => ("why" in result ? [] : [[result.role, { assignment, ...result }]])),
    );
    const grants = mode === RoleAssignmentMode.legacy ? legacyGrants(usable, id) : abacGrants(usable, id);
    return {
        grants,
        left: [
            ...left,
            ...[...usable.values()].map(({ assignment, role }) => ({ assignment, why: alone[role] ?? "" })),
        ],
    };
}

/** Why a role that a permission consists of is none by itself. */
const alone: Partial<Record<RoleName, string>> = {
    AcrDelete: "the role deletes without pulling, and every permission pulls; assign AcrPull or AcrPush as well",
    CatalogLister: "the role lists repositories, and a grant can add that only to a role for every repository",
};

interface Usable {
    role: RoleName;
    repositories?: readonly string[];
    changes: readonly string[];
}
type UsableAssignments = Map<RoleName, Usable & { assignment: Assignment }>;

/**
 * Takes the assignments of the roles out of those that are left. Their ids begin with that of the registry, letter by letter:
 * the component's scope is the registry's id, and azure-native replaces an assignment whose scope differs in case alone.
 */
function take(usable: UsableAssignments, names: readonly RoleName[], registryId: string): AdoptedAssignment[] {
    return names.flatMap((role) => {
        const found = usable.get(role);
        usable.delete(role);
        if (found === undefined) return [];
        const { id, urn } = found.assignment.resource;
        return [{ role, id: roleAssignmentId(registryId, lastSegment(id ?? urn)), changes: found.changes }];
    });
}

const roleAssignmentId = (scope: string, name: string): string =>
    `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`;

function legacyGrants(usable: UsableAssignments, registryId: string): AdoptedGrant[] {
    // The widest first, because AcrDelete is a part of two permissions and AcrPush gives more with it.
    const order = [Permission.manage, Permission.delete, Permission.push, Permission.pull];
    return order.flatMap((permission): AdoptedGrant[] => {
        const names = rolesOf(permission, RoleAssignmentMode.legacy);
        return names.every((role) => usable.has(role))
            ? [{ permission, listCatalog: false, assignments: take(usable, names, registryId) }]
            : [];
    });
}

function abacGrants(usable: UsableAssignments, registryId: string): AdoptedGrant[] {
    return Object.values(Permission).flatMap((permission): AdoptedGrant[] => {
        const [role] = rolesOf(permission, RoleAssignmentMode.abac);
        const found = role === undefined ? undefined : usable.get(role);
        if (role === undefined || found === undefined) return [];
        const { repositories } = found;
        const listCatalog = repositories === undefined && usable.has("CatalogLister");
        const names: RoleName[] = listCatalog ? [role, "CatalogLister"] : [role];
        return [
            {
                permission,
                ...(repositories === undefined ? {} : { repositories }),
                listCatalog,
                assignments: take(usable, names, registryId),
            },
        ];
    });
}

const vocabulary: Readonly<Record<RoleAssignmentMode, ReadonlySet<string>>> = {
    legacy: new Set(Object.values(permissions).flatMap(({ legacyRoles }) => legacyRoles)),
    abac: new Set([...Object.values(permissions).flatMap(({ abacRole }) => abacRole ?? []), "CatalogLister"]),
};

function readAssignment(
    mode: RoleAssignmentMode,
    { roleDefinitionId = "", condition }: Assignment,
): Usable | { why: string } {
    const builtIn = roleById(roleDefinitionId);
    const role = (Object.keys(roles) as RoleName[]).find((name) => roles[name] === builtIn);
    if (builtIn === undefined || role === undefined) {
        return { why: `the role ${lastSegment(roleDefinitionId)} is a custom role or one that is not for registries` };
    }
    if (!builtIn.honouredIn.includes(mode)) {
        return { why: `${builtIn.displayName} has no effect on a registry in ${mode} mode` };
    }
    if (!vocabulary[mode].has(role)) {
        return { why: `${builtIn.displayName} is none of the roles that permissions consist of` };
    }
    if (condition === undefined) return { role, changes: [] };
    if (condition === UNKNOWN) return { why: "its condition was not told" };
    if (mode === RoleAssignmentMode.legacy)
        return { why: "it has a condition, and roles of a legacy registry take none" };
    const limited = readLimited(role, condition);
    return "why" in limited ? limited : { role, ...limited };
}

/** The repositories that a condition leaves of a role, if a grant can leave exactly as much of all its actions. */
function readLimited(role: RoleName, condition: string): Omit<Usable, "role"> | { why: string } {
    const [first, ...others] = roles[role].actions.map((action) => allowedRepositories(condition, action));
    if (first === undefined || ![first, ...others].every(({ certain, possible }) => isSame(certain, possible))) {
        return { why: "its condition tests more than the name of the repository" };
    }
    if (!others.every(({ certain }) => isSame(certain, first.certain))) {
        return { why: "its condition allows the actions of the role on different repositories" };
    }
    const { patterns, except } = patternsOf(first.certain);
    if (patterns.length === 0 || except.length > 0 || !patterns.every(isDeclarableRepository)) {
        return {
            why: `its condition allows ${inWords(first.certain)}, and a grant takes names and prefixes such as team/*`,
        };
    }
    const all = patterns.includes(everyRepository);
    const written = repositoryCondition(roles[role].actions, patterns);
    return {
        ...(all ? {} : { repositories: patterns }),
        changes:
            written === condition ? [] : [`Rewrites the condition, for the same repositories: ${patterns.join(", ")}.`],
    };
}

/** The grant as the stack config writes it. */
export function grantConfig(
    registry: string,
    { permission, repositories, listCatalog, assignments }: AdoptedGrant,
): ConfigMap {
    return {
        registry,
        permission,
        ...(repositories === undefined ? {} : { repositories }),
        ...(listCatalog ? { listCatalog } : {}),
        roleAssignmentNames: Object.fromEntries(assignments.map(({ role, id }) => [role, lastSegment(id)])),
    };
}
