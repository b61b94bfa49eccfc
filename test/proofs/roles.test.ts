import { describe, expect, it } from "vitest";
import type { DeclaredGrant } from "../../proofs/declared";
import { compareRoles, type RoleAssignment } from "../../proofs/roles";

const subscription = "/subscriptions/s";
const group = `${subscription}/resourceGroups/rg`;
const registry = `${group}/providers/Microsoft.ContainerRegistry/registries/contoso`;
const roles = {
    AcrPull: "7f951dda-4ed3-4680-a7ca-43fe172d538d",
    AcrPush: "8311e382-0749-4cb8-b61a-304f252e45ec",
    AcrDelete: "c2f4ef07-c644-48eb-af81-4b1b4947fb11",
    Reader: "acdd72a7-3385-48ef-bd42-f606fba81ae7",
    RepositoryReader: "b93aa761-3e63-49ed-ac28-beffa264f7ac",
    CatalogLister: "bfdb9389-c9a5-478a-bb2f-ba9ca092c3c7",
    Custom: "00000000-1111-2222-3333-444444444444",
};

const assigned = (role: keyof typeof roles, scope = registry, condition: string | null = null): RoleAssignment => ({
    id: `${scope}/providers/Microsoft.Authorization/roleAssignments/1`,
    scope,
    roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${roles[role].toUpperCase()}`,
    condition,
});
const grant = (
    permission: DeclaredGrant["permission"],
    roleAssignmentMode: "legacy" | "abac" = "legacy",
    changes: Partial<DeclaredGrant> = {},
): DeclaredGrant => ({
    registry: { resourceId: registry, loginServer: "contoso.azurecr.io", roleAssignmentMode },
    permission,
    repositories: ["*"],
    listCatalog: false,
    ...changes,
});
const undeclared = "no component declares this role";

describe("comparing roles", () => {
    it.each<[string, DeclaredGrant[], RoleAssignment[], [string, string, string?][]]>([
        ["what was promised", [grant("push")], [assigned("AcrPush")], [["AcrPush", "declared"]]],
        [
            "two roles of one permission, one of them missing",
            [grant("manage")],
            [assigned("AcrPush")],
            [
                ["AcrPush", "declared"],
                ["AcrDelete", "missing"],
            ],
        ],
        [
            "more than was promised",
            [grant("pull")],
            [assigned("AcrPull"), assigned("AcrPush")],
            [
                ["AcrPull", "declared"],
                ["AcrPush", "undeclared", undeclared],
            ],
        ],
        [
            "a role from the subscription, from a management group and from the root",
            [grant("pull")],
            [
                assigned("AcrPull"),
                assigned("Reader", subscription.toUpperCase()),
                assigned("Reader", "/providers/Microsoft.Management/managementGroups/all"),
                assigned("Custom", "/"),
            ],
            [
                ["AcrPull", "declared"],
                ["Reader", "undeclared", undeclared],
                ["Reader", "undeclared", undeclared],
                [roles.Custom, "undeclared", undeclared],
            ],
        ],
        [
            "a role on something else",
            [grant("pull")],
            [
                assigned("AcrPull"),
                assigned("Reader", `${registry}2`),
                assigned("Reader", `${subscription}/resourceGroups/r`),
            ],
            [["AcrPull", "declared"]],
        ],
        [
            "the declared role at a wider scope",
            [grant("pull")],
            [assigned("AcrPull", group)],
            [["AcrPull", "undeclared", `the role is declared for the registry, not for ${group}`]],
        ],
        [
            "both sets of a migration between modes",
            [grant("pull", "abac")],
            [assigned("AcrPull"), assigned("RepositoryReader")],
            [
                ["AcrPull", "declared"],
                ["Container Registry Repository Reader", "declared"],
            ],
        ],
        [
            "limited repositories with the condition",
            [grant("pull", "abac", { repositories: ["team/*"] })],
            [assigned("RepositoryReader", registry, "(...)")],
            [["Container Registry Repository Reader", "declared"]],
        ],
        [
            "limited repositories without the condition",
            [grant("pull", "abac", { repositories: ["team/*"] })],
            [assigned("RepositoryReader")],
            [
                [
                    "Container Registry Repository Reader",
                    "undeclared",
                    "the role has no condition, so it covers every repository",
                ],
            ],
        ],
        [
            "the catalog where it was asked for",
            [grant("pull", "abac", { listCatalog: true })],
            [assigned("RepositoryReader"), assigned("CatalogLister")],
            [
                ["Container Registry Repository Reader", "declared"],
                ["Container Registry Repository Catalog Lister", "declared"],
            ],
        ],
        [
            "the catalog where it was not",
            [grant("pull", "abac")],
            [assigned("RepositoryReader"), assigned("CatalogLister")],
            [
                ["Container Registry Repository Reader", "declared"],
                ["Container Registry Repository Catalog Lister", "undeclared", undeclared],
            ],
        ],
    ])("finds %s", (_, grants, assignments, expected) => {
        const found = compareRoles(grants, assignments, registry);
        expect(
            found.map(({ role, finding, why }) => (why === undefined ? [role, finding] : [role, finding, why])),
        ).toEqual(expected);
    });
});
