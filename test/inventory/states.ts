// Exported states made in code, in the shapes that the engine records: one of the components, one of raw resources.
const subscription = "/subscriptions/5b0e8f4e-2c1f-4a53-9f5c-3f6d3a1c0a01";
export const resourceGroup = `${subscription}/resourceGroups/images`;
export const registryId = (name: string) => `${resourceGroup}/providers/Microsoft.ContainerRegistry/registries/${name}`;

/** Texts that must not appear in any output. */
export const planted = {
    password: "Zk8Q~planted-application-password",
    ciphertext: "v1:planted/ciphertext==",
    keyId: "c0ffee00-1111-2222-3333-444455556666",
    tokenPassword: "planted+token+password",
    loginFile: "cGxhbnRlZC1sb2dpbi1maWxl",
};

const signature = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
export const encrypted = { ...signature, ciphertext: planted.ciphertext };
export const opened = (value: unknown) => ({ ...signature, plaintext: JSON.stringify(value) });

export interface State {
    urn: string;
    type: string;
    custom: boolean;
    id?: string;
    parent?: string;
    inputs?: object;
    outputs?: object;
    propertyDependencies?: Record<string, string[]>;
}

export const exported = (resources: State[]) => ({ version: 3, deployment: { manifest: {}, resources } });

/** Writes URNs of one stack. */
export const stack = (project: string, name: string) => ({
    root: {
        urn: `urn:pulumi:${name}::${project}::pulumi:pulumi:Stack::${project}-${name}`,
        type: "pulumi:pulumi:Stack",
        custom: false,
        // A stack output that somebody asked for by name.
        outputs: { dockerConfigJson: opened(planted.loginFile), legacyPassword: planted.password },
    } satisfies State,
    resource: (type: string, logicalName: string, rest: Omit<Partial<State>, "urn" | "type">): State => ({
        urn: `urn:pulumi:${name}::${project}::${type}::${logicalName}`,
        type,
        custom: !type.startsWith("acr-auth:"),
        ...rest,
    }),
});

export const roleIds = {
    AcrPull: "7f951dda-4ed3-4680-a7ca-43fe172d538d",
    AcrPush: "8311e382-0749-4cb8-b61a-304f252e45ec",
    AcrDelete: "c2f4ef07-c644-48eb-af81-4b1b4947fb11",
    RepositoryReader: "b93aa761-3e63-49ed-ac28-beffa264f7ac",
    RepositoryWriter: "2a1e307c-b015-4ebd-883e-5b7698a07328",
    RepositoryContributor: "2efddaa5-3f1f-4df3-97df-af3f13818f4c",
    Owner: "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
};
export type RoleName = keyof typeof roleIds;

