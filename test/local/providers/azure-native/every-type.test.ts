import { expect, test } from "vitest";
import { emulatorForTests } from "../../../../emulator/test/running-emulator";
import { azureTypes } from "../../../../local/providers/azure-native/types";
import { type Properties, providerEnvironment, providersForTests } from "../running-provider";
import { mayDeleteSecrets } from "./deploying";

const emulator = emulatorForTests();
const start = providersForTests();

/** Outputs of what was made before, by type. */
type Made = Record<string, Properties>;

const acrPull = "7f951dda-4ed3-4680-a7ca-43fe172d538d";
const group = (made: Made) => ({ resourceGroupName: made["resources:ResourceGroup"]?.name });
const registry = (made: Made) => ({ ...group(made), registryName: made["containerregistry:Registry"]?.name });
const idOf = (made: Made, key: string) => made[key]?.id;

/** The least that a program declares of each type; later ones use earlier ones. */
const declarations: Record<string, (made: Made) => Properties> = {
    "resources:ResourceGroup": () => ({ location: "westeurope" }),
    "containerregistry:Registry": (made) => ({
        ...group(made),
        registryName: "everytype1234",
        sku: { name: "Premium" },
    }),
    "containerregistry:ScopeMap": (made) => ({ ...registry(made), actions: ["repositories/app/content/read"] }),
    "containerregistry:Token": (made) => ({ ...registry(made), scopeMapId: idOf(made, "containerregistry:ScopeMap") }),
    "containerregistry:Webhook": (made) => ({
        ...registry(made),
        webhookName: "pushes",
        actions: ["push"],
        serviceUri: "https://hooks.example/push",
    }),
    "containerregistry:Replication": (made) => ({
        ...registry(made),
        replicationName: "northeurope",
        location: "northeurope",
    }),
    "containerregistry:CredentialSet": (made) => ({
        ...registry(made),
        identity: { type: "SystemAssigned" },
        loginServer: "docker.io",
        authCredentials: [
            {
                name: "Credential1",
                usernameSecretIdentifier: "https://v.vault.azure.net/secrets/user",
                passwordSecretIdentifier: "https://v.vault.azure.net/secrets/password",
            },
        ],
    }),
    "containerregistry:CacheRule": (made) => ({
        ...registry(made),
        sourceRepository: "mcr.microsoft.com/hello-world",
        targetRepository: "hello-world",
    }),
    "managedidentity:UserAssignedIdentity": group,
    "managedidentity:FederatedIdentityCredential": (made) => ({
        ...group(made),
        resourceName: made["managedidentity:UserAssignedIdentity"]?.name,
        issuer: "https://token.actions.githubusercontent.com",
        subject: "repo:contoso/app:ref:refs/heads/main",
        audiences: ["api://AzureADTokenExchange"],
    }),
    "authorization:RoleAssignment": (made) => ({
        scope: idOf(made, "containerregistry:Registry"),
        principalId: made["managedidentity:UserAssignedIdentity"]?.principalId,
        principalType: "ServicePrincipal",
        roleDefinitionId: `/subscriptions/${emulator().deployer.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${acrPull}`,
    }),
    "authorization:RoleDefinition": (made) => ({
        scope: `/subscriptions/${emulator().deployer.subscriptionId}`,
        roleName: "Image reader",
        roleType: "CustomRole",
        permissions: [{ actions: ["Microsoft.ContainerRegistry/registries/pull/read"] }],
        assignableScopes: [idOf(made, "resources:ResourceGroup")],
    }),
    "authorization:ManagementLockByScope": (made) => ({
        scope: idOf(made, "managedidentity:UserAssignedIdentity"),
        level: "CanNotDelete",
    }),
    "keyvault:Vault": (made) => ({
        ...group(made),
        vaultName: "everytypevault",
        properties: {
            tenantId: emulator().deployer.tenantId,
            sku: { family: "A", name: "standard" },
            enableRbacAuthorization: true,
        },
    }),
    "keyvault:Secret": (made) => ({
        ...group(made),
        vaultName: made["keyvault:Vault"]?.name,
        properties: { value: "hidden", contentType: "text/plain" },
    }),
    "network:VirtualNetwork": (made) => ({ ...group(made), addressSpace: { addressPrefixes: ["10.0.0.0/16"] } }),
    "network:Subnet": (made) => ({
        ...group(made),
        virtualNetworkName: made["network:VirtualNetwork"]?.name,
        addressPrefix: "10.0.1.0/24",
    }),
    "privatedns:PrivateZone": (made) => ({
        ...group(made),
        privateZoneName: "privatelink.azurecr.io",
        location: "Global",
    }),
    "privatedns:VirtualNetworkLink": (made) => ({
        ...group(made),
        privateZoneName: "privatelink.azurecr.io",
        location: "Global",
        registrationEnabled: false,
        virtualNetwork: { id: idOf(made, "network:VirtualNetwork") },
    }),
    "operationalinsights:Workspace": group,
    "network:PrivateEndpoint": (made) => ({
        ...group(made),
        subnet: { id: idOf(made, "network:Subnet") },
        privateLinkServiceConnections: [
            {
                name: "registry",
                privateLinkServiceId: idOf(made, "containerregistry:Registry"),
                groupIds: ["registry"],
            },
        ],
    }),
    "network:PrivateDnsZoneGroup": (made) => ({
        ...group(made),
        privateEndpointName: made["network:PrivateEndpoint"]?.name,
        privateDnsZoneConfigs: [
            {
                name: "acr",
                privateDnsZoneId: idOf(made, "privatedns:PrivateZone"),
            },
        ],
    }),
    "monitor:DiagnosticSetting": (made) => ({
        resourceUri: idOf(made, "containerregistry:Registry"),
        workspaceId: idOf(made, "operationalinsights:Workspace"),
        logs: [{ category: "ContainerRegistryLoginEvents", enabled: true }],
    }),
    "containerservice:ManagedCluster": (made) => ({
        ...group(made),
        dnsPrefix: "aks",
        identity: { type: "SystemAssigned" },
        agentPoolProfiles: [{ name: "system", count: 1, vmSize: "Standard_D2s_v5", mode: "System" }],
    }),
    "app:ManagedEnvironment": group,
    "app:ContainerApp": (made) => ({
        ...group(made),
        environmentId: idOf(made, "app:ManagedEnvironment"),
        identity: {
            type: "UserAssigned",
            userAssignedIdentities: [idOf(made, "managedidentity:UserAssignedIdentity")],
        },
        template: { containers: [{ name: "app", image: "everytype1234.azurecr.io/app:1" }] },
    }),
    "containerinstance:ContainerGroup": (made) => ({
        ...group(made),
        osType: "Linux",
        containers: [
            { name: "app", image: "mcr.microsoft.com/hello-world", resources: { requests: { cpu: 1, memoryInGB: 1 } } },
        ],
    }),
    "web:AppServicePlan": (made) => ({ ...group(made), kind: "linux", reserved: true, sku: { name: "B1" } }),
    "web:WebApp": (made) => ({
        ...group(made),
        name: "everytype-web",
        serverFarmId: idOf(made, "web:AppServicePlan"),
        siteConfig: { linuxFxVersion: "DOCKER|everytype1234.azurecr.io/app:1", acrUseManagedIdentityCreds: true },
    }),
};

