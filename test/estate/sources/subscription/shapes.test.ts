import { describe, expect, it } from "vitest";
import { fromFederatedCredential, fromHolder } from "../../../../estate/sources/subscription/directory-shapes";
import * as lists from "../../../../estate/sources/subscription/lists";
import { endpointConnections, fromArm, once } from "../../../../estate/sources/subscription/shapes";

const group = "/subscriptions/S/resourceGroups/rg";
const registryId = `${group}/providers/Microsoft.ContainerRegistry/registries/one`;
const listOf = (kind: string) =>
    [...lists.scopedLists, ...lists.registryChildren, ...lists.subscriptionLists].find((list) => list.kind === kind) ??
    lists.registries;

describe("an answer of Azure Resource Manager", () => {
    it("becomes a registry of azure-native, with its private endpoint connections", () => {
        const connection = {
            id: `${registryId}/privateEndpointConnections/pe`,
            name: "pe",
            properties: { privateEndpoint: { id: `${group}/providers/Microsoft.Network/privateEndpoints/pe` } },
        };
        const [registry, ...others] = fromArm(
            {
                id: registryId,
                name: "one",
                location: "koreacentral",
                sku: { name: "Premium" },
                properties: { adminUserEnabled: true, privateEndpointConnections: [connection] },
            },
            lists.registries,
        );
        expect(others).toEqual([]);
        expect(registry).toMatchObject({
            urn: registryId,
            id: registryId,
            kind: "registry",
            name: "one",
            inputs: { registryName: "one", resourceGroupName: "rg", adminUserEnabled: true, sku: { name: "Premium" } },
        });
        expect(registry && endpointConnections(registry)).toMatchObject([
            { kind: "registryPrivateEndpointConnection", id: connection.id, inputs: { registryName: "one" } },
        ]);
    });

    it.each([
        ["token", `${registryId}/tokens/ci`, { tokenName: "ci", registryName: "one", resourceGroupName: "rg" }],
        ["lock", `${group}/providers/Microsoft.Authorization/locks/keep`, { lockName: "keep", scope: group }],
        [
            "roleAssignment",
            "/providers/Microsoft.Management/managementGroups/top/providers/Microsoft.Authorization/roleAssignments/g",
            { roleAssignmentName: "g" },
        ],
    ])("names a %s as azure-native does", (kind, id, inputs) => {
        const [resource] = fromArm({ id, name: id.split("/").pop(), properties: {} }, listOf(kind));
        expect(resource).toMatchObject({ kind, inputs });
    });

    it("names the registry of a diagnostic setting, and the identity of a federated credential", () => {
        const setting = `${registryId}/providers/Microsoft.Insights/diagnosticSettings/audit`;
        expect(fromArm({ id: setting }, lists.diagnosticSettings)).toMatchObject([
            { kind: "diagnosticSetting", name: "audit", inputs: { resourceUri: registryId } },
        ]);
        const trust = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/robot/federatedIdentityCredentials/main`;
        expect(fromArm({ id: trust, properties: { subject: "s" } }, lists.federatedCredentials)).toMatchObject([
            { kind: "federatedCredential", inputs: { resourceName: "robot", subject: "s" } },
        ]);
    });

    it("calls a custom role by its name, and keeps it once whatever subscription it was seen in", () => {
        const role = (subscription: string) =>
            fromArm(
                {
                    id: `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleDefinitions/guid`,
                    name: "guid",
                    properties: { roleName: "Puller" },
                },
                listOf("roleDefinition"),
            );
        const resources = once([...role("B"), ...role("A")]);
        expect(resources.map(({ name, id }) => [name, id])).toEqual([
            ["Puller", "/subscriptions/A/providers/Microsoft.Authorization/roleDefinitions/guid"],
        ]);
    });

    it("is kept once in the order of ids, whatever their case", () => {
        const token = (id: string) => fromArm({ id }, listOf("token"));
        const seen = once([
            ...token(`${registryId}/tokens/b`),
            ...token(`${registryId}/tokens/a`),
            ...token(`${registryId}/TOKENS/B`),
        ]);
        expect(seen.map(({ id }) => id)).toEqual([`${registryId}/tokens/a`, `${registryId}/tokens/b`]);
    });

    it("is nothing without an id", () => {
        expect(fromArm({ name: "x" }, lists.registries)).toEqual([]);
    });
});

describe("an answer of Microsoft Graph", () => {
    const application = {
        id: "OBJECT",
        appId: "client",
        displayName: "shop",
        passwordCredentials: [
            {
                keyId: "k1",
                displayName: "old",
                startDateTime: "2026-01-01T00:00:00Z",
                endDateTime: "2027-01-01T00:00:00Z",
            },
            { keyId: "k2", startDateTime: "2026-01-01T00:00:00Z", endDateTime: null },
        ],
        keyCredentials: [
            { keyId: "c1", usage: "Verify", endDateTime: "2027-01-01T00:00:00Z" },
            { keyId: "c2", usage: "Sign", endDateTime: "2027-01-01T00:00:00Z" },
        ],
    };

    it("becomes an application of azuread with the credentials that log in", () => {
        const resources = fromHolder(
            "applications",
            application,
            new Map([["/applications/object", [{ id: "O2" }, { id: "O1" }]]]),
        );
        expect(resources.map(({ urn, type, name }) => [urn, type, name])).toEqual([
            ["/applications/object", "azuread:index:Application", "shop"],
            ["/applications/object/password/k1", "azuread:index:ApplicationPassword", "old"],
            ["/applications/object/password/k2", "azuread:index:ApplicationPassword", "k2"],
            ["/applications/object/certificate/c1", "azuread:index:ApplicationCertificate", "c1"],
        ]);
        expect(resources[0]?.inputs).toMatchObject({ clientId: "client", objectId: "object", owners: ["o1", "o2"] });
        expect(resources[1]?.inputs).toEqual({
            applicationId: "/applications/object",
            keyId: "k1",
            displayName: "old",
            startDate: "2026-01-01T00:00:00Z",
            endDate: "2027-01-01T00:00:00Z",
        });
        expect(resources[2]?.inputs.endDate).toBe("9999-12-31T23:59:59Z");
    });

    it("does not say that nobody owns an application whose owners were not read", () => {
        const [resource] = fromHolder("applications", application, new Map());
        expect(resource?.inputs).not.toHaveProperty("owners");
    });

    it("becomes a federated credential of azuread", () => {
        const trust = { id: "F", name: "main", issuer: "i", subject: "s", audiences: ["a"] };
        expect(fromFederatedCredential("/applications/object", trust)).toMatchObject([
            {
                urn: "/applications/object/federatedIdentityCredential/F",
                kind: "federatedCredential",
                name: "main",
                inputs: { applicationId: "/applications/object", issuer: "i", subject: "s", audiences: ["a"] },
            },
        ]);
    });
});
