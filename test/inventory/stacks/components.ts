// A stack of components.
import { exportOf, plaintextSecret, type ResourceState } from "../../support/pulumi-state";
import {
    encrypted,
    objectId,
    planted,
    readerCondition,
    registryId,
    resourceGroup,
    stack,
    subscriptionId,
} from "../states";

/** A stack of components as of 2026-11-23: a registry in each mode and a principal of most kinds. */
export function componentStack(): object {
    const {
        root,
        resource: make,
        roleAssignment,
        application: makeApplication,
        servicePrincipal: makeServicePrincipal,
        applicationPassword,
    } = stack("images", "prod");
    const reference = (name: string, roleAssignmentMode: string) => ({
        resourceId: registryId(name),
        loginServer: `${name}.azurecr.io`,
        roleAssignmentMode,
    });
    const registry = (name: string, mode: string, inputs: object = {}, properties: object = {}): ResourceState[] => {
        const component = make("acr-auth:index:ContainerRegistry", name, {
            parent: root.urn,
            inputs: { resourceGroupName: "images", ...inputs },
        });
        const settings = {
            registryName: name,
            adminUserEnabled: false,
            anonymousPullEnabled: false,
            roleAssignmentMode: mode === "abac" ? "AbacRepositoryPermissions" : "LegacyRegistryPermissions",
            ...properties,
        };
        return [
            component,
            make("azure-native:containerregistry:Registry", name, {
                id: registryId(name),
                parent: component.urn,
                inputs: settings,
                outputs: { ...settings, name, loginServer: `${name}.azurecr.io` },
            }),
        ];
    };
    const access = (
        name: string,
        inputs: Record<string, unknown>,
        assignments: (parent: string) => ResourceState[],
    ): ResourceState[] => {
        const component = make("acr-auth:index:RegistryAccess", name, { parent: root.urn, inputs });
        return [component, ...assignments(component.urn)];
    };

    return exportOf([
        root,
        // What a registry in ABAC mode is made by. The engine marks its secrets; an older one may have missed this one.
        make("pulumi:providers:azure-native_containerregistry_v20250601preview", "contosoapps-registry", {
            parent: root.urn,
            inputs: { subscriptionId, clientSecret: planted.providerSecret, oidcToken: encrypted },
        }),
        ...registry("contosoapps", "abac"),
        ...registry("contosobase", "legacy"),
        ...registry(
            "contosolab",
            "legacy",
            { adminUser: { reason: "Portal deployment of the lab", expiresOn: "2026-12-05" } },
            { adminUserEnabled: true },
        ),
        ...access(
            "platform-access",
            {
                groupName: "platform",
                grants: {
                    apps: { registry: reference("contosoapps", "abac"), permission: "manage" },
                    base: { registry: reference("contosobase", "legacy"), permission: "manage" },
                },
            },
            (parent) => [
                roleAssignment(
                    "platform-access-apps-RepositoryContributor",
                    "RepositoryContributor",
                    registryId("contosoapps"),
                    "0d7a2a9e-3a39-4d4c-8a2d-5b7f0a7f1c11",
                    { parent, principalType: "Group" },
                ),
                roleAssignment(
                    "platform-access-base-AcrPush",
                    "AcrPush",
                    registryId("contosobase"),
                    "0d7a2a9e-3a39-4d4c-8a2d-5b7f0a7f1c11",
                    { parent, principalType: "Group" },
                ),
                roleAssignment(
                    "platform-access-base-AcrDelete",
                    "AcrDelete",
                    registryId("contosobase"),
                    "0d7a2a9e-3a39-4d4c-8a2d-5b7f0a7f1c11",
                    { parent, principalType: "Group" },
                ),
            ],
        ),
        ...access(
            "tester",
            {
                userPrincipalName: "kim.minji@contoso.com",
                grants: {
                    apps: {
                        registry: reference("contosoapps", "abac"),
                        permission: "pull",
                        repositories: ["shop/*", "tools/lint"],
                    },
                },
            },
            (parent) => [
                roleAssignment(
                    "tester-apps-RepositoryReader",
                    "RepositoryReader",
                    registryId("contosoapps"),
                    "1e0b6f0a-94f6-4f5e-8d62-8f7c7a2f9b22",
                    {
                        parent,
                        principalType: "User",
                        condition: readerCondition,
                    },
                ),
            ],
        ),
        ...servicePrincipal(),
        ...token(),
        ...kubelet(),
    ]);

    function servicePrincipal(): ResourceState[] {
        const component = make("acr-auth:index:RegistryServicePrincipal", "ci-push", {
            parent: root.urn,
            inputs: {
                startsOn: "2026-02-16",
                grants: { base: { registry: reference("contosobase", "legacy"), permission: "push" } },
            },
            outputs: { password: encrypted, dockerConfigJson: encrypted },
        });
        const parent = component.urn;
        const application = makeApplication("ci-push", { parent });
        const password = (generation: number, startDate: string, endDate: string, value: unknown) =>
            applicationPassword(`ci-push-password-${generation}`, startDate, endDate, {
                id: `2c9a0c55-7c8e-4a38-9a56-2b1b5f0d0a33/password/${planted.keyId}`,
                parent,
                inputs: { displayName: `ci-push generation ${generation}` },
                outputs: { keyId: planted.keyId, value },
                propertyDependencies: { applicationId: [application.urn] },
            });
        return [
            component,
            application,
            makeServicePrincipal("ci-push", { parent, propertyDependencies: { clientId: [application.urn] } }),
            password(0, "2026-02-16T03:17:05Z", "2027-02-16T00:00:00Z", encrypted),
            password(1, "2026-08-14T22:40:11Z", "2027-08-15T00:00:00Z", plaintextSecret(planted.password)),
            roleAssignment("ci-push-base-AcrPush", "AcrPush", registryId("contosobase"), objectId, { parent }),
        ];
    }

    function token(): ResourceState[] {
        const component = make("acr-auth:index:RepositoryToken", "factory-device", {
            parent: root.urn,
            inputs: {
                registry: reference("contosoapps", "abac"),
                grants: {
                    firmware: { repositories: ["firmware/*"], permission: "pull" },
                    logs: { repositories: ["logs"], permission: "push" },
                },
                period: 100,
                lifetime: 300,
            },
        });
        const parent = component.urn;
        const id = `${registryId("contosoapps")}/tokens/factory-device`;
        const scopeMap = make("azure-native:containerregistry:ScopeMap", "factory-device-scope-map", {
            id: `${registryId("contosoapps")}/scopeMaps/factory-device`,
            parent,
            inputs: {
                registryName: "contosoapps",
                scopeMapName: "factory-device",
                actions: [
                    "repositories/firmware/*/content/read",
                    "repositories/firmware/*/metadata/read",
                    "repositories/logs/content/read",
                    "repositories/logs/content/write",
                    "repositories/logs/metadata/read",
                ],
            },
        });
        const password = (slot: string, generation: number, expiresOn: string) =>
            make("pulumi-nodejs:dynamic/acr-auth:TokenPassword", `factory-device-${slot}`, {
                id: `${id}/passwords/${slot}`,
                parent,
                inputs: { tokenId: id, passwordName: slot, generation, expiresOn, revision: 0, __provider: encrypted },
                outputs: {
                    tokenId: id,
                    passwordName: slot,
                    generation,
                    expiresOn,
                    createdOn: "2026-11-02T09:30:00Z",
                    username: "factory-device",
                    password: plaintextSecret(planted.tokenPassword),
                },
            });
        return [
            component,
            scopeMap,
            make("azure-native:containerregistry:Token", "factory-device", {
                id,
                parent,
                inputs: {
                    registryName: "contosoapps",
                    tokenName: "factory-device",
                    scopeMapId: scopeMap.id,
                    status: "enabled",
                },
            }),
            password("password1", 2, "2027-03-20T00:00:00Z"),
            password("password2", 3, "2027-06-28T00:00:00Z"),
        ];
    }

    function kubelet(): ResourceState[] {
        const component = make("acr-auth:index:AksAttachment", "shop", {
            parent: root.urn,
            inputs: { grants: { base: { registry: reference("partnerimages", "legacy") } } },
        });
        const cluster = make("azure-native:containerservice:ManagedCluster", "shop-aks", {
            id: `${resourceGroup}/providers/Microsoft.ContainerService/managedClusters/shop-aks`,
            parent: root.urn,
            inputs: {},
            outputs: {
                name: "shop-aks",
                identityProfile: { kubeletidentity: { objectId: "6a5e4f77-aeb0-4c5a-9c78-4d3d702f2c66" } },
            },
        });
        return [
            component,
            cluster,
            roleAssignment(
                "shop-base-AcrPull",
                "AcrPull",
                registryId("partnerimages"),
                "6a5e4f77-aeb0-4c5a-9c78-4d3d702f2c66",
                { parent: component.urn },
            ),
        ];
    }
}