test("every type in the table is created, found unchanged, refreshed without a change and deleted", async () => {
    expect(Object.keys(declarations).sort()).toEqual(Object.keys(azureTypes).sort());
    const azure = await start("azure-native", {
        environment: providerEnvironment(emulator(), emulator().deployer),
        configuration: { location: "westeurope" },
    });
    const made: Made = {};
    const inputsOf: Made = {};
    const problems: string[] = [];
    for (const [key, declare] of Object.entries(declarations)) {
        const type = `azure-native:${key}`;
        try {
            const { inputs, failures } = await azure.check(type, "sample", declare(made));
            expect(failures).toEqual([]);
            const { id, properties } = await azure.create(type, "sample", inputs);
            made[key] = { ...properties, id };
            inputsOf[key] = inputs;
            const diff = await azure.diff(type, "sample", { state: properties, oldInputs: inputs, inputs });
            expect(diff.changes).toBe(false);
            const read = await azure.read(type, "sample", id, { inputs, state: properties });
            expect(read.inputs).toEqual(inputs);
            const imported = await azure.read(type, "sample", id);
            expect(imported.properties).toMatchObject({ name: properties.name });
        } catch (error) {
            problems.push(`${key}: ${(error as { details?: string }).details ?? (error as Error).message}`);
        }
    }
    expect(problems).toEqual([]);

    await mayDeleteSecrets(azure, emulator(), String(idOf(made, "keyvault:Vault")));
    for (const key of Object.keys(made).reverse()) {
        const id = String(made[key]?.id);
        await azure.delete(`azure-native:${key}`, "sample", id, {}, inputsOf[key]);
        expect(await azure.read(`azure-native:${key}`, "sample", id)).toMatchObject({ id: "" });
    }
});
