// The Azure roles that a permission promises, against those that Azure Resource Manager reports. Pure.
// The table is the proofs' own, so that a mistake in the components' table shows.
// Source: https://learn.microsoft.com/azure/container-registry/container-registry-rbac-built-in-roles-directory-reference
import type { DeclaredGrant } from "./declared";
import type { Permission } from "./repositories";

const acrPull = "7f951dda-4ed3-4680-a7ca-43fe172d538d";
const acrPush = "8311e382-0749-4cb8-b61a-304f252e45ec";
const acrDelete = "c2f4ef07-c644-48eb-af81-4b1b4947fb11";
const repositoryReader = "b93aa761-3e63-49ed-ac28-beffa264f7ac";
const repositoryWriter = "2a1e307c-b015-4ebd-883e-5b7698a07328";
const repositoryContributor = "2efddaa5-3f1f-4df3-97df-af3f13818f4c";
const catalogLister = "bfdb9389-c9a5-478a-bb2f-ba9ca092c3c7";

/** Names for the report; a role that is not here is named by its id. */
export const roleNames: Readonly<Record<string, string>> = {
    [acrPull]: "AcrPull",
    [acrPush]: "AcrPush",
    [acrDelete]: "AcrDelete",
    [repositoryReader]: "Container Registry Repository Reader",
    [repositoryWriter]: "Container Registry Repository Writer",
    [repositoryContributor]: "Container Registry Repository Contributor",
    [catalogLister]: "Container Registry Repository Catalog Lister",
    "8e3af657-a8ff-443c-a75c-2fe8c4bcb635": "Owner",
    "b24988ac-6180-42a0-ab88-20f7382dd24c": "Contributor",
    "acdd72a7-3385-48ef-bd42-f606fba81ae7": "Reader",
};

const rolesByMode = {
    legacy: {
        pull: [acrPull],
        push: [acrPush],
        delete: [acrPull, acrDelete],
        manage: [acrPush, acrDelete],
    },
    abac: {
        pull: [repositoryReader],
        push: [repositoryWriter],
        delete: [],
        manage: [repositoryContributor],
    },
} as const satisfies Record<"legacy" | "abac", Record<Permission, readonly string[]>>;

/** A role assignment as ARM answers it, as far as it is compared. */
export interface RoleAssignment {
    id: string;
    scope: string;
    roleDefinitionId: string;
    condition: string | null;
}

export interface RoleFinding {
    /** Name of the role, or its id where it is not a registry role. */
    role: string;
    finding: "declared" | "undeclared" | "missing";
    assignment?: RoleAssignment;
    /** Why an assignment of a declared role is still not what was declared. */
    why?: string;
}

/**
 * The roles that grants on one registry promise. Roles of the other mode belong to a migration between modes and are
 * dead there, so they are not held against anybody.
 */
export function compareRoles(
    grants: DeclaredGrant[],
    assignments: RoleAssignment[],
    registryId: string,
): RoleFinding[] {
    const effective = assignments.filter(({ scope }) => contains(scope, registryId));
    const promised = new Set(grants.flatMap((g) => rolesByMode[g.registry.roleAssignmentMode][g.permission]));
    const tolerated = new Set<string>([
        ...grants.flatMap(({ permission }) => [...rolesByMode.legacy[permission], ...rolesByMode.abac[permission]]),
        ...(grants.some(({ listCatalog }) => listCatalog) ? [catalogLister] : []),
    ]);
    const found = effective.map((assignment): RoleFinding => {
        const id = roleId(assignment);
        const role = roleNames[id] ?? id;
        const why = tolerated.has(id) ? tooWide(id, assignment, grants, registryId) : "no component declares this role";
        return { role, finding: why === undefined ? "declared" : "undeclared", assignment, why };
    });
    const held = new Set(effective.map(roleId));
    const missing = [...promised].filter((id) => !held.has(id));
    return [...found, ...missing.map((id): RoleFinding => ({ role: roleNames[id] ?? id, finding: "missing" }))];
}

function tooWide(
    id: string,
    { scope, condition }: RoleAssignment,
    grants: DeclaredGrant[],
    registryId: string,
): string | undefined {
    if (scope.toLowerCase() !== registryId.toLowerCase())
        return `the role is declared for the registry, not for ${scope}`;
    const granting = grants.filter(({ permission }) => rolesByMode.abac[permission].some((each) => each === id));
    const limited = granting.length > 0 && granting.every(({ repositories }) => !repositories.includes("*"));
    return limited && condition === null ? "the role has no condition, so it covers every repository" : undefined;
}

const roleId = ({ roleDefinitionId }: RoleAssignment): string =>
    roleDefinitionId.slice(roleDefinitionId.lastIndexOf("/") + 1).toLowerCase();

/** Whether an assignment at `scope` reaches the registry: the same resource, one above it, or a management group. */
function contains(scope: string, registryId: string): boolean {
    const [upper, registry] = [scope.toLowerCase().replace(/\/$/, ""), registryId.toLowerCase()];
    const managementGroup = upper.startsWith("/providers/microsoft.management/managementgroups/");
    return upper === "" || managementGroup || registry === upper || registry.startsWith(`${upper}/`);
}
