// The Azure roles that a permission promises, against those that Azure Resource Manager reports. Pure.
import { lastSegment, reaches, sameId } from "../azure/arm-id";
import { type Permission, rolesOf } from "../azure/permissions";
import { everyRepository } from "../azure/repositories";
import { RoleAssignmentMode, roleById, roles } from "../azure/roles";
import type { DeclaredGrant } from "./declared";

/** A role assignment as ARM answers it, as far as it is compared. */
export interface RoleAssignment {
    id: string;
    scope: string;
    roleDefinitionId: string;
    condition: string | null;
}

export interface RoleFinding {
    /** Name of the role, or its id where `azure/roles` does not have it. */
    role: string;
    finding: "declared" | "undeclared" | "missing";
    assignment?: RoleAssignment;
    /** Why an assignment of a declared role is still not what was declared. */
    why?: string;
}

/**
 * The roles that grants on one registry promise. Roles of the other mode belong to a migration between modes and
 * have no effect there, so they are not reported as undeclared.
 */
export function compareRoles(
    grants: DeclaredGrant[],
    assignments: RoleAssignment[],
    registryId: string,
): RoleFinding[] {
    const effective = assignments.filter(({ scope }) => reaches(scope, registryId));
    const promised = new Set(grants.flatMap((g) => roleIdsOf(g.permission, g.registry.roleAssignmentMode)));
    const modes = Object.values(RoleAssignmentMode);
    const tolerated = new Set<string>([
        ...grants.flatMap(({ permission }) => modes.flatMap((mode) => roleIdsOf(permission, mode))),
        ...(grants.some(({ listCatalog }) => listCatalog) ? [roles.CatalogLister.id] : []),
    ]);
    const found = effective.map((assignment): RoleFinding => {
        const id = roleId(assignment);
        const role = roleName(id);
        const why = tolerated.has(id) ? tooWide(id, assignment, grants, registryId) : "no component declares this role";
        return { role, finding: why === undefined ? "declared" : "undeclared", assignment, why };
    });
    const held = new Set(effective.map(roleId));
    const missing = [...promised].filter((id) => !held.has(id));
    return [...found, ...missing.map((id): RoleFinding => ({ role: roleName(id), finding: "missing" }))];
}

function tooWide(
    id: string,
    { scope, condition }: RoleAssignment,
    grants: DeclaredGrant[],
    registryId: string,
): string | undefined {
    if (!sameId(scope, registryId)) return `the role is declared for the registry, not for ${scope}`;
    const granting = grants.filter(({ permission }) => roleIdsOf(permission, RoleAssignmentMode.abac).includes(id));
    const limited =
        granting.length > 0 && granting.every(({ repositories }) => !repositories.includes(everyRepository));
    return limited && condition === null ? "the role has no condition, so it covers every repository" : undefined;
}

const roleId = ({ roleDefinitionId }: RoleAssignment): string => lastSegment(roleDefinitionId).toLowerCase();

const roleName = (id: string): string => roleById(id)?.displayName ?? id;

const roleIdsOf = (permission: Permission, mode: RoleAssignmentMode): string[] =>
    rolesOf(permission, mode).map((name) => roles[name].id);
