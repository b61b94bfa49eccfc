// Role assignments of one principal on one registry, as grants.
import { describe, expect, it } from "vitest";
import { repositoryCondition } from "../../azure/conditions";
import { type RoleName, roles } from "../../azure/roles";
import { abacRegistry, adoptionOf, guid, oid, registry, registryId, roleAssignment, user } from "./estate";

interface Given {
    role: RoleName | { id: string };
    condition?: string;
}

/** Grants and reasons of one person with these roles. */
function outcome(mode: "legacy" | "abac", given: readonly Given[]) {
    const { entries, undeclared } = adoptionOf([
        mode === "legacy" ? registry("contoso") : abacRegistry("contoso"),
        user(1, "Kim", "kim@contoso.com"),
        ...given.map((each, index) =>
            roleAssignment(index + 1, { ...each, principalId: oid(1), scope: registryId("contoso") }),
        ),
    ]);
    const entry = entries.find(({ section }) => section === "access");
    return { grants: entry?.value.grants, parts: entry?.parts ?? [], why: undeclared.map(({ why }) => why) };
}

const names = (...given: RoleName[]) => given.map((role) => ({ role }));
const grant = (permission: string, roleAssignmentNames: Record<string, string>, more: object = {}) => ({
    registry: "contoso",
    permission,
    ...more,
    roleAssignmentNames,
});

describe("on a legacy registry", () => {
    it.each<[string, RoleName[], object]>([
        ["AcrPull", ["AcrPull"], { contoso: grant("pull", { AcrPull: guid(1) }) }],
        ["AcrPush", ["AcrPush"], { contoso: grant("push", { AcrPush: guid(1) }) }],
        [
            "AcrPull and AcrDelete",
            ["AcrPull", "AcrDelete"],
            { contoso: grant("delete", { AcrPull: guid(1), AcrDelete: guid(2) }) },
        ],
        [
            "AcrDelete and AcrPush",
            ["AcrDelete", "AcrPush"],
            { contoso: grant("manage", { AcrPush: guid(2), AcrDelete: guid(1) }) },
        ],
        [
            "AcrPull and AcrPush",
            ["AcrPull", "AcrPush"],
            {
                "contoso-push": grant("push", { AcrPush: guid(2) }),
                "contoso-pull": grant("pull", { AcrPull: guid(1) }),
            },
        ],
        [
            "all three",
            ["AcrPull", "AcrPush", "AcrDelete"],
            {
                "contoso-manage": grant("manage", { AcrPush: guid(2), AcrDelete: guid(3) }),
                "contoso-pull": grant("pull", { AcrPull: guid(1) }),
            },
        ],
    ])("%s becomes grants with every assignment once", (_, given, expected) => {
        expect(outcome("legacy", names(...given))).toMatchObject({ grants: expected, why: [] });
    });

    it("resources are named as the component names them, and keep their ids", () => {
        expect(outcome("legacy", names("AcrPull", "AcrDelete")).parts).toEqual(
            ["AcrPull", "AcrDelete"].map((role, index) => ({
                type: "azure-native:authorization:RoleAssignment",
                name: `kim-contoso-${role}`,
                id: `${registryId("contoso")}/providers/Microsoft.Authorization/roleAssignments/${guid(index + 1)}`,
                changes: [],
            })),
        );
    });

    it.each<[string, Given, string]>([
        [
            "AcrDelete alone",
            { role: "AcrDelete" },
            "the role deletes without pulling, and every permission pulls; assign AcrPull or AcrPush as well",
        ],
        ["Owner", { role: "Owner" }, "Owner is none of the roles that permissions consist of"],
        ["Contributor", { role: "Contributor" }, "Contributor is none of the roles that permissions consist of"],
        [
            "a role of abac mode",
            { role: "RepositoryReader" },
            "Container Registry Repository Reader has no effect on a registry in legacy mode",
        ],
        [
            "another role",
            { role: { id: "12345678-0000-0000-0000-000000000000" } },
            "the role 12345678-0000-0000-0000-000000000000 is a custom role or one that is not for registries",
        ],
        [
            "a condition",
            { role: "AcrPull", condition: "(@Request[x] StringEquals 'y')" },
            "it has a condition, and roles of a legacy registry take none",
        ],
    ])("%s stays undeclared", (_, given, reason) => {
        expect(outcome("legacy", [given])).toEqual({ grants: undefined, parts: [], why: [reason] });
    });
});

