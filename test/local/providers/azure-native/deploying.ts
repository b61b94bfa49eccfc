// The fake azure-native provider on an emulator of its own, for the tests of one file: declares resources as a program would.
import type { RunningEmulator } from "acr-emulator";
import { expect } from "vitest";
import { emulatorForTests } from "../../../../emulator/test/running-emulator";
import { type Properties, providerEnvironment, providersForTests, type RunningProvider } from "../running-provider";

export const types = {
    Group: "azure-native:resources:ResourceGroup",
    Registry: "azure-native:containerregistry:Registry",
    ScopeMap: "azure-native:containerregistry:ScopeMap",
    Token: "azure-native:containerregistry:Token",
    RoleAssignment: "azure-native:authorization:RoleAssignment",
};

export interface Deployed {
    id: string;
    inputs: Properties;
    state: Properties;
}

export function azureNativeForTests() {
    const emulator = emulatorForTests();
    const start = providersForTests();
    let shared: Promise<RunningProvider> | undefined;
    const provider = (): Promise<RunningProvider> => {
        shared ??= start("azure-native", {
            environment: providerEnvironment(emulator(), emulator().deployer),
            configuration: { location: "westeurope" },
        });
        return shared;
    };

    async function deploy(
        type: string,
        name: string,
        declared: Properties,
        using?: RunningProvider,
    ): Promise<Deployed> {
        const azure = using ?? (await provider());
        const { inputs, failures } = await azure.check(type, name, declared);
        expect(failures).toEqual([]);
        const { id, properties } = await azure.create(type, name, inputs);
        return { id, inputs, state: properties };
    }

    const newGroup = async () =>
        (await deploy(types.Group, "rg", { resourceGroupName: `rg-${crypto.randomUUID()}` })).state.name;
    const registryName = () => `reg${crypto.randomUUID().replaceAll("-", "").slice(0, 16)}`;
    const newRegistry = async (more: Properties = {}) =>
        deploy(types.Registry, "registry", {
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
    return { emulator, start, provider, deploy, newGroup, registryName, newRegistry, anyRegistry };
}

/** What ARM was asked to write of a path, by method. */
export const asked = (running: RunningEmulator, path: RegExp) =>
    running.log.requests
        .filter((entry) => path.test(entry.path) && entry.method !== "GET")
        .map((entry) => entry.method);

/** Gives the deployer the role with which secrets are deleted. */
export async function mayDeleteSecrets(azure: RunningProvider, { deployer }: RunningEmulator, vaultId: string) {
    const { objectId } = await azure.invoke("azure-native:authorization:getClientConfig");
    const role = "b86a8fe4-44ce-4948-aee5-eccb2c155cd7";
    await azure.create(types.RoleAssignment, "secrets", {
        scope: vaultId,
        roleAssignmentName: crypto.randomUUID(),
        principalId: objectId,
        principalType: "ServicePrincipal",
        roleDefinitionId: `/subscriptions/${deployer.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
    });
}
