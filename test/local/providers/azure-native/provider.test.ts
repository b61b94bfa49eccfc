import type { RunningEmulator } from "acr-emulator";
import { describe, expect, test, vi } from "vitest";
import { emulatorForTests } from "../../../../emulator/test/running-emulator";
import {
    type Properties,
    providerEnvironment,
    providersForTests,
    type RunningProvider,
    unknown,
} from "../running-provider";

const emulator = emulatorForTests();
const start = providersForTests();

const Group = "azure-native:resources:ResourceGroup";
const Registry = "azure-native:containerregistry:Registry";
const ScopeMap = "azure-native:containerregistry:ScopeMap";
const Token = "azure-native:containerregistry:Token";
const RoleAssignment = "azure-native:authorization:RoleAssignment";

const acrPull = "7f951dda-4ed3-4680-a7ca-43fe172d538d";

let shared: Promise<RunningProvider> | undefined;
const provider = (): Promise<RunningProvider> => {
    shared ??= start("azure-native", {
        environment: providerEnvironment(emulator(), emulator().deployer),
        configuration: { location: "westeurope" },
    });
    return shared;
};

interface Deployed {
    id: string;
    inputs: Properties;
    state: Properties;
}

async function deploy(type: string, name: string, declared: Properties, using?: RunningProvider): Promise<Deployed> {
    const azure = using ?? (await provider());
    const { inputs, failures } = await azure.check(type, name, declared);
    expect(failures).toEqual([]);
    const { id, properties } = await azure.create(type, name, inputs);
    return { id, inputs, state: properties };
}

const newGroup = async () => (await deploy(Group, "rg", { resourceGroupName: `rg-${crypto.randomUUID()}` })).state.name;
const registryName = () => `reg${crypto.randomUUID().replaceAll("-", "").slice(0, 16)}`;
const newRegistry = async (more: Properties = {}) =>
    deploy(Registry, "registry", {
        resourceGroupName: await newGroup(),
        registryName: registryName(),
        sku: { name: "Standard" },
        ...more,
    });

/** For tests that leave the registry as it is. */
let sharedRegistry: Promise<Deployed> | undefined;
const anyRegistry = (): Promise<Deployed> => {
    sharedRegistry ??= newRegistry({ adminUserEnabled: true });
    return sharedRegistry;
};

/** What ARM was asked to write of a path, by method. */
const asked = (running: RunningEmulator, path: RegExp) =>
    running.log.requests
        .filter((entry) => path.test(entry.path) && entry.method !== "GET")
        .map((entry) => entry.method);

