// Resources of the fake azure-native provider: created, updated, replaced, refreshed and imported as the real one does.
import { describe, expect, test } from "vitest";
import { type Properties, unknown } from "../running-provider";
import { asked, azureNativeForTests, types } from "./deploying";

const { emulator, provider, deploy, newGroup, newRegistry, anyRegistry, registryName } = azureNativeForTests();

const acrPull = "7f951dda-4ed3-4680-a7ca-43fe172d538d";

describe("a registry", () => {
    test("is named, placed, created, read and deleted", async () => {
        const azure = await provider();
        const resourceGroupName = await newGroup();
        const { inputs } = await azure.check(types.Registry, "registry", { resourceGroupName, sku: { name: "Basic" } });
        expect(inputs).toEqual({
            resourceGroupName,
            sku: { name: "Basic" },
            registryName: expect.stringMatching(/^registry[0-9a-f]{8}$/),
            location: "westeurope",
            azureApiVersion: "2023-01-01-preview",
            __createBeforeDelete: true,
        });
        const { id, properties } = await azure.create(types.Registry, "registry", inputs);
        expect(id).toBe(
            `/subscriptions/${emulator().deployer.subscriptionId}/resourceGroups/${resourceGroupName}/providers/Microsoft.ContainerRegistry/registries/${inputs.registryName}`,
        );
        expect(properties).toMatchObject({
            name: inputs.registryName,
            loginServer: `${inputs.registryName}.azurecr.io`,
            provisioningState: "Succeeded",
            sku: { name: "Basic", tier: "Basic" },
            azureApiVersion: "2023-01-01-preview",
        });
        expect(await azure.read(types.Registry, "registry", id, { inputs, state: properties })).toEqual({
            id,
            properties,
            inputs,
        });

        await azure.delete(types.Registry, "registry", id, properties);
        expect((await azure.read(types.Registry, "registry", id, { inputs, state: properties })).id).toBe("");
        await azure.delete(types.Registry, "registry", id, properties);
    });

    test("that exists is not adopted by a create", async () => {
        const { id, inputs } = await anyRegistry();
        const azure = await provider();
        await expect(azure.create(types.Registry, "registry", inputs)).rejects.toMatchObject({
            details: `cannot create already existing resource '${id}'`,
        });
    });

    test("whose name is taken elsewhere is refused in ARM's own words", async () => {
        const taken = await anyRegistry();
        const inputs = { ...taken.inputs, resourceGroupName: await newGroup() };
        await expect((await provider()).create(types.Registry, "registry", inputs)).rejects.toMatchObject({
            details: expect.stringMatching(
                new RegExp(
                    `^PUT /subscriptions/.*/registries/${taken.state.name} was refused by management.azure.com with status 409, code RegistryNameAlreadyInUse: The registry .* \\(request id [0-9a-f-]{36}\\)$`,
                ),
            ),
        });
    });

    test("is updated with a PUT of all inputs", async () => {
        const { id, inputs, state } = await newRegistry({ adminUserEnabled: false });
        const change = { id, state, oldInputs: inputs, inputs: { ...inputs, tags: { team: "a" } } };
        const azure = await provider();
        expect(await azure.diff(types.Registry, "registry", change)).toMatchObject({ changes: true, replaces: [] });
        expect(await azure.update(types.Registry, "registry", change)).toMatchObject({
            tags: { team: "a" },
            adminUserEnabled: false,
        });
        expect(asked(emulator(), new RegExp(`/registries/${state.name}$`))).toEqual(["PUT", "PUT"]);
    });

    test.each([
        ["at once", { registryAnswersAtOnce: true, operationPolls: 0 }, 0],
        ["by operations to poll", { registryAnswersAtOnce: false, operationPolls: 1 }, 6],
    ])("is made, changed and deleted where Azure answers %s", async (_, settings, polls) => {
        const before = { ...emulator().settings };
        const resourceGroupName = await newGroup();
        Object.assign(emulator().settings, settings);
        try {
            const declared = { resourceGroupName, registryName: registryName(), sku: { name: "Premium" } };
            const { id, inputs, state } = await deploy(types.Registry, "registry", declared);
            expect(state.provisioningState).toBe("Succeeded");
            const change = { id, state, oldInputs: inputs, inputs: { ...inputs, adminUserEnabled: true } };
            const azure = await provider();
            expect(await azure.update(types.Registry, "registry", change)).toMatchObject({
                provisioningState: "Succeeded",
                adminUserEnabled: true,
            });
            await azure.delete(types.Registry, "registry", id, state);
            expect(await azure.read(types.Registry, "registry", id)).toMatchObject({ id: "" });
            const asking = emulator().log.requests.filter(({ path }) =>
                new RegExp(`(${state.name}/operationStatuses|operationResults/delete-${state.name})`).test(path),
            );
            expect(asking).toHaveLength(polls);
        } finally {
            Object.assign(emulator().settings, before);
        }
    });

    test("previews what it cannot know yet, and keeps name and place in an update", async () => {
        const { id, inputs, state } = await anyRegistry();
        const azure = await provider();
        const change = { id, state, oldInputs: inputs, inputs: { ...inputs, adminUserEnabled: false }, preview: true };
        expect(await azure.update(types.Registry, "registry", change)).toMatchObject({
            name: state.name,
            location: "westeurope",
            adminUserEnabled: false,
            loginServer: unknown,
        });
        const preview = await azure.create(types.Registry, "other", { ...inputs, registryName: unknown }, true);
        expect(preview).toMatchObject({
            id: "",
            properties: { name: unknown, loginServer: unknown, location: "westeurope" },
        });
    });

    test("is replaced for what ARM cannot change, the old one first unless its name was generated", async () => {
        const azure = await provider();
        const inputs = { resourceGroupName: "rg", registryName: "a", location: "westeurope", azureApiVersion: "v" };
        const diff = (oldInputs: Properties, more: Properties) =>
            azure.diff(types.Registry, "registry", { state: {}, oldInputs, inputs: { ...inputs, ...more } });
        expect(await diff(inputs, { registryName: "b" })).toMatchObject({
            replaces: ["registryName"],
            deleteBeforeReplace: true,
        });
        expect(await diff({ ...inputs, __createBeforeDelete: true }, { location: "northeurope" })).toMatchObject({
            replaces: ["location"],
            deleteBeforeReplace: false,
        });
        expect(await diff(inputs, { location: "West Europe", resourceGroupName: "RG" })).toMatchObject({
            changes: false,
        });
    });

    test("keeps its generated name and its place", async () => {
        const azure = await provider();
        const olds = { registryName: "registry12345678", location: "northeurope", __createBeforeDelete: true };
        const { inputs } = await azure.check(
            types.Registry,
            "registry",
            { resourceGroupName: "rg", sku: { name: "Basic" } },
            olds,
        );
        expect(inputs).toMatchObject(olds);
    });

    test("takes over in a refresh what somebody changed, and nothing else", async () => {
        const { id, inputs, state } = await newRegistry();
        const stored = emulator().state.resources[id.toLowerCase()];
        if (!stored) throw new Error(`There is no ${id} in the emulator.`);
        stored.properties.adminUserEnabled = true;
        stored.tags = { by: "hand" };
        const read = await (await provider()).read(types.Registry, "registry", id, { inputs, state });
        expect(read.inputs).toEqual({ ...inputs, adminUserEnabled: true, tags: { by: "hand" } });
    });

    test("is imported with the inputs that would have made it", async () => {
        const { id, inputs, state } = await anyRegistry();
        const read = await (await provider()).read(types.Registry, "registry", id);
        expect(read.properties).toEqual(state);
        expect(read.inputs).toMatchObject({
            registryName: inputs.registryName,
            resourceGroupName: inputs.resourceGroupName,
            location: "westeurope",
            sku: { name: "Standard" },
            adminUserEnabled: true,
        });
        expect(read.inputs.sku).toEqual({ name: "Standard" });
        for (const output of ["name", "loginServer", "systemData", "creationDate", "azureApiVersion"]) {
            expect(read.inputs).not.toHaveProperty(output);
        }
    });
});

