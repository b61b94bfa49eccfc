// What role assignments give: conditions, custom roles, wider scopes.
import { describe, expect, it } from "vitest";
import { exportOf } from "../../support/pulumi-state";
import { reportOf } from "../reports";
import { encrypted, readerCondition, registryId, resourceGroup, stack } from "../states";

const { root, resource, registry, roleAssignment } = stack("images", "prod");
const apps = registry("apps");
const principalId = "1e0b6f0a-94f6-4f5e-8d62-8f7c7a2f9b22";

describe("conditions", () => {
    const granted = (condition: string | typeof encrypted) => {
        const registryOfMode = registry("apps", { roleAssignmentMode: "AbacRepositoryPermissions" });
        const assignment = roleAssignment("writer", "RepositoryWriter", registryId("apps"), principalId, { condition });
        return reportOf(exportOf([root, registryOfMode, assignment])).grants.map(
            ({ permission, repositories, note }) => [permission, repositories, note],
        );
    };

    it.each([
        [
            "an action that is not limited stays allowed everywhere",
            readerCondition,
            [
                ["pull", ["shop/*", "tools/lint"], null],
                ["push", ["*"], "Its condition does not limit this action, so it stays allowed on every repository."],
            ],
        ],
        [
            "another form is not guessed at",
            "@Resource[Microsoft.ContainerRegistry/registries:name] StringEquals 'apps'",
            [["push", [], "It is limited by a condition that this report cannot interpret."]],
        ],
        [
            "what it leaves out is said",
            `NOT (${readerCondition})`,
            [
                ["pull", ["*"], "Its condition leaves out shop/*, tools/lint."],
                ["none", ["*"], "Its condition allows no repository."],
            ],
        ],
        [
            "an attribute that is not the repository's name makes it unreadable, for the actions that it limits",
            readerCondition.replace(" StringEquals", " NumericEquals"),
            [
                ["push", ["*"], "Its condition does not limit this action, so it stays allowed on every repository."],
                ["pull", [], "It is limited by a condition that this report cannot interpret."],
            ],
        ],
        ["a value that is not known is said to be so", encrypted, [["push", [], "Its condition is not yet known."]]],
    ])("%s", (_, condition, expected) => {
        expect(granted(condition)).toEqual(expected);
    });
});

describe("a condition on a registry in legacy mode", () => {
    it("is said to have no effect", () => {
        const assigned = roleAssignment("pull", "AcrPull", registryId("apps"), principalId, {
            condition: readerCondition,
        });
        expect(
            reportOf(exportOf([root, apps, assigned])).grants.map(({ repositories, note }) => [repositories, note]),
        ).toEqual([
            [["*"], "Its condition has no effect: a registry in legacy mode ignores conditions on repositories."],
        ]);
    });
});

describe("custom roles", () => {
    const definitionId = "/providers/Microsoft.Authorization/roleDefinitions/c0571c01-0000-4000-8000-000000000000";
    const granted = (scope: string, permissions: object[]) => {
        const assigned = roleAssignment("custom", "AcrPull", scope, principalId);
        const definition = resource("azure-native:authorization:RoleDefinition", "puller", {
            id: definitionId,
            inputs: { roleName: "puller", permissions },
        });
        const states = [
            root,
            apps,
            definition,
            { ...assigned, inputs: { ...assigned.inputs, roleDefinitionId: definitionId } },
        ];
        return reportOf(exportOf(states)).grants.map(({ permission, via, note }) => [permission, via, note]);
    };

    it("of the stacks are read by what they allow", () => {
        expect(granted(resourceGroup, [{ actions: ["Microsoft.ContainerRegistry/registries/pull/read"] }])).toEqual([
            ["pull", "custom role 'puller'", "The notActions of this custom role are not evaluated."],
        ]);
        expect(granted(registryId("apps"), [{ actions: ["Microsoft.ContainerRegistry/*"] }])).toEqual([
            [
                "manage",
                "custom role 'puller'",
                "It may also change the registry or give access to others. The notActions of this custom role are not evaluated.",
            ],
        ]);
    });

    it("about something else are left out", () => {
        expect(granted(resourceGroup, [{ actions: ["Microsoft.Storage/*"] }])).toEqual([]);
    });
});

describe("roles at wider scopes", () => {
    const scopes = (scope: string) =>
        reportOf(exportOf([root, apps, roleAssignment("wide", "AcrPull", scope, principalId)])).grants.map(
            (grant) => grant.scope,
        );

    it.each([
        [resourceGroup.toUpperCase(), ["resource group images"]],
        ["/subscriptions/5b0e8f4e-2c1f-4a53-9f5c-3f6d3a1c0a01", ["subscription 5b0e8f4e-2c1f-4a53-9f5c-3f6d3a1c0a01"]],
        ["/providers/Microsoft.Management/managementGroups/all", ["management group all"]],
        ["/subscriptions/5b0e8f4e-2c1f-4a53-9f5c-3f6d3a1c0a01/resourceGroups/other", []],
        [`${resourceGroup}/providers/Microsoft.KeyVault/vaults/apps`, []],
    ])("%s", (scope, expected) => {
        expect(scopes(scope)).toEqual(expected);
    });
});
