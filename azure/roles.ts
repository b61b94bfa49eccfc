// The built-in Azure roles that decide about a registry's images, with the role assignment mode that honours each.
// Source: https://learn.microsoft.com/azure/container-registry/container-registry-rbac-built-in-roles-directory-reference

/** Which roles a registry honours when it decides about images. */
export const RoleAssignmentMode = {
    /** AcrPull, AcrPush and AcrDelete, for the whole registry ("RBAC Registry Permissions"). */
    legacy: "legacy",
    /** The Repository roles, which may be limited to repositories ("RBAC Registry + ABAC Repository Permissions"). */
    abac: "abac",
} as const;
export type RoleAssignmentMode = (typeof RoleAssignmentMode)[keyof typeof RoleAssignmentMode];

/** What an action on images is called in a role's data actions and, after `repositories/NAME/`, in a scope map. */
export type RepositoryAction =
    | "content/read"
    | "content/write"
    | "content/delete"
    | "metadata/read"
    | "metadata/write"
    | "metadata/delete"
    | "catalog/read";

export interface Role {
    /** The name of the role definition, the same in every tenant. */
    id: string;
    /** As Azure shows it. */
    displayName: string;
    /** The only mode in which a registry honours the role for images. */
    honouredIn: RoleAssignmentMode;
    /** What the role allows on images. */
    actions: readonly RepositoryAction[];
}

export type RoleName = keyof typeof roles;

const reads = ["content/read", "metadata/read"] as const;
const writes = ["content/read", "content/write", "metadata/read", "metadata/write"] as const;

export const roles = {
    AcrPull: {
        id: "7f951dda-4ed3-4680-a7ca-43fe172d538d",
        displayName: "AcrPull",
        honouredIn: RoleAssignmentMode.legacy,
        actions: [...reads, "catalog/read"],
    },
    AcrPush: {
        id: "8311e382-0749-4cb8-b61a-304f252e45ec",
        displayName: "AcrPush",
        honouredIn: RoleAssignmentMode.legacy,
        actions: [...writes, "catalog/read"],
    },
    AcrDelete: {
        id: "c2f4ef07-c644-48eb-af81-4b1b4947fb11",
        displayName: "AcrDelete",
        honouredIn: RoleAssignmentMode.legacy,
        actions: ["content/delete"],
    },
    RepositoryReader: {
        id: "b93aa761-3e63-49ed-ac28-beffa264f7ac",
        displayName: "Container Registry Repository Reader",
        honouredIn: RoleAssignmentMode.abac,
        actions: reads,
    },
    RepositoryWriter: {
        id: "2a1e307c-b015-4ebd-883e-5b7698a07328",
        displayName: "Container Registry Repository Writer",
        honouredIn: RoleAssignmentMode.abac,
        actions: writes,
    },
    RepositoryContributor: {
        id: "2efddaa5-3f1f-4df3-97df-af3f13818f4c",
        displayName: "Container Registry Repository Contributor",
        honouredIn: RoleAssignmentMode.abac,
        actions: [
            "content/delete",
            "content/read",
            "content/write",
            "metadata/delete",
            "metadata/read",
            "metadata/write",
        ],
    },
    CatalogLister: {
        id: "bfdb9389-c9a5-478a-bb2f-ba9ca092c3c7",
        displayName: "Container Registry Repository Catalog Lister",
        honouredIn: RoleAssignmentMode.abac,
        actions: ["catalog/read"],
    },
} as const satisfies Record<string, Role>;

/** The role definition's ARM id, written the one way that ARM answers it, so that it never shows as a difference. */
export function roleDefinitionId(subscriptionId: string, role: RoleName): string {
    return `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${roles[role].id}`;
}
