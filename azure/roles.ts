// Azure's built-in roles that say anything about a registry: what they allow on images, and in which role assignment mode
// a registry honours them.
// Sources: https://learn.microsoft.com/azure/container-registry/container-registry-rbac-built-in-roles-directory-reference,
// https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/containers
import { type DataAction, dataActionsOf, type RepositoryAction } from "./actions";

/** Which roles a registry honours when it decides about images. */
export const RoleAssignmentMode = {
    /** AcrPull, AcrPush and AcrDelete, for the whole registry ("RBAC Registry Permissions"). */
    legacy: "legacy",
    /** The Repository roles, which may be limited to repositories ("RBAC Registry + ABAC Repository Permissions"). */
    abac: "abac",
} as const;
export type RoleAssignmentMode = (typeof RoleAssignmentMode)[keyof typeof RoleAssignmentMode];

export interface Role {
    /** The name of the role definition, a GUID that is the same in every tenant. */
    id: string;
    /** As Azure shows it. */
    displayName: string;
    /** What the role allows on images. */
    actions: readonly RepositoryAction[];
    /** The judged ones of `actions`. */
    data: readonly DataAction[];
    /** Modes in which a registry honours `actions`. */
    honouredIn: readonly RoleAssignmentMode[];
    /** Made for registries, so that a scope wider than one is always too wide. */
    registryRole: boolean;
    /** Manages the registry or its access, beyond images: never needed to pull or push. */
    privileged: boolean;
    /** Leads to images without a right on them: by giving access, by the registry's passwords, or by what runs for its holder. */
    indirect: boolean;
    /** What the role allows beside images, as a sentence. */
    note?: string;
}

const reads = ["content/read", "metadata/read"] as const;
const writes = ["content/read", "content/write", "metadata/read", "metadata/write"] as const;
const everything = [
    "content/delete",
    "content/read",
    "content/write",
    "metadata/delete",
    "metadata/read",
    "metadata/write",
] as const;

const legacy = [RoleAssignmentMode.legacy] as const;
const abac = [RoleAssignmentMode.abac] as const;
const both = [RoleAssignmentMode.legacy, RoleAssignmentMode.abac] as const;

type Rest = Partial<Pick<Role, "registryRole" | "privileged" | "indirect" | "note">>;

function role(
    id: string,
    displayName: string,
    actions: readonly RepositoryAction[],
    honouredIn: readonly RoleAssignmentMode[],
    { registryRole = true, privileged = false, indirect = privileged, ...rest }: Rest = {},
): Role {
    const data = dataActionsOf(actions);
    return { id, displayName, actions, data, honouredIn, registryRole, privileged, indirect, ...rest };
}

const controlPlane = { registryRole: false, privileged: true } as const;
const givesAccess = "It may give access to others, and to itself.";

