// What the fake azure-native sends to Azure Resource Manager, from the inputs of a resource.
import { describe, expect, test } from "vitest";
import { resolveType } from "../../../../local/providers/azure-native/package";
import { requestBody } from "../../../../local/providers/azure-native/shape";

const type = (key: string) => resolveType(`azure-native:${key}`);
const group = "/subscriptions/s/resourceGroups/rg";

describe("request bodies", () => {
    test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
        [
            "containerregistry:Registry",
            {
                resourceGroupName: "rg",
                registryName: "reg",
                azureApiVersion: "2023-01-01-preview",
                __createBeforeDelete: true,
                location: "westeurope",
                sku: { name: "Basic" },
                tags: { a: "1" },
                adminUserEnabled: false,
                policies: { exportPolicy: { status: "enabled" } },
                roleAssignmentMode: "AbacRepositoryPermissions",
            },
            {
                location: "westeurope",
                sku: { name: "Basic" },
                tags: { a: "1" },
                properties: { adminUserEnabled: false, policies: { exportPolicy: { status: "enabled" } } },
            },
        ],
        [
            "containerregistry:Registry",
            {
                networkRuleSet: {
                    ipRules: [{ action: "Allow", iPAddressOrRange: "192.0.2.1" }],
                    virtualNetworkRules: [{ virtualNetworkResourceId: "subnet" }],
                },
            },
            {
                properties: {
                    networkRuleSet: {
                        ipRules: [{ action: "Allow", value: "192.0.2.1" }],
                        virtualNetworkRules: [{ id: "subnet" }],
                    },
                },
            },
        ],
        [
            "managedidentity:UserAssignedIdentity",
            { resourceName: "i", location: "westeurope" },
            { location: "westeurope" },
        ],
        [
            "keyvault:Secret",
            { secretName: "s", vaultName: "v", properties: { value: "x", attributes: { expires: 2, notBefore: 1 } } },
            { properties: { value: "x", attributes: { exp: 2, nbf: 1 } } },
        ],
        [
            "authorization:RoleDefinition",
            { scope: group, roleName: "R", roleType: "CustomRole" },
            { properties: { roleName: "R", type: "CustomRole" } },
        ],
        [
            "containerinstance:ContainerGroup",
            { sku: "Standard", zones: ["1"], containers: [] },
            { zones: ["1"], properties: { sku: "Standard", containers: [] } },
        ],
        [
            "network:PrivateEndpoint",
            {
                subnet: { id: "/s" },
                privateLinkServiceConnections: [{ name: "n", privateLinkServiceId: "/r", groupIds: ["registry"] }],
            },
            {
                properties: {
                    subnet: { id: "/s" },
                    privateLinkServiceConnections: [
                        { name: "n", properties: { privateLinkServiceId: "/r", groupIds: ["registry"] } },
                    ],
                },
            },
        ],
        [
            "containerservice:ManagedCluster",
            { identity: { type: "UserAssigned", userAssignedIdentities: ["/a", "/b"] } },
            { identity: { type: "UserAssigned", userAssignedIdentities: { "/a": {}, "/b": {} } }, properties: {} },
        ],
    ])("%s", (key, inputs, body) => {
        expect(requestBody(type(key), inputs)).toEqual(body);
    });

    test("another API version's inputs are sent although the table does not list them", () => {
        const newer = resolveType("azure-native_containerregistry_v20250601preview:containerregistry:Registry");
        expect(newer.apiVersion).toBe("2025-06-01-preview");
        expect(
            requestBody(newer, {
                registryName: "reg",
                sku: { name: "Basic" },
                roleAssignmentMode: "AbacRepositoryPermissions",
            }),
        ).toEqual({
            sku: { name: "Basic" },
            properties: { roleAssignmentMode: "AbacRepositoryPermissions" },
        });
    });
});
