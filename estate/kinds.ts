// What kind of resource a type token stands for: azure-native with or without an API version, a local package
// of it, or the classic provider. Rules know kinds only.

/** Every kind of resource that rules or the access report read. */
export type Kind = keyof typeof kinds;
/** Where the property names come from: `native` for azure-native, `classic` for the bridged azure provider. */
export type Dialect = "native" | "classic";

interface KindEntry {
    /** How messages call it. */
    noun: string;
    native?: readonly string[];
    classic?: readonly string[];
}

/** Tokens are written without API version and without the bridged `/resource` part of the module. */
export const kinds = {
    registry: {
        noun: "Container registry",
        native: ["azure-native:containerregistry:Registry"],
        classic: ["azure:containerservice:Registry"],
    },
    token: {
        noun: "Repository token",
        native: ["azure-native:containerregistry:Token"],
        classic: ["azure:containerservice:RegistryToken", "azure:containerservice:Token"],
    },
    scopeMap: {
        noun: "Scope map",
        native: ["azure-native:containerregistry:ScopeMap"],
        classic: ["azure:containerservice:RegistryScopeMap"],
    },
    tokenPassword: {
        noun: "Token password",
        native: ["pulumi-nodejs:dynamic:TokenPassword"],
        classic: ["azure:containerservice:TokenPassword"],
    },
    adminPasswords: { noun: "Admin passwords", native: ["pulumi-nodejs:dynamic:AdminPasswords"] },
    task: {
        noun: "Registry task",
        native: ["azure-native:containerregistry:Task", "azure-native:containerregistry:TaskRun"],
        classic: ["azure:containerservice:RegistryTask"],
    },
    webhook: {
        noun: "Registry webhook",
        native: ["azure-native:containerregistry:Webhook"],
        classic: ["azure:containerservice:RegistryWebhook"],
    },
    cacheRule: { noun: "Cache rule", native: ["azure-native:containerregistry:CacheRule"] },
    replication: { noun: "Registry replication", native: ["azure-native:containerregistry:Replication"] },
    registryPrivateEndpointConnection: {
        noun: "Private endpoint connection",
        native: ["azure-native:containerregistry:PrivateEndpointConnection"],
    },
    roleAssignment: {
        noun: "Role assignment",
        native: ["azure-native:authorization:RoleAssignment"],
        classic: ["azure:authorization:Assignment"],
    },
    /** A role that a principal may activate for some hours (Privileged Identity Management). */
    roleEligibility: { noun: "Eligible role", native: ["azure-native:authorization:PimRoleEligibilitySchedule"] },
    denyAssignment: { noun: "Deny assignment", native: ["azure-native:authorization:DenyAssignment"] },
    roleDefinition: {
        noun: "Role definition",
        native: ["azure-native:authorization:RoleDefinition"],
        classic: ["azure:authorization:RoleDefinition"],
    },
    lock: {
        noun: "Management lock",
        native: [
            "azure-native:authorization:ManagementLockByScope",
            "azure-native:authorization:ManagementLockAtResourceLevel",
            "azure-native:authorization:ManagementLockAtResourceGroupLevel",
        ],
        classic: ["azure:management:Lock"],
    },
    userAssignedIdentity: {
        noun: "Managed identity",
        native: ["azure-native:managedidentity:UserAssignedIdentity"],
        classic: ["azure:authorization:UserAssignedIdentity"],
    },
    application: { noun: "Application", native: ["azuread:index:Application"] },
    servicePrincipal: { noun: "Service principal", native: ["azuread:index:ServicePrincipal"] },
    user: { noun: "User", native: ["azuread:index:User"] },
    group: { noun: "Group", native: ["azuread:index:Group"] },
    applicationPassword: { noun: "Application password", native: ["azuread:index:ApplicationPassword"] },
    applicationCertificate: { noun: "Application certificate", native: ["azuread:index:ApplicationCertificate"] },
    servicePrincipalCertificate: {
        noun: "Service principal certificate",
        native: ["azuread:index:ServicePrincipalCertificate"],
    },
    servicePrincipalPassword: {
        noun: "Service principal password",
        native: ["azuread:index:ServicePrincipalPassword"],
    },
    federatedCredential: {
        noun: "Federated credential",
        native: [
            "azuread:index:ApplicationFederatedIdentityCredential",
            "azuread:index:ApplicationFlexibleFederatedIdentityCredential",
            "azure-native:managedidentity:FederatedIdentityCredential",
        ],
        classic: ["azure:armmsi:FederatedIdentityCredential"],
    },
    cluster: {
        noun: "AKS cluster",
        native: ["azure-native:containerservice:ManagedCluster"],
        classic: ["azure:containerservice:KubernetesCluster"],
    },
    containerApp: {
        noun: "Container app",
        native: ["azure-native:app:ContainerApp", "azure-native:app:Job"],
        classic: ["azure:containerapp:App", "azure:containerapp:Job"],
    },
    containerGroup: {
        noun: "Container group",
        native: ["azure-native:containerinstance:ContainerGroup"],
        classic: ["azure:containerservice:Group"],
    },
    webApp: {
        noun: "Web app",
        native: ["azure-native:web:WebApp", "azure-native:web:WebAppSlot"],
        classic: ["azure:appservice:LinuxWebApp", "azure:appservice:LinuxFunctionApp"],
    },
    webAppSettings: {
        noun: "Web app settings",
        native: ["azure-native:web:WebAppApplicationSettings", "azure-native:web:WebAppApplicationSettingsSlot"],
    },
    batchPool: {
        noun: "Batch pool",
        native: ["azure-native:batch:Pool"],
        classic: ["azure:batch:Pool"],
    },
    kubernetesSecret: { noun: "Kubernetes secret", native: ["kubernetes:core:Secret"] },
    dockerImage: {
        noun: "Docker image",
        native: ["docker:index:Image", "docker:image:Image", "docker-build:index:Image"],
    },
    dockerProvider: { noun: "Docker provider", native: ["pulumi:providers:docker", "pulumi:providers:docker-build"] },
    command: { noun: "Command", native: ["command:local:Command", "command:remote:Command", "command:local:run"] },
    deployment: {
        noun: "ARM deployment",
        native: ["azure-native:resources:Deployment", "azure-native:resources:DeploymentAtSubscriptionScope"],
        classic: ["azure:core:ResourceGroupTemplateDeployment"],
    },
    genericResource: { noun: "Generic resource", native: ["azure-native:resources:Resource"] },
    rotation: { noun: "Rotation", native: ["time:index:Rotating", "time:index:Offset"] },
    privateEndpoint: {
        noun: "Private endpoint",
        native: ["azure-native:network:PrivateEndpoint"],
        classic: ["azure:privatelink:Endpoint"],
    },
    diagnosticSetting: {
        noun: "Diagnostic setting",
        native: ["azure-native:monitor:DiagnosticSetting", "azure-native:insights:DiagnosticSetting"],
        classic: ["azure:monitoring:DiagnosticSetting"],
    },
    vault: { noun: "Key vault", native: ["azure-native:keyvault:Vault"], classic: ["azure:keyvault:KeyVault"] },
    /** The classic provider's secret has no ARM id of its own. */
    vaultSecret: { noun: "Key Vault secret", native: ["azure-native:keyvault:Secret"] },
    defenderPlan: { noun: "Defender plan", native: ["azure-native:security:Pricing"] },
} as const satisfies Record<string, KindEntry>;

