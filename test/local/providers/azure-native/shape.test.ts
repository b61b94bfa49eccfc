import { describe, expect, test } from "vitest";
import { resolveType } from "../../../../local/providers/azure-native/package";
import {
    generatedName,
    importedInputs,
    inputPart,
    outputsOf,
    parseResourceId,
    previewOutputs,
    resourceId,
} from "../../../../local/providers/azure-native/shape";
import { azureTypes } from "../../../../local/providers/azure-native/types";
import { unknown } from "../../../../local/providers/plugin/property-values";

const type = (key: string) => resolveType(`azure-native:${key}`);
const group = "/subscriptions/s/resourceGroups/rg";
const registry = `${group}/providers/Microsoft.ContainerRegistry/registries/reg`;

describe("ids", () => {
    test.each<[string, Record<string, string>, string]>([
        ["resources:ResourceGroup", { resourceGroupName: "rg" }, group],
        [
            "containerregistry:Token",
            { resourceGroupName: "rg", registryName: "reg", tokenName: "t" },
            `${registry}/tokens/t`,
        ],
        [
            "authorization:RoleAssignment",
            { scope: registry, roleAssignmentName: "guid" },
            `${registry}/providers/Microsoft.Authorization/roleAssignments/guid`,
        ],
        [
            "monitor:DiagnosticSetting",
            { resourceUri: registry, name: "logins" },
            `${registry}/providers/Microsoft.Insights/diagnosticSettings/logins`,
        ],
    ])("%s", (key, inputs, id) => {
        expect(resourceId(type(key), inputs, "s")).toBe(id);
        expect(parseResourceId(type(key), id)).toEqual(inputs);
    });

    test.each(Object.keys(azureTypes))("every path of %s can be read back from its id", (key) => {
        const inputs = Object.fromEntries(
            [...type(key).path.matchAll(/\{(\w+)\}/g)]
                .map(([, name = ""]) => name)
                .filter((name) => name !== "subscriptionId")
                .map((name) => [name, name === "scope" || name === "resourceUri" ? registry : `a b-${name}`]),
        );
        expect(parseResourceId(type(key), resourceId(type(key), inputs, "s"))).toEqual(inputs);
    });

    test("ARM writes fixed parts in any case, and a scope comes with or without its slash", () => {
        const id = "/subscriptions/s/resourcegroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/one";
        expect(parseResourceId(type("managedidentity:UserAssignedIdentity"), id)).toEqual({
            resourceGroupName: "rg",
            resourceName: "one",
        });
        const assignment = { scope: registry.slice(1), roleAssignmentName: "guid" };
        expect(resourceId(type("authorization:RoleAssignment"), assignment, "s")).toBe(
            `${registry}/providers/Microsoft.Authorization/roleAssignments/guid`,
        );
    });

    test.each<[string, () => unknown, string]>([
        [
            "no name",
            () => resourceId(type("containerregistry:Registry"), { resourceGroupName: "rg" }, "s"),
            "missing required property 'registryName'",
        ],
        [
            "no subscription",
            () => resourceId(type("resources:ResourceGroup"), { resourceGroupName: "rg" }, undefined),
            "No subscription is configured: set azure-native:subscriptionId or ARM_SUBSCRIPTION_ID.",
        ],
        [
            "another type's id",
            () => parseResourceId(type("containerregistry:Registry"), group),
            `"${group}" is not an id of the form /subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ContainerRegistry/registries/{registryName}`,
        ],
    ])("%s is an error", (_, work, message) => {
        expect(work).toThrow(new Error(message));
    });
});

