// Who holds which role on what, from values and from dependencies.
import { describe, expect, it } from "vitest";
import { roles } from "../../../azure/roles";
import { UNKNOWN } from "../../../estate/value";
import {
    deployedIdentity,
    deployedRegistry,
    identity,
    registry,
    registryId,
    resource,
    resourceGroup,
    roleAssignment,
    roleId,
    subscription,
    unknown,
    urnOf,
    user,
} from "../../policies/support/resources";
import { graphOf, only } from "./graph-of";

const registryUrn = urnOf("azure-native:containerregistry:Registry", "images");
const assign = (inputs: Record<string, unknown>, propertyDependencies = {}) =>
    roleAssignment("grant", inputs, { propertyDependencies });

describe("a role assignment", () => {
    const images = deployedRegistry("images");

    it("is bound to registry, role and principal by values", () => {
        const graph = graphOf(
            images,
            deployedIdentity("puller", "OBJECT"),
            assign({
                scope: registryId("images").toUpperCase(),
                roleDefinitionId: roleId(roles.AcrPull.id),
                principalId: "object",
            }),
        );
        const assignment = only(graph.assignments);
        expect(assignment.registry?.name).toBe("images");
        expect(assignment.role).toBe(roles.AcrPull);
        expect(assignment.principal).toMatchObject({ type: "managedIdentity", label: "'puller'" });
        expect(assignment.reaches).toBe("yes");
    });

    it("is bound by dependencies before values are known", () => {
        const graph = graphOf(
            registry("images"),
            identity("puller"),
            assign(
                { scope: unknown, roleDefinitionId: unknown, principalId: unknown },
                {
                    scope: [registryUrn],
                    principalId: [urnOf("azure-native:managedidentity:UserAssignedIdentity", "puller")],
                },
            ),
        );
        const assignment = only(graph.assignments);
        expect(assignment.registry?.resource.name).toBe("images");
        expect(assignment.role).toBe(UNKNOWN);
        expect(assignment.principal.resource?.name).toBe("puller");
    });

    it("is not bound where a dependency leaves a choice", () => {
        const graph = graphOf(
            registry("images"),
            registry("other"),
            assign(
                { scope: unknown },
                { scope: [registryUrn, urnOf("azure-native:containerregistry:Registry", "other")] },
            ),
        );
        expect(only(graph.assignments)).toMatchObject({ registry: undefined, reaches: "yes" });
    });

    it.each([
        ["the registry's group", resourceGroup, "yes"],
        ["another group", `${subscription}/resourceGroups/other`, "no"],
        ["the subscription", subscription, "yes"],
        ["another subscription", "/subscriptions/22222222-2222-2222-2222-222222222222", "no"],
        ["a management group", "/providers/Microsoft.Management/managementGroups/m", "yes"],
        ["a vault", `${resourceGroup}/providers/Microsoft.KeyVault/vaults/v`, "no"],
        ["a registry elsewhere", registryId("elsewhere"), "yes"],
    ])("at %s reaches a registry: %s", (_, scope, reaches) => {
        expect(only(graphOf(images, assign({ scope })).assignments).reaches).toBe(reaches);
    });

    it("knows the group by name where ids are not told, and nothing about the subscription", () => {
        const told = registry("images", { resourceGroupName: "images" });
        const reachesOf = (scope: string) => only(graphOf(told, assign({ scope })).assignments).reaches;
        expect([
            reachesOf(resourceGroup),
            reachesOf(`${subscription}/resourceGroups/x`),
            reachesOf(subscription),
        ]).toEqual(["yes", "no", UNKNOWN]);
    });

    it.each(["Vault", "Secret"])("of a scope computed from a Key Vault %s is not about registries", (type) => {
        const vault = resource(`azure-native:keyvault:${type}`, "secrets");
        const graph = graphOf(images, vault, assign({ scope: unknown }, { scope: [vault.urn] }));
        expect(only(graph.assignments).reaches).toBe("no");
    });

    it("takes principals made elsewhere by what it declares", () => {
        const graph = graphOf(
            images,
            user("alice", {}, { outputs: { objectId: "alice" } }),
            assign({ principalId: "alice" }),
            assign({ principalId: "bob", principalType: "User" }),
            assign({ principalId: "robot", principalType: "ServicePrincipal" }),
            assign({ principalId: unknown }),
        );
        expect(graph.assignments.map(({ principal }) => principal.type)).toEqual([
            "user",
            "user",
            "servicePrincipal",
            "unknown",
        ]);
    });
});
