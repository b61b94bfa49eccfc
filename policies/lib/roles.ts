// Azure's built-in roles that say anything about a registry: what they let one do with its images, and in which role
// assignment mode the registry honours them.
// https://learn.microsoft.com/azure/container-registry/container-registry-rbac-built-in-roles-directory-reference

/** What can be done with images. Metadata and catalog rights come along with these and are not judged. */
export type DataAction = "pull" | "push" | "delete";
/** `legacy` is LegacyRegistryPermissions, `abac` is AbacRepositoryPermissions. */
export type RoleAssignmentMode = "legacy" | "abac";

export interface Role {
    id: string;
    name: string;
    data: readonly DataAction[];
    /** Modes in which `data` holds. */
    honouredIn: readonly RoleAssignmentMode[];
    /** Made for registries, so that a scope wider than one is always too wide. */
    registryRole: boolean;
    /** Manages the registry or its access, beyond images: never needed to pull or push. */
    privileged: boolean;
}

const pull: readonly DataAction[] = ["pull"];
const pullPush: readonly DataAction[] = ["pull", "push"];
const all: readonly DataAction[] = ["pull", "push", "delete"];
const legacy: readonly RoleAssignmentMode[] = ["legacy"];
const abac: readonly RoleAssignmentMode[] = ["abac"];
const both: readonly RoleAssignmentMode[] = ["legacy", "abac"];

const image = (
    id: string,
    name: string,
    data: readonly DataAction[],
    honouredIn: readonly RoleAssignmentMode[],
): Role => ({
    id,
    name,
    data,
    honouredIn,
    registryRole: true,
    privileged: false,
});
const control = (id: string, name: string, data: readonly DataAction[], privileged: boolean): Role => ({
    id,
    name,
    data,
    honouredIn: legacy,
    registryRole: false,
    privileged,
});

export const roles = {
    acrPull: image("7f951dda-4ed3-4680-a7ca-43fe172d538d", "AcrPull", pull, legacy),
    acrPush: image("8311e382-0749-4cb8-b61a-304f252e45ec", "AcrPush", pullPush, legacy),
    acrDelete: image("c2f4ef07-c644-48eb-af81-4b1b4947fb11", "AcrDelete", ["delete"], legacy),
    repositoryReader: image("b93aa761-3e63-49ed-ac28-beffa264f7ac", "Container Registry Repository Reader", pull, abac),
    repositoryWriter: image(
        "2a1e307c-b015-4ebd-883e-5b7698a07328",
        "Container Registry Repository Writer",
        pullPush,
        abac,
    ),
    repositoryContributor: image(
        "2efddaa5-3f1f-4df3-97df-af3f13818f4c",
        "Container Registry Repository Contributor",
        all,
        abac,
    ),
    catalogLister: image(
        "bfdb9389-c9a5-478a-bb2f-ba9ca092c3c7",
        "Container Registry Repository Catalog Lister",
        [],
        abac,
    ),
    dataImporter: image(
        "577a9874-89fd-4f24-9dbd-b5034d0ad23a",
        "Container Registry Data Importer and Data Reader",
        pullPush,
        both,
    ),
    tasksContributor: image("fb382eab-e894-4461-af04-94435c366c3f", "Container Registry Tasks Contributor", [], both),
    transferContributor: image(
        "bf94e731-3a51-4a7c-8c54-a1ab9971dfc1",
        "Container Registry Transfer Pipeline Contributor",
        [],
        both,
    ),
    configurationReader: image(
        "69b07be0-09bf-439a-b9a6-e73de851bd59",
        "Container Registry Configuration Reader and Data Access Configuration Reader",
        [],
        both,
    ),
    configurationAdministrator: {
        ...image(
            "3bc748fc-213d-45c1-8d91-9da5725539b9",
            "Container Registry Contributor and Data Access Configuration Administrator",
            [],
            both,
        ),
        privileged: true,
    },
    owner: control("8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "Owner", all, true),
    contributor: control("b24988ac-6180-42a0-ab88-20f7382dd24c", "Contributor", all, true),
    reader: control("acdd72a7-3385-48ef-bd42-f606fba81ae7", "Reader", pull, false),
    userAccessAdministrator: {
        ...control("18d7d88d-d35e-4fb5-a5c3-7773c20a72d9", "User Access Administrator", [], true),
        honouredIn: both,
    },
    rbacAdministrator: {
        ...control("f58310d9-a9f6-439a-9e8d-f62e7b41a168", "Role Based Access Control Administrator", [], true),
        honouredIn: both,
    },
} as const satisfies Record<string, Role>;

const byId: ReadonlyMap<string, Role> = new Map(Object.values(roles).map((role: Role) => [role.id, role]));
const byName: ReadonlyMap<string, Role> = new Map(
    Object.values(roles).map((role: Role) => [role.name.toLowerCase(), role]),
);

/** The built-in role of a role definition id, however it is scoped, or of the GUID alone. */
export function roleById(definitionId: string): Role | undefined {
    return byId.get(definitionId.slice(definitionId.lastIndexOf("/") + 1).toLowerCase());
}

/** The built-in role of that name, as the classic provider names it. */
export function roleByName(name: string): Role | undefined {
    return byName.get(name.toLowerCase());
}

/** The smallest role that gives these rights in that mode. */
export function smallestRole(data: readonly DataAction[], mode: RoleAssignmentMode): Role {
    if (mode === "abac") {
        if (data.includes("delete")) return roles.repositoryContributor;
        return data.includes("push") ? roles.repositoryWriter : roles.repositoryReader;
    }
    return data.includes("push") ? roles.acrPush : roles.acrPull;
}
