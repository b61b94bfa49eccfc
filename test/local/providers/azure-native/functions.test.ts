// Inputs that are refused, functions, API versions and credentials of the fake azure-native provider.
import { describe, expect, test } from "vitest";
import { providerEnvironment, unknown } from "../running-provider";
import { azureNativeForTests, types } from "./deploying";

const { emulator, start, provider, deploy, newGroup, newRegistry, anyRegistry } = azureNativeForTests();

describe("inputs", () => {
    test("that are missing are named, with the remedy", async () => {
        const azure = await start("azure-native", {
            environment: providerEnvironment(emulator(), emulator().deployer),
            configuration: {},
        });
        const { failures } = await azure.check(types.Registry, "registry", {});
        expect(failures).toEqual([
            { property: "resourceGroupName", reason: "missing required property 'resourceGroupName'" },
            { property: "sku", reason: "missing required property 'sku'" },
            {
                property: "location",
                reason: "missing required property 'location'. Either set it explicitly or configure it with 'pulumi config set azure-native:location <value>'.",
            },
        ]);
        const group = await newGroup();
        expect(
            (await azure.check(types.Registry, "registry", { resourceGroupName: group, sku: {} })).inputs.location,
        ).toBe("westeurope");
        expect(
            (await azure.check(types.Registry, "registry", { resourceGroupName: unknown, sku: {} })).inputs.location,
        ).toBe(unknown);
    });

    test("of a type that is not in the table name the table", async () => {
        await expect((await provider()).check("azure-native:containerregistry:Task", "t", {})).rejects.toMatchObject({
            details:
                "The fake azure-native provider does not know azure-native:containerregistry:Task; add it to local/providers/azure-native/types.ts.",
        });
    });
});

describe("functions", () => {
    test("tell who deploys", async () => {
        const { clientId, subscriptionId, tenantId } = emulator().deployer;
        const objectId = emulator().state.servicePrincipals.find((item) => item.appId === clientId)?.id;
        const azure = await provider();
        expect(await azure.invoke("azure-native:authorization:getClientConfig")).toEqual({
            clientId,
            objectId,
            subscriptionId,
            tenantId,
        });
        const { token } = await azure.invoke("azure-native:authorization:getClientToken", {
            endpoint: "https://vault.azure.net",
        });
        expect(await emulator().tokens.verify(String(token))).toMatchObject({ aud: "https://vault.azure.net" });
    });

    test("get a resource by its names, and say when there is none", async () => {
        const { inputs, state } = await anyRegistry();
        const azure = await provider();
        const { resourceGroupName, registryName } = inputs;
        expect(
            await azure.invoke("azure-native:containerregistry:getRegistry", { resourceGroupName, registryName }),
        ).toEqual(state);
        await expect(
            azure.invoke("azure-native:containerregistry:getRegistry", { resourceGroupName, registryName: "absent" }),
        ).rejects.toMatchObject({
            details: expect.stringMatching(
                /^request failed \/subscriptions\/.*\/registries\/absent: there is no such resource$/,
            ),
        });
    });

    test("list the admin user's credentials in plain text, as the real provider does", async () => {
        const { inputs, state } = await anyRegistry();
        const { resourceGroupName, registryName } = inputs;
        expect(
            await (await provider()).invoke("azure-native:containerregistry:listRegistryCredentials", {
                resourceGroupName,
                registryName,
            }),
        ).toEqual({
            username: state.name,
            passwords: [
                { name: "password", value: expect.any(String) },
                { name: "password2", value: expect.any(String) },
            ],
        });
    });
});

test("another API version takes the same registry over", async () => {
    const { id, inputs, state } = await newRegistry();
    const newer = await start("azure-native", { environment: providerEnvironment(emulator(), emulator().deployer) });
    expect(await newer.parameterize({ module: "containerregistry", version: "v20250601preview" })).toEqual({
        name: "azure-native_containerregistry_v20250601preview",
        version: "3.28.0",
    });
    await newer.configure({ location: "westeurope" });
    const type = "azure-native_containerregistry_v20250601preview:containerregistry:Registry";
    const { inputs: checked } = await newer.check(
        type,
        "registry",
        { ...inputs, azureApiVersion: undefined, roleAssignmentMode: "AbacRepositoryPermissions" },
        inputs,
    );
    expect(checked.azureApiVersion).toBe("2025-06-01-preview");
    const change = { id, state, oldInputs: inputs, inputs: checked };
    expect(await newer.diff(type, "registry", change)).toMatchObject({ changes: true, replaces: [] });
    expect(await newer.update(type, "registry", change)).toMatchObject({
        loginServer: state.loginServer,
        roleAssignmentMode: "AbacRepositoryPermissions",
    });
    expect(Object.keys((await newer.schema()).resources)).toContain(type);
});

test("a package of another API version doesn't see the settings of azure-native", async () => {
    const { tenantId, subscriptionId, clientId, clientSecret } = emulator().deployer;
    const { HTTPS_PROXY = "", NODE_EXTRA_CA_CERTS = "" } = providerEnvironment(emulator(), emulator().deployer);
    const newer = await start("azure-native", { environment: { HTTPS_PROXY, NODE_EXTRA_CA_CERTS } });
    await newer.parameterize({ module: "containerregistry", version: "v20250601preview" });
    const settings = { tenantId, subscriptionId, clientId, clientSecret, location: "northeurope" };
    const type = "azure-native_containerregistry_v20250601preview:containerregistry:Registry";
    const declared = { resourceGroupName: "any", sku: { name: "Basic" } };
    const check = async () => (await newer.check(type, "registry", declared)).inputs.location;
    await newer.configure(settings, "azure-native");
    expect(await check()).toBeUndefined();
    await newer.configure(settings);
    expect(await check()).toBe("northeurope");
});

test("each provider signs in with its own credentials, configuration before environment", async () => {
    const { partnerDeployer, deployer } = emulator();
    const { tenantId, subscriptionId, clientId, clientSecret } = partnerDeployer;
    const partner = await start("azure-native", {
        environment: providerEnvironment(emulator(), deployer),
        configuration: { tenantId, subscriptionId, clientId, clientSecret, location: "northeurope" },
    });
    expect(await partner.invoke("azure-native:authorization:getClientConfig")).toMatchObject({
        tenantId,
        subscriptionId,
        clientId,
    });
    const { id } = await deploy(types.Group, "rg", {}, partner);
    expect(id.startsWith(`/subscriptions/${subscriptionId}/resourceGroups/rg`)).toBe(true);
});