export const roleAssignment = (
    make: ReturnType<typeof stack>["resource"],
    name: string,
    role: RoleName,
    scope: string,
    principalId: string,
    rest: { parent?: string; principalType?: string; condition?: string } = {},
): State => {
    const { parent, principalType = "ServicePrincipal", condition } = rest;
    const inputs = {
        scope,
        principalId,
        principalType,
        roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${roleIds[role]}`,
        ...(condition === undefined ? {} : { condition, conditionVersion: "2.0" }),
    };
    return make("azure-native:authorization:RoleAssignment", name, {
        id: `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`,
        inputs,
        outputs: inputs,
        ...(parent === undefined ? {} : { parent }),
    });
};

const actionTest = (action: string) =>
    `!(ActionMatches{'Microsoft.ContainerRegistry/registries/repositories/${action}'})`;
const attribute = "@Request[Microsoft.ContainerRegistry/registries/repositories:name]";
/** The condition that the components write for a reader of `shop/*` and `tools/lint`. */
export const readerCondition = `((${["content/read", "metadata/read"].map(actionTest).join(" AND ")}) OR (${attribute} StringStartsWithIgnoreCase 'shop/' OR ${attribute} StringEqualsIgnoreCase 'tools/lint'))`;

/** A stack of components as of 2026-11-23: a registry in each mode and a principal of most kinds. */
export function componentStack(): object {
    const { root, resource: make } = stack("images", "prod");
    const reference = (name: string, roleAssignmentMode: string) => ({
        resourceId: registryId(name),
        loginServer: `${name}.azurecr.io`,
        roleAssignmentMode,
    });
    const registry = (name: string, mode: string, inputs: object = {}, properties: object = {}): State[] => {
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
    const access = (name: string, inputs: object, assignments: (parent: string) => State[]): State[] => {
        const component = make("acr-auth:index:RegistryAccess", name, { parent: root.urn, inputs });
        return [component, ...assignments(component.urn)];
    };

    return exported([
        root,
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
                    make,
                    "platform-access-apps-RepositoryContributor",
                    "RepositoryContributor",
                    registryId("contosoapps"),
                    "0d7a2a9e-3a39-4d4c-8a2d-5b7f0a7f1c11",
                    { parent, principalType: "Group" },
                ),
                roleAssignment(
                    make,
                    "platform-access-base-AcrPush",
                    "AcrPush",
                    registryId("contosobase"),
                    "0d7a2a9e-3a39-4d4c-8a2d-5b7f0a7f1c11",
                    { parent, principalType: "Group" },
                ),
                roleAssignment(
                    make,
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
                    make,
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

    function servicePrincipal(): State[] {
        const component = make("acr-auth:index:RegistryServicePrincipal", "ci-push", {
            parent: root.urn,
            inputs: {
                startsOn: "2026-02-16",
                grants: { base: { registry: reference("contosobase", "legacy"), permission: "push" } },
            },
            outputs: { password: encrypted, dockerConfigJson: encrypted },
        });
        const parent = component.urn;
        const application = make("azuread:index/application:Application", "ci-push", {
            id: "/applications/2c9a0c55-7c8e-4a38-9a56-2b1b5f0d0a33",
            parent,
            inputs: { displayName: "ci-push" },
            outputs: {
                displayName: "ci-push",
                clientId: "7f6d4f0e-52c8-4a57-9d2b-64e3c5a90b44",
                objectId: "2c9a0c55-7c8e-4a38-9a56-2b1b5f0d0a33",
            },
        });
        const principal = make("azuread:index/servicePrincipal:ServicePrincipal", "ci-push", {
            id: "/servicePrincipals/3d8b1d66-8d9f-4b49-8b67-3c2c6f1e1b55",
            parent,
            inputs: { clientId: "7f6d4f0e-52c8-4a57-9d2b-64e3c5a90b44" },
            outputs: {
                displayName: "ci-push",
                clientId: "7f6d4f0e-52c8-4a57-9d2b-64e3c5a90b44",
                objectId: "3d8b1d66-8d9f-4b49-8b67-3c2c6f1e1b55",
            },
            propertyDependencies: { clientId: [application.urn] },
        });
        const password = (generation: number, startDate: string, endDate: string, value: unknown) =>
            make("azuread:index/applicationPassword:ApplicationPassword", `ci-push-password-${generation}`, {
                id: `2c9a0c55-7c8e-4a38-9a56-2b1b5f0d0a33/password/${planted.keyId}`,
                parent,
                inputs: {
                    applicationId: application.id,
                    displayName: `ci-push generation ${generation}`,
                    startDate,
                    endDate,
                },
                outputs: { applicationId: application.id, startDate, endDate, keyId: planted.keyId, value },
                propertyDependencies: { applicationId: [application.urn] },
            });
        return [
            component,
            application,
            principal,
            password(0, "2026-02-16T00:00:00Z", "2027-02-16T00:00:00Z", encrypted),
            password(1, "2026-08-15T00:00:00Z", "2027-08-15T00:00:00Z", opened(planted.password)),
            roleAssignment(
                make,
                "ci-push-base-AcrPush",
                "AcrPush",
                registryId("contosobase"),
                "3d8b1d66-8d9f-4b49-8b67-3c2c6f1e1b55",
                { parent },
            ),
        ];
    }

    function token(): State[] {
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
                    password: opened(planted.tokenPassword),
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

    function kubelet(): State[] {
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
                make,
                "shop-base-AcrPull",
                "AcrPull",
                registryId("partnerimages"),
                "6a5e4f77-aeb0-4c5a-9c78-4d3d702f2c66",
                { parent: component.urn },
            ),
        ];
    }
}

/** A stack without any component: what people have before. */
export function rawStack(): object {
    const { root, resource: make } = stack("shop", "legacy");
    const registry = make("azure-native:containerregistry/v20230701:Registry", "legacy", {
        id: registryId("shoplegacy"),
        parent: root.urn,
        inputs: { registryName: "shoplegacy", adminUserEnabled: true, anonymousPullEnabled: true },
        outputs: { name: "shoplegacy", loginServer: "shoplegacy.azurecr.io" },
    });
    const identity = make("azure-native:managedidentity:UserAssignedIdentity", "release", {
        id: `${resourceGroup}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/release-pipeline`,
        parent: root.urn,
        inputs: { resourceName: "release-pipeline" },
        outputs: {
            name: "release-pipeline",
            principalId: "77c1b8a2-0b7e-4a55-8e0c-5e4e813a3d77",
            clientId: "88d2c9b3-1c8f-4b66-9f1d-6f5f924b4e88",
        },
    });
    return exported([
        root,
        registry,
        identity,
        make("azure-native:managedidentity:FederatedIdentityCredential", "github", {
            parent: root.urn,
            inputs: {
                resourceName: "release-pipeline",
                federatedIdentityCredentialResourceName: "github-production",
                subject: "repo:contoso/shop:environment:production",
            },
        }),
        roleAssignment(
            make,
            "release-push",
            "AcrPush",
            registryId("shoplegacy"),
            "77c1b8a2-0b7e-4a55-8e0c-5e4e813a3d77",
        ),
        roleAssignment(
            make,
            "release-dead",
            "RepositoryReader",
            registryId("shoplegacy"),
            "77c1b8a2-0b7e-4a55-8e0c-5e4e813a3d77",
        ),
        roleAssignment(make, "somebody-owner", "Owner", resourceGroup, "99e3dac4-2d90-4c77-a02e-70a0a35c5f99"),
        make("azure-native:containerregistry:Token", "partner", {
            id: `${registryId("shoplegacy")}/tokens/partner-upload`,
            parent: root.urn,
            inputs: {
                registryName: "shoplegacy",
                tokenName: "partner-upload",
                scopeMapId: `${registryId("shoplegacy")}/scopeMaps/_repositories_push`,
                credentials: { passwords: [{ name: "password1", expiry: "2026-12-09T12:00:00Z" }] },
            },
        }),
        make("azure-native:containerregistry:Token", "old-device", {
            id: `${registryId("shoplegacy")}/tokens/old-device`,
            parent: root.urn,
            inputs: {
                registryName: "shoplegacy",
                tokenName: "old-device",
                scopeMapId: `${registryId("shoplegacy")}/scopeMaps/_repositories_pull`,
                status: "disabled",
            },
        }),
        make("azuread:index/application:Application", "unrelated", {
            id: "/applications/4e9c2e77-9e0a-4c5a-8c78-4d3d702f2caa",
            parent: root.urn,
            inputs: { displayName: "not about registries" },
            outputs: { clientId: "5f0d3f88-af1b-4d6b-9d89-5e4e813a3dbb" },
        }),
    ]);
}

/** A state of that many registries, each with access of 45 groups, four service principals and a token. */
export function estate(registries: number): object {
    const { root, resource: make } = stack("estate", "prod");
    const groups = 45;
    const servicePrincipals = 4;
    const id = (kind: number, number: number) =>
        `${kind.toString(16).padStart(8, "0")}-0000-4000-8000-${number.toString(16).padStart(12, "0")}`;
    const resources = Array.from({ length: registries }, (_, r): State[] => {
        const name = `contoso${r}`;
        const component = make("acr-auth:index:ContainerRegistry", name, {
            parent: root.urn,
            inputs: { resourceGroupName: "images" },
        });
        const registry = make("azure-native:containerregistry:Registry", name, {
            id: registryId(name),
            parent: component.urn,
            inputs: { registryName: name, adminUserEnabled: false, anonymousPullEnabled: false },
            outputs: { name, loginServer: `${name}.azurecr.io` },
        });
        const reference = {
            resourceId: registryId(name),
            loginServer: `${name}.azurecr.io`,
            roleAssignmentMode: "legacy",
        };
        const access = Array.from({ length: groups }, (_, g) => {
            const owner = make("acr-auth:index:RegistryAccess", `team-${g}-${r}`, {
                parent: root.urn,
                inputs: { groupName: `team-${g}-${r}`, grants: { all: { registry: reference, permission: "push" } } },
            });
            return [
                owner,
                roleAssignment(make, `team-${g}-${r}-all-AcrPush`, "AcrPush", registryId(name), id(r, g), {
                    parent: owner.urn,
                    principalType: "Group",
                }),
            ];
        });
        const credentials = Array.from({ length: servicePrincipals }, (_, s) => {
            const owner = make("acr-auth:index:RegistryServicePrincipal", `ci-${s}-${r}`, {
                parent: root.urn,
                inputs: { grants: { all: { registry: reference, permission: "pull" } } },
            });
            const applicationId = `/applications/${id(r, 200 + s)}`;
            return [
                owner,
                make("azuread:index/application:Application", `ci-${s}-${r}`, {
                    id: applicationId,
                    parent: owner.urn,
                    inputs: { displayName: `ci-${s}-${r}` },
                    outputs: { clientId: id(r, 300 + s) },
                }),
                make("azuread:index/servicePrincipal:ServicePrincipal", `ci-${s}-${r}`, {
                    parent: owner.urn,
                    inputs: { clientId: id(r, 300 + s) },
                    outputs: { objectId: id(r, 400 + s) },
                }),
                make("azuread:index/applicationPassword:ApplicationPassword", `ci-${s}-${r}-password-1`, {
                    parent: owner.urn,
                    inputs: { applicationId, startDate: "2026-08-15T00:00:00Z", endDate: "2027-08-15T00:00:00Z" },
                    outputs: { value: encrypted },
                }),
                roleAssignment(make, `ci-${s}-${r}-all-AcrPull`, "AcrPull", registryId(name), id(r, 400 + s), {
                    parent: owner.urn,
                }),
            ];
        });
        const token = make("azure-native:containerregistry:Token", `device-${r}`, {
            id: `${registryId(name)}/tokens/device-${r}`,
            parent: root.urn,
            inputs: {
                registryName: name,
                tokenName: `device-${r}`,
                scopeMapId: `${registryId(name)}/scopeMaps/_repositories_pull`,
                credentials: { passwords: [{ name: "password1", expiry: "2027-05-01T00:00:00Z" }] },
            },
        });
        return [component, registry, ...access.flat(), ...credentials.flat(), token];
    });
    return exported([root, ...resources.flat()]);
}