export const roles = {
    AcrPull: role("7f951dda-4ed3-4680-a7ca-43fe172d538d", "AcrPull", [...reads, "catalog/read"], legacy),
    AcrPush: role("8311e382-0749-4cb8-b61a-304f252e45ec", "AcrPush", [...writes, "catalog/read"], legacy),
    AcrDelete: role("c2f4ef07-c644-48eb-af81-4b1b4947fb11", "AcrDelete", ["content/delete"], legacy),
    RepositoryReader: role("b93aa761-3e63-49ed-ac28-beffa264f7ac", "Container Registry Repository Reader", reads, abac),
    RepositoryWriter: role(
        "2a1e307c-b015-4ebd-883e-5b7698a07328",
        "Container Registry Repository Writer",
        writes,
        abac,
    ),
    RepositoryContributor: role(
        "2efddaa5-3f1f-4df3-97df-af3f13818f4c",
        "Container Registry Repository Contributor",
        everything,
        abac,
    ),
    CatalogLister: role(
        "bfdb9389-c9a5-478a-bb2f-ba9ca092c3c7",
        "Container Registry Repository Catalog Lister",
        ["catalog/read"],
        abac,
        { note: "It lists the names of all repositories." },
    ),
    // ARM's importImage writes images in either mode. Azure publishes registries/pull/read for the role as well, which is
    // honoured in legacy mode only: the table errs on the side of more access.
    DataImporter: role(
        "577a9874-89fd-4f24-9dbd-b5034d0ad23a",
        "Container Registry Data Importer and Data Reader",
        writes,
        both,
    ),
    TasksContributor: role("fb382eab-e894-4461-af04-94435c366c3f", "Container Registry Tasks Contributor", [], both, {
        indirect: true,
        note: "It runs registry tasks, which may push.",
    }),
    TransferPipelineContributor: role(
        "bf94e731-3a51-4a7c-8c54-a1ab9971dfc1",
        "Container Registry Transfer Pipeline Contributor",
        [],
        both,
        { indirect: true, note: "It exports and imports images through transfer pipelines." },
    ),
    ConfigurationReader: role(
        "69b07be0-09bf-439a-b9a6-e73de851bd59",
        "Container Registry Configuration Reader and Data Access Configuration Reader",
        [],
        both,
        { note: "It reads the registry's settings, and the admin user's passwords while the admin user is on." },
    ),
    ConfigurationAdministrator: role(
        "3bc748fc-213d-45c1-8d91-9da5725539b9",
        "Container Registry Contributor and Data Access Configuration Administrator",
        [],
        both,
        { privileged: true, note: "It may change the registry's settings and tokens." },
    ),
    Owner: role("8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "Owner", everything, legacy, {
        ...controlPlane,
        note: "It may also change settings and give access to others.",
    }),
    Contributor: role("b24988ac-6180-42a0-ab88-20f7382dd24c", "Contributor", everything, legacy, {
        ...controlPlane,
        note: "It may also change settings.",
    }),
    Reader: role("acdd72a7-3385-48ef-bd42-f606fba81ae7", "Reader", reads, legacy, { registryRole: false }),
    // Both may read everything (`*/read`), and with that pull from a legacy registry.
    UserAccessAdministrator: role("18d7d88d-d35e-4fb5-a5c3-7773c20a72d9", "User Access Administrator", reads, legacy, {
        ...controlPlane,
        note: givesAccess,
    }),
    RbacAdministrator: role(
        "f58310d9-a9f6-439a-9e8d-f62e7b41a168",
        "Role Based Access Control Administrator",
        reads,
        legacy,
        { ...controlPlane, note: givesAccess },
    ),
} as const satisfies Record<string, Role>;

export type RoleName = keyof typeof roles;

const byId: ReadonlyMap<string, Role> = new Map(Object.values<Role>(roles).map((each) => [each.id, each]));
const byDisplayName: ReadonlyMap<string, Role> = new Map(
    Object.values<Role>(roles).map((each) => [each.displayName.toLowerCase(), each]),
);

/** The built-in role of a role definition id, however it is scoped, or of the GUID alone. */
export function roleById(definitionId: string): Role | undefined {
    return byId.get(definitionId.slice(definitionId.lastIndexOf("/") + 1).toLowerCase());
}

/** The built-in role of that display name, in any casing. */
export function roleByDisplayName(displayName: string): Role | undefined {
    return byDisplayName.get(displayName.toLowerCase());
}

/** The role definition's ARM id, written the one way that ARM answers it, so that it never shows as a difference. */
export function roleDefinitionId(subscriptionId: string, name: RoleName): string {
    return definitionId(subscriptionId, roles[name].id);
}

/** The ARM id of any role's definition in the subscription of a scope, by the role's GUID. */
export function roleDefinitionIdFor(scope: string, roleId: string): string {
    return definitionId(/^\/subscriptions\/([^/]+)/i.exec(scope)?.[1] ?? "", roleId);
}

function definitionId(subscriptionId: string, roleId: string): string {
    return `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${roleId}`;
}