test("a PUT of a token wipes its passwords, as it does on Azure", async () => {
    const registry = await anyRegistry();
    const parent = { resourceGroupName: registry.inputs.resourceGroupName, registryName: registry.state.name };
    const map = await deploy(types.ScopeMap, "readers", { ...parent, actions: ["repositories/app/content/read"] });
    expect(map.inputs).toMatchObject({ scopeMapName: "readers" });
    expect(map.inputs).not.toHaveProperty("__createBeforeDelete");
    const token = await deploy(types.Token, "reader", { ...parent, scopeMapId: map.id, status: "enabled" });
    const key = token.id.toLowerCase();
    emulator().state.registryPasswords[key] = [{ name: "password1", creationTime: "2026-01-01T00:00:00Z", hash: "x" }];

    const change = {
        id: token.id,
        state: token.state,
        oldInputs: token.inputs,
        inputs: { ...token.inputs, status: "disabled" },
    };
    await (await provider()).update(types.Token, "reader", change);
    expect(emulator().state.registryPasswords[key] ?? []).toEqual([]);
});

test("a role assignment lives at its scope, and the same one twice is refused", async () => {
    const registry = await anyRegistry();
    const { subscriptionId, clientId } = emulator().deployer;
    const principal = emulator().state.servicePrincipals.find((item) => item.appId === clientId);
    const declared = {
        scope: registry.id,
        principalId: principal?.id,
        principalType: "ServicePrincipal",
        roleDefinitionId: `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${acrPull}`,
    };
    const assignment = await deploy(types.RoleAssignment, "pull", declared);
    expect(assignment.id).toBe(
        `${registry.id}/providers/Microsoft.Authorization/roleAssignments/${assignment.inputs.roleAssignmentName}`,
    );
    const azure = await provider();
    const other = { ...assignment.inputs, roleAssignmentName: crypto.randomUUID() };
    await expect(azure.create(types.RoleAssignment, "again", other)).rejects.toMatchObject({
        details: expect.stringContaining("status 409, code RoleAssignmentExists"),
    });
    const change = {
        state: assignment.state,
        oldInputs: assignment.inputs,
        inputs: { ...assignment.inputs, principalId: "x" },
    };
    expect(await azure.diff(types.RoleAssignment, "pull", change)).toMatchObject({ replaces: ["principalId"] });
    expect(await azure.read(types.RoleAssignment, "pull", assignment.id)).toMatchObject({ inputs: declared });
});
