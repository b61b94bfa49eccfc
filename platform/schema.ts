// The shape of the stack's config. Anything that is not in here is a mistake.
import { z } from "zod";
import { Permission, PrincipalType, RegistryLock, RoleAssignmentMode, Sku, WebhookAction } from "../components";

/** Keys that users choose become parts of resource names. */
const key = z.string().regex(/^[a-zA-Z][a-zA-Z0-9-]{0,49}$/);
const tags = z.record(z.string(), z.string());

const registry = z.strictObject({
    registryName: z.string().optional(),
    location: z.string().optional(),
    sku: z.enum(Sku).optional(),
    tags: tags.optional(),
    anonymousPull: z.boolean().optional(),
    armAudienceTokens: z.boolean().optional(),
    publicNetworkAccess: z.boolean().optional(),
    dataEndpoint: z.boolean().optional(),
    allowedIpRanges: z.array(z.string()).optional(),
    trustedServices: z.boolean().optional(),
    untaggedRetentionDays: z.number().optional(),
    softDeleteDays: z.number().optional(),
    exports: z.boolean().optional(),
    privateEndpoints: z
        .record(
            key,
            z.strictObject({ subnetResourceId: z.string(), dnsZoneResourceIds: z.array(z.string()).optional() }),
        )
        .optional(),
    replications: z.record(key, z.strictObject({ serving: z.boolean().optional() })).optional(),
    logWorkspaceResourceId: z.string().optional(),
    customerManagedKey: z
        .strictObject({ keyUri: z.string(), identityResourceId: z.string(), identityClientId: z.string() })
        .optional(),
    webhooks: z
        .record(
            key,
            z.strictObject({
                serviceUri: z.string(),
                actions: z.array(z.enum(WebhookAction)).optional(),
                scope: z.string().optional(),
            }),
        )
        .optional(),
    cacheRules: z
        .record(
            key,
            z.strictObject({
                sourceRepository: z.string(),
                targetRepository: z.string(),
                credential: z.string().optional(),
            }),
        )
        .optional(),
    cacheCredentials: z
        .record(
            key,
            z.strictObject({
                loginServer: z.string(),
                usernameSecretUri: z.string(),
                passwordSecretUri: z.string(),
            }),
        )
        .optional(),
    lock: z.enum(RegistryLock).optional(),
    roleAssignmentMode: z.enum(RoleAssignmentMode).optional(),
    preparedMode: z.enum(RoleAssignmentMode).optional(),
    adminUser: z
        .strictObject({ reason: z.string(), expiresOn: z.string(), revision: z.number().optional() })
        .optional(),
});

const grant = z.strictObject({
    registry: z.string(),
    permission: z.enum(Permission),
    repositories: z.array(z.string()).optional(),
    listCatalog: z.boolean().optional(),
});
const grants = z.record(key, grant);

const rotation = {
    startsOn: z.string().optional(),
    period: z.number().optional(),
    lifetime: z.number().optional(),
    revision: z.number().optional(),
};

const access = z.strictObject({
    groupName: z.string().optional(),
    userPrincipalName: z.string().optional(),
    principalId: z.string().optional(),
    principalType: z.enum(PrincipalType).optional(),
    grants,
});

const servicePrincipal = z.strictObject({ clientId: z.string().optional(), grants, ...rotation });

const repositoryToken = z.strictObject({
    registry: z.string(),
    grants: z.record(key, z.strictObject({ repositories: z.array(z.string()), permission: z.enum(Permission) })),
    tokenName: z.string().optional(),
    enabled: z.boolean().optional(),
    ...rotation,
});

const federatedCredential = z.strictObject({
    github: z
        .strictObject({
            organization: z.string(),
            repository: z.string(),
            branch: z.string().optional(),
            tag: z.string().optional(),
            environment: z.string().optional(),
            pullRequest: z.boolean().optional(),
            organizationId: z.string().optional(),
            repositoryId: z.string().optional(),
        })
        .optional(),
    gitlab: z
        .strictObject({
            project: z.string(),
            branch: z.string().optional(),
            tag: z.string().optional(),
            issuer: z.string().optional(),
        })
        .optional(),
    kubernetes: z.strictObject({ issuer: z.string(), namespace: z.string(), serviceAccount: z.string() }).optional(),
    audience: z.string().optional(),
});

const managedIdentity = z.strictObject({
    identityResourceId: z.string().optional(),
    identityName: z.string().optional(),
    federatedCredentials: z.record(key, federatedCredential).optional(),
    grants,
});

const aksAttachment = z.strictObject({
    clusterResourceId: z.string().optional(),
    kubeletObjectId: z.string().optional(),
    kubeletIdentity: z.strictObject({ identityName: z.string().optional() }).optional(),
    grants,
});

const crossTenantApplication = z.strictObject({
    displayName: z.string().optional(),
    loginServers: z.array(z.string()).optional(),
    ...rotation,
});

const crossTenantAksPull = z.strictObject({
    clientId: z.string().optional(),
    application: z.strictObject({ stack: z.string(), name: z.string() }).optional(),
    grants,
});

/** Which part of a credential a Key Vault secret holds. */
export const VaultContent = { password: "password", dockerConfigJson: "dockerConfigJson" } as const;

const vaultSecret = z.strictObject({
    credential: z.string(),
    content: z.enum(VaultContent).optional(),
    secretName: z.string().optional(),
});

export const stackConfig = z.strictObject({
    location: z.string().optional(),
    resourceGroupName: z.string().optional(),
    asOf: z.string().optional(),
    allowAsOf: z.boolean().optional(),
    tags: tags.optional(),
    registries: z.record(key, registry),
    access: z.record(key, access).optional(),
    servicePrincipals: z.record(key, servicePrincipal).optional(),
    repositoryTokens: z.record(key, repositoryToken).optional(),
    managedIdentities: z.record(key, managedIdentity).optional(),
    aksAttachments: z.record(key, aksAttachment).optional(),
    crossTenantApplications: z.record(key, crossTenantApplication).optional(),
    crossTenantAksPulls: z.record(key, crossTenantAksPull).optional(),
    vault: z.strictObject({ name: z.string(), resourceGroupName: z.string() }).optional(),
    vaultSecrets: z.record(key, vaultSecret).optional(),
    exportPasswords: z.array(z.string()).optional(),
});

export type StackConfig = z.infer<typeof stackConfig>;
export type RegistryEntry = z.infer<typeof registry>;
export type GrantEntry = z.infer<typeof grant>;
export type AccessEntry = z.infer<typeof access>;
export type ServicePrincipalEntry = z.infer<typeof servicePrincipal>;
export type RepositoryTokenEntry = z.infer<typeof repositoryToken>;

export type ManagedIdentityEntry = z.infer<typeof managedIdentity>;
export type AksAttachmentEntry = z.infer<typeof aksAttachment>;
export type CrossTenantApplicationEntry = z.infer<typeof crossTenantApplication>;
export type CrossTenantAksPullEntry = z.infer<typeof crossTenantAksPull>;
/** An entry of `crossTenantApplications` in another stack of this program. */
export type ApplicationElsewhere = NonNullable<CrossTenantAksPullEntry["application"]>;
export type VaultSecretEntry = z.infer<typeof vaultSecret>;

/** Config values are text; these stay text, all others are JSON. */
export const textKeys: ReadonlySet<string> = new Set(["location", "resourceGroupName", "asOf"]);
