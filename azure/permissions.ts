// The one vocabulary of permissions for every login method, and what each permission is in Azure: roles of a legacy
// registry, a role of an ABAC registry, actions of a token's scope map.
// Sources: https://learn.microsoft.com/azure/container-registry/container-registry-rbac-abac-repository-permissions,
// https://learn.microsoft.com/azure/container-registry/container-registry-token-based-repository-permissions
import type { DataAction, RepositoryAction } from "./actions";
import { RoleAssignmentMode, type RoleName } from "./roles";

/** What someone may do with images. */
export const Permission = {
    /** Pull images. */
    pull: "pull",
    /** Pull and push images. */
    push: "push",
    /** Pull and delete images. */
    delete: "delete",
    /** Pull, push and delete images, and lock them against changes where the method can express it. */
    manage: "manage",
} as const;
export type Permission = (typeof Permission)[keyof typeof Permission];

/** Scope maps know five actions; catalog listing can't be granted to a token. */
export type ScopeMapAction = Exclude<RepositoryAction, "catalog/read" | "metadata/delete">;

export interface Expressions {
    /** What a login with the permission can do, as far as it is judged. */
    data: readonly DataAction[];
    legacyRoles: readonly RoleName[];
    /** Absent where no ABAC role gives exactly this. */
    abacRole?: RoleName;
    scopeMapActions: readonly ScopeMapAction[];
}

export const permissions: Readonly<Record<Permission, Expressions>> = {
    pull: {
        data: ["pull"],
        legacyRoles: ["AcrPull"],
        abacRole: "RepositoryReader",
        scopeMapActions: ["content/read", "metadata/read"],
    },
    push: {
        data: ["pull", "push"],
        legacyRoles: ["AcrPush"],
        abacRole: "RepositoryWriter",
        scopeMapActions: ["content/read", "content/write", "metadata/read"],
    },
    delete: {
        data: ["pull", "delete"],
        legacyRoles: ["AcrPull", "AcrDelete"],
        scopeMapActions: ["content/delete", "content/read", "metadata/read"],
    },
    manage: {
        data: ["pull", "push", "delete"],
        legacyRoles: ["AcrPush", "AcrDelete"],
        abacRole: "RepositoryContributor",
        scopeMapActions: ["content/delete", "content/read", "content/write", "metadata/read", "metadata/write"],
    },
};

/** The roles that give a permission on a registry in that mode; none where the mode can't express it. */
export function rolesOf(permission: Permission, mode: RoleAssignmentMode): readonly RoleName[] {
    const { legacyRoles, abacRole } = permissions[permission];
    if (mode === RoleAssignmentMode.legacy) return legacyRoles;
    return abacRole === undefined ? [] : [abacRole];
}

/** The least permission that allows all of these actions. */
export function leastPermission(actions: readonly DataAction[]): Permission {
    const least = Object.values(Permission).find((each) =>
        actions.every((action) => permissions[each].data.includes(action)),
    );
    return least ?? Permission.manage;
}