describe("answers", () => {
    const answer = {
        sku: { name: "Basic", tier: "Basic" },
        id: registry,
        name: "reg",
        type: "Microsoft.ContainerRegistry/registries",
        location: "westeurope",
        tags: {},
        properties: {
            loginServer: "reg.azurecr.io",
            adminUserEnabled: false,
            policies: { retentionPolicy: { days: 7, lastUpdatedTime: "t", status: "disabled" } },
            dataEndpointHostNames: [],
        },
    };
    const outputs = {
        sku: { name: "Basic", tier: "Basic" },
        id: registry,
        name: "reg",
        type: "Microsoft.ContainerRegistry/registries",
        location: "westeurope",
        tags: {},
        loginServer: "reg.azurecr.io",
        adminUserEnabled: false,
        policies: { retentionPolicy: { days: 7, lastUpdatedTime: "t", status: "disabled" } },
        dataEndpointHostNames: [],
        azureApiVersion: "2023-01-01-preview",
    };

    test("become outputs with the properties flattened", () => {
        expect(outputsOf(type("containerregistry:Registry"), answer)).toEqual(outputs);
        expect(outputsOf(type("keyvault:Vault"), { name: "v", properties: { vaultUri: "u" } })).toEqual({
            name: "v",
            properties: { vaultUri: "u" },
            azureApiVersion: "2024-11-01",
        });
        expect(
            outputsOf(type("containerregistry:Registry"), {
                properties: { networkRuleSet: { ipRules: [{ value: "192.0.2.1" }] } },
            }),
        ).toMatchObject({ networkRuleSet: { ipRules: [{ iPAddressOrRange: "192.0.2.1" }] } });
        expect(
            outputsOf(type("keyvault:Secret"), { properties: { attributes: { enabled: true, exp: 2 } } }),
        ).toMatchObject({ properties: { attributes: { enabled: true, expires: 2 } } });
        expect(
            outputsOf(type("authorization:RoleDefinition"), { type: "T", properties: { type: "CustomRole" } }),
        ).toEqual({
            type: "T",
            roleType: "CustomRole",
            azureApiVersion: "2022-05-01-preview",
        });
    });

    test("become inputs without what the service fills in", () => {
        expect(inputPart(type("containerregistry:Registry"), outputs)).toEqual({
            sku: { name: "Basic" },
            location: "westeurope",
            tags: {},
            adminUserEnabled: false,
            policies: { retentionPolicy: { days: 7, status: "disabled" } },
        });
        expect(importedInputs(type("containerregistry:Registry"), registry, outputs)).toEqual({
            resourceGroupName: "rg",
            registryName: "reg",
            sku: { name: "Basic" },
            location: "westeurope",
            adminUserEnabled: false,
            policies: { retentionPolicy: { days: 7, status: "disabled" } },
        });
        const identity = { type: "UserAssigned", userAssignedIdentities: { "/b": { clientId: "c" }, "/a": {} } };
        expect(inputPart(type("web:WebApp"), { identity })).toEqual({
            identity: { type: "UserAssigned", userAssignedIdentities: ["/a", "/b"] },
        });
    });
});

test("a preview knows the inputs that come back, and of the rest that it is not known yet", () => {
    const preview = previewOutputs(type("containerregistry:Registry"), {
        resourceGroupName: "rg",
        registryName: "reg",
        __createBeforeDelete: true,
        sku: { name: "Basic" },
        identity: { type: "UserAssigned", userAssignedIdentities: { "/a": {} } },
        adminUserEnabled: true,
    });
    expect(preview).toMatchObject({
        adminUserEnabled: true,
        sku: { name: "Basic", tier: unknown },
        identity: {
            type: "UserAssigned",
            principalId: unknown,
            tenantId: unknown,
            userAssignedIdentities: { "/a": { clientId: unknown, principalId: unknown } },
        },
        loginServer: unknown,
        name: unknown,
        policies: unknown,
        azureApiVersion: "2023-01-01-preview",
    });
    expect(Object.keys(preview)).not.toEqual(expect.arrayContaining(["registryName"]));
    expect(Object.keys(preview)).not.toEqual(expect.arrayContaining(["__createBeforeDelete"]));
});

describe("generated names", () => {
    const seed = Buffer.alloc(32, 1);
    test.each<["random" | "uuid" | "copy", RegExp]>([
        ["random", /^registry[0-9a-f]{8}$/],
        ["uuid", /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/],
        ["copy", /^registry$/],
    ])("%s", (naming, form) => {
        const name = generatedName(naming, "registry", seed);
        expect(name).toMatch(form);
        expect(generatedName(naming, "registry", seed)).toBe(name);
        if (naming !== "copy") expect(generatedName(naming, "registry", Buffer.alloc(32, 2))).not.toBe(name);
    });
});