interface Match {
    kind: Kind;
    dialect: Dialect;
}

const byToken: ReadonlyMap<string, Match> = new Map(
    Object.entries(kinds).flatMap(([kind, entry]: [string, KindEntry]) =>
        (["native", "classic"] as const).flatMap((dialect) =>
            (entry[dialect] ?? []).map((token) => [token.toLowerCase(), { kind: kind as Kind, dialect }] as const),
        ),
    ),
);
const matches = new Map<string, Match | undefined>();

/**
 * The kind of a type token. `azure-native:containerregistry:Registry`, `azure-native:containerregistry/v20230701:Registry`,
 * `azure-native_containerregistry_v20251101:containerregistry:Registry` and `azure:containerservice/registry:Registry`
 * are all `registry`.
 */
export function kindOf(token: string): Match | undefined {
    if (!matches.has(token)) matches.set(token, byToken.get(normalise(token)));
    return matches.get(token);
}

/** The token without version and bridged module tail, in lower case. */
export function normalise(token: string): string {
    const [, pkg = "", module = "", name = ""] = /^([^:]*):([^:]*):(.*)$/.exec(token) ?? [];
    // Dynamic resources put their own module between slash and name: pulumi-nodejs:dynamic/acr-auth:TokenPassword.
    return `${pkg.replace(/^azure-native_.*$/, "azure-native")}:${module.replace(/\/.*$/, "")}:${name}`.toLowerCase();
}

/** How messages call a kind, for example "Container registry". */
export function nounOf(kind: Kind): string {
    return kinds[kind].noun;
}