describe("on an abac registry", () => {
    const only = (role: RoleName, ...repositories: string[]): Given => {
        const all = repositories.length === 0 ? ["*"] : repositories;
        const condition = repositoryCondition(roles[role].actions, all);
        return condition === undefined ? { role } : { role, condition };
    };

    it.each<[string, Given[], object]>([
        ["a reader", [only("RepositoryReader")], { contoso: grant("pull", { RepositoryReader: guid(1) }) }],
        [
            "a writer of some repositories",
            [only("RepositoryWriter", "team/*", "base")],
            { contoso: grant("push", { RepositoryWriter: guid(1) }, { repositories: ["base", "team/*"] }) },
        ],
        [
            "a contributor who lists the catalog",
            [only("RepositoryContributor"), { role: "CatalogLister" }],
            {
                contoso: grant(
                    "manage",
                    { RepositoryContributor: guid(1), CatalogLister: guid(2) },
                    { listCatalog: true },
                ),
            },
        ],
        [
            "a reader of all and writer of some",
            [only("RepositoryReader"), only("RepositoryWriter", "team/*")],
            {
                "contoso-pull": grant("pull", { RepositoryReader: guid(1) }),
                "contoso-push": grant("push", { RepositoryWriter: guid(2) }, { repositories: ["team/*"] }),
            },
        ],
    ])("%s becomes a grant without a change", (_, given, expected) => {
        const { grants, parts, why } = outcome("abac", given);
        expect({ grants, why }).toEqual({ grants: expected, why: [] });
        expect(parts.flatMap(({ changes }) => changes)).toEqual([]);
    });

    it("a condition that is written differently is rewritten, and the plan says so", () => {
        const ours = repositoryCondition(roles.RepositoryReader.actions, ["team/*"]) ?? "";
        const condition = ours.replaceAll("StringStartsWithIgnoreCase", "StringStartsWith");
        const { grants, parts } = outcome("abac", [{ role: "RepositoryReader", condition }]);
        expect(grants).toEqual({
            contoso: grant("pull", { RepositoryReader: guid(1) }, { repositories: ["team/*"] }),
        });
        expect(parts[0]?.changes).toEqual(["Rewrites the condition, for the same repositories: team/*."]);
    });

    const reading = "!(ActionMatches{'Microsoft.ContainerRegistry/registries/repositories/content/read'})";
    const name = "@Request[Microsoft.ContainerRegistry/registries/repositories:name]";
    it.each<[string, Given, string]>([
        [
            "the catalog alone",
            { role: "CatalogLister" },
            "the role lists repositories, and a grant can add that only to a role for every repository",
        ],
        ["a role of legacy mode", { role: "AcrPull" }, "AcrPull has no effect on a registry in abac mode"],
        [
            "a condition that leaves an action open",
            { role: "RepositoryReader", condition: `((${reading}) OR (${name} StringEquals 'web'))` },
            "its condition allows the actions of the role on different repositories",
        ],
        [
            "a condition that is not read",
            { role: "RepositoryReader", condition: "nonsense" },
            "its condition tests more than the name of the repository",
        ],
        [
            "a prefix that ends within a name",
            {
                role: "RepositoryReader",
                condition: only("RepositoryReader", "team/*").condition?.replaceAll("'team/'", "'team'") ?? "",
            },
            "its condition allows 'team*', and a grant takes names and prefixes such as team/*",
        ],
    ])("%s stays undeclared", (_, given, reason) => {
        expect(outcome("abac", [given])).toEqual({ grants: undefined, parts: [], why: [reason] });
    });
});
