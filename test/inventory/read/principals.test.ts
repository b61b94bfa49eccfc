// Principals: what runs as them, what kind they are, and those whose grants are elsewhere.
import { describe, expect, it } from "vitest";
import { exportOf } from "../../support/pulumi-state";
import { grantLines, reportOf } from "../reports";
import { clientId, encrypted, objectId, registryId, resourceGroup, stack } from "../states";

const { root, resource, roleAssignment, application, servicePrincipal, applicationPassword } = stack("images", "prod");
const year = ["2026-09-26T00:00:00Z", "2027-09-26T00:00:00Z"] as const;
const identityPrincipalId = "77c1b8a2-0b7e-4a55-8e0c-5e4e813a3d77";

describe("what runs as a principal", () => {
    it("is named: a cluster by its kubelet identity, an app by a service principal's user name", () => {
        const registry = resource("azure-native:containerregistry:Registry", "apps", {
            id: registryId("apps"),
            inputs: { registryName: "apps" },
            outputs: { loginServer: "apps.azurecr.io" },
        });
        const identityId = `${resourceGroup}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/nodes`;
        const vault = resource("acr-auth:index:CredentialVault", "legacy-app-login", {
            inputs: { username: clientId, password: encrypted },
        });
        const result = reportOf(
            exportOf([
                root,
                registry,
                resource("azure-native:managedidentity:UserAssignedIdentity", "nodes", {
                    id: identityId,
                    inputs: { resourceName: "nodes" },
                    outputs: { name: "nodes", principalId: identityPrincipalId },
                }),
                resource("azure-native:containerservice:ManagedCluster", "shop", {
                    inputs: { identityProfile: { kubeletidentity: { resourceId: identityId } } },
                }),
                servicePrincipal("legacy-app"),
                resource("azure-native:containerinstance:ContainerGroup", "worker", {
                    inputs: {
                        imageRegistryCredentials: [
                            { server: "apps.azurecr.io", username: clientId.toUpperCase(), password: encrypted },
                        ],
                    },
                }),
                vault,
                resource("azure-native:keyvault:Secret", "legacy-app-login", { parent: vault.urn }),
                roleAssignment("nodes-pull", "AcrPull", registryId("apps"), identityPrincipalId),
                roleAssignment("app-pull", "AcrPull", registryId("apps"), objectId),
            ]),
        );
        expect(result.principals.map(({ name, kind, method, usedBy }) => [name, kind, method, usedBy])).toEqual([
            ["legacy-app", "service principal", "service principal", ["worker", "Key Vault secret legacy-app-login"]],
            ["nodes", "kubelet identity", "AKS managed identity", ["shop"]],
        ]);
    });

    it("is an AKS service principal where a cluster logs in as it, in this tenant or another", () => {
        const component = resource("acr-auth:index:CrossTenantApplication", "edge", { inputs: {} });
        const pull = resource("acr-auth:index:CrossTenantAksPull", "edge-pull", { inputs: { clientId } });
        const result = reportOf(
            exportOf([
                root,
                component,
                pull,
                application("edge", { parent: component.urn }),
                applicationPassword("edge-password-2", ...year, { parent: component.urn }),
                servicePrincipal("edge", { parent: pull.urn }),
                roleAssignment("edge-pull-all-AcrPull", "AcrPull", registryId("base"), objectId, { parent: pull.urn }),
            ]),
        );
        expect(grantLines(result)).toEqual([
            "edge | service principal | AKS service principal | pull | base | * | AcrPull | registry | 2027-09-26",
        ]);
        expect(result.rotations[0]?.on).toBe("2027-03-25");
    });
});

describe("an application that is granted something in another tenant", () => {
    it("has its passwords in the calendar, and is said to have its grants elsewhere", () => {
        const component = resource("acr-auth:index:CrossTenantApplication", "edge", { inputs: {} });
        const result = reportOf(
            exportOf([
                root,
                component,
                application("edge", { parent: component.urn, outputs: {} }),
                applicationPassword("edge-password-2", ...year, { parent: component.urn }),
            ]),
        );
        expect(result.principals.map(({ name, method }) => [name, method])).toEqual([
            ["edge", "AKS service principal"],
        ]);
        expect(result.rotations[0]?.on).toBe("2027-03-25");
        expect(result.limitations).toEqual([
            {
                subject: "edge",
                message:
                    "Its passwords are in the files but its grants are not: they are in another stack or another tenant.",
                command: null,
            },
        ]);
    });
});
