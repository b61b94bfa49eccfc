// Properties of the classic azure provider in the names and shapes of azure-native, so that a rule is written once.
import type { Kind } from "../kinds";
import { isUndetermined, items, type PropertyMap, read, type Value } from "../value";

type Translate = (from: (path: string) => Value) => Record<string, Value>;

const enabled = (value: Value) => (typeof value === "boolean" ? (value ? "enabled" : "disabled") : value);
const Enabled = (value: Value) => (typeof value === "boolean" ? (value ? "Enabled" : "Disabled") : value);
/** Lists of the bridged provider, each element translated; a list not known stays so. */
const each = (value: Value, translate: (item: (path: string) => Value) => Record<string, Value>): Value =>
    value === undefined || isUndetermined(value)
        ? value
        : items(value)?.map((item) => defined(translate((path) => read(item, path))));

const registries = (path: string) => (from: (path: string) => Value) =>
    each(from(path), (item) => ({
        server: item("server"),
        username: item("username"),
        password: item("password"),
        passwordSecretRef: item("passwordSecretName"),
        identity: item("identity") ?? item("userAssignedIdentityId"),
    }));

const translations: Partial<Record<Kind, Translate>> = {
    registry: (from) => ({
        adminUserEnabled: from("adminEnabled"),
        sku: typeof from("sku") === "string" ? { name: from("sku") } : from("sku"),
        publicNetworkAccess: Enabled(from("publicNetworkAccessEnabled")),
        networkRuleBypassOptions: from("networkRuleBypassOption"),
        roleAssignmentMode: from("roleAssignmentMode"),
        registryName: from("name"),
        encryption: from("encryption") && {
            status: "enabled",
            keyVaultProperties: { keyIdentifier: from("encryption.keyVaultKeyId") },
        },
        policies: defined({
            exportPolicy: policy(from("exportPolicyEnabled")),
            quarantinePolicy: policy(from("quarantinePolicyEnabled")),
            trustPolicy: policy(from("trustPolicyEnabled")),
            retentionPolicy:
                typeof from("retentionPolicyInDays") === "number"
                    ? { status: "enabled", days: from("retentionPolicyInDays") }
                    : undefined,
        }),
    }),
    token: (from) => ({
        tokenName: from("name"),
        scopeMapId: from("scopeMapId"),
        status: enabled(from("enabled")),
    }),
    scopeMap: (from) => ({ scopeMapName: from("name"), actions: from("actions") }),
    tokenPassword: (from) => ({
        tokenId: from("containerRegistryTokenId"),
        passwords: each(
            [from("password1"), from("password2")].filter((slot) => slot !== undefined),
            (item) => ({
                expiry: item("expiry"),
            }),
        ),
    }),
    roleDefinition: (from) => ({ roleName: from("name") }),
    federatedCredential: (from) => ({ audiences: from("audience") ?? from("audiences") }),
    cluster: (from) => ({
        disableLocalAccounts: from("localAccountDisabled"),
        aadProfile: from("azureActiveDirectoryRoleBasedAccessControl") && {
            managed: true,
            enableAzureRBAC: from("azureActiveDirectoryRoleBasedAccessControl.azureRbacEnabled"),
        },
        servicePrincipalProfile: from("servicePrincipal") && { clientId: from("servicePrincipal.clientId") },
        identityProfile: from("kubeletIdentity") && { kubeletidentity: { objectId: from("kubeletIdentity.objectId") } },
    }),
    containerApp: (from) => ({ configuration: { registries: registries("registries")(from) } }),
    containerGroup: (from) => ({ imageRegistryCredentials: registries("imageRegistryCredentials")(from) }),
    webApp: (from) => ({
        siteConfig: {
            acrUseManagedIdentityCreds: from("siteConfig.containerRegistryUseManagedIdentity"),
            appSettings: settingsOf(from),
        },
    }),
    batchPool: (from) => ({
        deploymentConfiguration: {
            virtualMachineConfiguration: {
                containerConfiguration: {
                    containerRegistries: each(from("containerConfiguration.containerRegistries"), (item) => ({
                        registryServer: item("registryServer"),
                        userName: item("userName"),
                        password: item("password"),
                        identityReference: item("userAssignedIdentityId") && {
                            resourceId: item("userAssignedIdentityId"),
                        },
                    })),
                },
            },
        },
    }),
    deployment: (from) => ({
        properties: { template: from("templateContent"), parameters: from("parametersContent") },
    }),
    privateEndpoint: (from) => ({
        privateLinkServiceConnections: each(from("privateServiceConnection"), (item) => ({
            privateLinkServiceId: item("privateConnectionResourceId"),
        })),
    }),
    diagnosticSetting: (from) => ({
        resourceUri: from("targetResourceId"),
        logs: each(from("enabledLogs"), (item) => ({
            category: item("category"),
            categoryGroup: item("categoryGroup"),
            enabled: true,
        })),
    }),
};

/** The properties, and beside them the same ones under the names that azure-native has for them. */
export function canonical(kind: Kind, properties: PropertyMap): PropertyMap {
    const translate = translations[kind];
    if (!translate) return properties;
    return { ...properties, ...defined(translate((path) => read(properties, path))) };
}

function policy(value: Value): Value {
    return value === undefined ? undefined : { status: enabled(value) };
}

// The settings of a web app: those of the container registry have names of their own beside the ordinary map.
function settingsOf(from: (path: string) => Value): Value {
    const own: Record<string, Value> = {
        DOCKER_REGISTRY_SERVER_URL: from("siteConfig.applicationStack.dockerRegistryUrl"),
        DOCKER_REGISTRY_SERVER_USERNAME: from("siteConfig.applicationStack.dockerRegistryUsername"),
        DOCKER_REGISTRY_SERVER_PASSWORD: from("siteConfig.applicationStack.dockerRegistryPassword"),
    };
    const settings = from("appSettings");
    const all = { ...(typeof settings === "object" ? (settings as PropertyMap) : {}), ...defined(own) };
    return Object.entries(all).map(([name, value]) => ({ name, value }));
}

function defined(values: Record<string, Value>): PropertyMap {
    return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