describe("a registry", () => {
    test("is named, placed, created, read and deleted", async () => {
        const azure = await provider();
        const resourceGroupName = await newGroup();
        const { inputs } = await azure.check(Registry, "registry", { resourceGroupName, sku: { name: "Basic" } });
        expect(inputs).toEqual({
            resourceGroupName,
            sku: { name: "Basic" },
            registryName: expect.stringMatching(/^registry[0-9a-f]{8}$/),
            location: "westeurope",
            azureApiVersion: "2023-01-01-preview",
            __createBeforeDelete: true,
        });
        const { id, properties } = await azure.create(Registry, "registry", inputs);
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
        expect(await azure.read(Registry, "registry", id, { inputs, state: properties })).toEqual({
            id,
            properties,
            inputs,
        });

        await azure.delete(Registry, "registry", id, properties);
        expect((await azure.read(Registry, "registry", id, { inputs, state: properties })).id).toBe("");
        await azure.delete(Registry, "registry", id, properties);
    });

    test("that exists is not adopted by a create", async () => {
        const { id, inputs } = await anyRegistry();
        const azure = await provider();
        await expect(azure.create(Registry, "registry", inputs)).rejects.toMatchObject({
            details: `cannot create already existing resource '${id}'`,
        });
    });

    test("whose name is taken elsewhere is refused in ARM's own words", async () => {
        const taken = await anyRegistry();
        const inputs = { ...taken.inputs, resourceGroupName: await newGroup() };
        await expect((await provider()).create(Registry, "registry", inputs)).rejects.toMatchObject({
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
        expect(await azure.diff(Registry, "registry", change)).toMatchObject({ changes: true, replaces: [] });
        expect(await azure.update(Registry, "registry", change)).toMatchObject({
            tags: { team: "a" },
            adminUserEnabled: false,
        });
        expect(asked(emulator(), new RegExp(`/registries/${state.name}$`))).toEqual(["PUT", "PUT"]);
    });

    test("previews what it cannot know yet, and keeps name and place in an update", async () => {
        const { id, inputs, state } = await anyRegistry();
        const azure = await provider();
        const change = { id, state, oldInputs: inputs, inputs: { ...inputs, adminUserEnabled: false }, preview: true };
        expect(await azure.update(Registry, "registry", change)).toMatchObject({
            name: state.name,
            location: "westeurope",
            adminUserEnabled: false,
            loginServer: unknown,
        });
        const preview = await azure.create(Registry, "other", { ...inputs, registryName: unknown }, true);
        expect(preview).toMatchObject({
            id: "",
            properties: { name: unknown, loginServer: unknown, location: "westeurope" },
        });
    });

    test("is replaced for what ARM cannot change, the old one first unless its name was generated", async () => {
        const azure = await provider();
        const inputs = { resourceGroupName: "rg", registryName: "a", location: "westeurope", azureApiVersion: "v" };
        const diff = (oldInputs: Properties, more: Properties) =>
            azure.diff(Registry, "registry", { state: {}, oldInputs, inputs: { ...inputs, ...more } });
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
            Registry,
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
        const read = await (await provider()).read(Registry, "registry", id, { inputs, state });
        expect(read.inputs).toEqual({ ...inputs, adminUserEnabled: true, tags: { by: "hand" } });
    });

    test("is imported with the inputs that would have made it", async () => {
        const { id, inputs, state } = await anyRegistry();
        const read = await (await provider()).read(Registry, "registry", id);
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
    const map = await deploy(ScopeMap, "readers", { ...parent, actions: ["repositories/app/content/read"] });
    expect(map.inputs).toMatchObject({ scopeMapName: "readers" });
    expect(map.inputs).not.toHaveProperty("__createBeforeDelete");
    const token = await deploy(Token, "reader", { ...parent, scopeMapId: map.id, status: "enabled" });
    const key = token.id.toLowerCase();
    emulator().state.registryPasswords[key] = [{ name: "password1", creationTime: "2026-01-01T00:00:00Z", hash: "x" }];

    const change = {
        id: token.id,
        state: token.state,
        oldInputs: token.inputs,
        inputs: { ...token.inputs, status: "disabled" },
    };
    await (await provider()).update(Token, "reader", change);
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
    const assignment = await deploy(RoleAssignment, "pull", declared);
    expect(assignment.id).toBe(
        `${registry.id}/providers/Microsoft.Authorization/roleAssignments/${assignment.inputs.roleAssignmentName}`,
    );
    const azure = await provider();
    const other = { ...assignment.inputs, roleAssignmentName: crypto.randomUUID() };
    await expect(azure.create(RoleAssignment, "again", other)).rejects.toMatchObject({
        details: expect.stringContaining("status 409, code RoleAssignmentExists"),
    });
    const change = {
        state: assignment.state,
        oldInputs: assignment.inputs,
        inputs: { ...assignment.inputs, principalId: "x" },
    };
    expect(await azure.diff(RoleAssignment, "pull", change)).toMatchObject({ replaces: ["principalId"] });
    expect(await azure.read(RoleAssignment, "pull", assignment.id)).toMatchObject({ inputs: declared });
});

describe("inputs", () => {
    test("that are missing are named, with the remedy", async () => {
        const azure = await start("azure-native", {
            environment: providerEnvironment(emulator(), emulator().deployer),
            configuration: {},
        });
        const { failures } = await azure.check(Registry, "registry", {});
        expect(failures).toEqual([
            { property: "resourceGroupName", reason: "missing required property 'resourceGroupName'" },
            { property: "sku", reason: "missing required property 'sku'" },
            {
                property: "location",
                reason: "missing required property 'location'. Either set it explicitly or configure it with 'pulumi config set azure-native:location <value>'.",
            },
        ]);
        const group = await newGroup();
        expect((await azure.check(Registry, "registry", { resourceGroupName: group, sku: {} })).inputs.location).toBe(
            "westeurope",
        );
        expect((await azure.check(Registry, "registry", { resourceGroupName: unknown, sku: {} })).inputs.location).toBe(
            unknown,
        );
    });

    test("of a type that is not in the table name the table", async () => {
        await expect((await provider()).check("azure-native:containerregistry:Task", "t", {})).rejects.toMatchObject({
            details:
                "The local azure-native provider does not know azure-native:containerregistry:Task; add it to local/providers/azure-native-types.ts.",
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
    const { id } = await deploy(Group, "rg", {}, partner);
    expect(id.startsWith(`/subscriptions/${subscriptionId}/resourceGroups/rg`)).toBe(true);
});

describe("injected faults", () => {
    test("a wrong secret is told without showing it", async () => {
        const { deployer } = emulator();
        const azure = await start("azure-native", {
            environment: { ...providerEnvironment(emulator(), deployer), ARM_CLIENT_SECRET: "not-the-secret" },
            configuration: { location: "westeurope" },
        });
        const create = azure.create(Group, "rg", { resourceGroupName: "rg", location: "westeurope" });
        await expect(create).rejects.toMatchObject({ details: expect.stringContaining("AADSTS7000215") });
        await expect(create).rejects.toMatchObject({ details: expect.not.stringContaining("not-the-secret") });
    });

    test.each<["throttling" | "a server error" | "a dropped connection", RunningEmulator["faults"][number]["effect"]]>([
        [
            "throttling",
            {
                status: 429,
                headers: { "retry-after": "0" },
                body: { error: { code: "TooManyRequests", message: "slow down" } },
            },
        ],
        [
            "a server error",
            {
                status: 500,
                headers: { "retry-after": "0" },
                body: { error: { code: "InternalServerError", message: "oops" } },
            },
        ],
        ["a dropped connection", "drop"],
    ])("%s is retried", async (_, effect) => {
        const name = `rg-${crypto.randomUUID()}`;
        emulator().faults.push({
            host: /^management\.azure\.com$/,
            method: "PUT",
            path: new RegExp(`/${name}$`),
            effect,
        });
        const { state } = await deploy(Group, "rg", { resourceGroupName: name });
        expect(state.name).toBe(name);
        expect(emulator().faults).toEqual([]);
    });

    test("an operation that fails leaves the resource in state, with the reason", async () => {
        const name = registryName();
        emulator().faults.push({
            host: /^management\.azure\.com$/,
            path: /operationStatuses/,
            effect: { status: 200, body: { status: "Failed", error: { code: "OutOfCapacity", message: "No room." } } },
        });
        const azure = await provider();
        const resourceGroupName = await newGroup();
        const { inputs } = await azure.check(Registry, "registry", {
            resourceGroupName,
            registryName: name,
            sku: { name: "Premium" },
        });
        const error = await azure.create(Registry, "registry", inputs).then(
            () => undefined,
            (reason) => reason,
        );
        expect(error.details).toMatch(
            new RegExp(`^PUT /.*/registries/${name}: the operation ended as Failed, code OutOfCapacity: No room\\.$`),
        );
        expect(String(error.metadata.get("grpc-status-details-bin"))).toContain("pulumirpc.ErrorResourceInitFailed");
    });

    test("a cancelled deployment ends the wait and leaves the resource in state", async () => {
        const name = registryName();
        const azure = await start("azure-native", {
            environment: providerEnvironment(emulator(), emulator().deployer),
            configuration: { location: "westeurope" },
        });
        const { inputs } = await azure.check(Registry, "registry", {
            resourceGroupName: await newGroup(),
            registryName: name,
            sku: { name: "Premium" },
        });
        const polls = { path: /operationStatuses/, host: /^management\.azure\.com$/ };
        const before = emulator().log.requests.filter(({ path }) => polls.path.test(path)).length;
        emulator().faults.push({ ...polls, times: 1000, effect: { status: 200, body: { status: "Creating" } } });
        const created = azure.create(Registry, "registry", inputs).then(
            () => undefined,
            (reason) => reason,
        );
        await vi.waitUntil(
            () => emulator().log.requests.filter(({ path }) => polls.path.test(path)).length > before,
            10_000,
        );
        await azure.cancel();
        const error = await created;
        emulator().faults.length = 0;
        expect(error.details).toMatch(
            new RegExp(`^PUT /.*/registries/${name}: the deployment was cancelled before the operation ended$`),
        );
        expect(String(error.metadata.get("grpc-status-details-bin"))).toContain("pulumirpc.ErrorResourceInitFailed");
    });
});
