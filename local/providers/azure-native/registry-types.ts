// Types of azure-native around a registry and access to it: groups, registries, roles, identities, vaults.
import type { AzureType } from "./resource-type";

const group = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}";
const registry = `${group}/providers/Microsoft.ContainerRegistry/registries/{registryName}`;
const identity = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}`;
const vault = `${group}/providers/Microsoft.KeyVault/vaults/{vaultName}`;
const tracked = ["location", "tags"];
/** What the service fills in of a registry's identities, which the SDK takes as an object by resource id. */
const identityComputed = [
    ...["identity.principalId", "identity.tenantId"],
    ...["identity.userAssignedIdentities.*.clientId", "identity.userAssignedIdentities.*.principalId"],
];

export const registryTypes: Record<string, AzureType> = {
    "resources:ResourceGroup": {
        path: group,
        apiVersion: "2024-03-01",
        naming: "random",
        envelope: [...tracked, "managedBy"],
        nested: true,
        replaceOnChanges: ["location"],
        outputs: ["properties"],
    },

    "containerregistry:Registry": {
        path: registry,
        apiVersion: "2023-01-01-preview",
        naming: "random",
        envelope: [...tracked, "sku", "identity"],
        properties: [
            "adminUserEnabled",
            "anonymousPullEnabled",
            "dataEndpointEnabled",
            "encryption",
            "networkRuleBypassOptions",
            "networkRuleSet",
            "policies",
            "publicNetworkAccess",
            "zoneRedundancy",
        ],
        renamesInside: {
            "properties.networkRuleSet.ipRules.*": { iPAddressOrRange: "value" },
            "properties.networkRuleSet.virtualNetworkRules.*": { virtualNetworkResourceId: "id" },
        },
        required: ["sku"],
        replaceOnChanges: ["location"],
        outputs: [
            "creationDate",
            "dataEndpointHostNames",
            "loginServer",
            "privateEndpointConnections",
            "provisioningState",
            "status",
        ],
        flattened: ["privateEndpointConnections.*"],
        computed: [
            "sku.tier",
            "policies.*.lastUpdatedTime",
            "encryption.keyVaultProperties.versionedKeyIdentifier",
            ...identityComputed,
        ],
    },
    "containerregistry:ScopeMap": {
        path: `${registry}/scopeMaps/{scopeMapName}`,
        apiVersion: "2024-11-01-preview",
        naming: "copy",
        properties: ["actions", "description"],
        required: ["actions"],
        outputs: ["creationDate", "provisioningState"],
    },
    "containerregistry:Token": {
        path: `${registry}/tokens/{tokenName}`,
        apiVersion: "2024-11-01-preview",
        naming: "copy",
        properties: ["credentials", "scopeMapId", "status"],
        outputs: ["creationDate", "provisioningState"],
    },
    "containerregistry:Webhook": {
        path: `${registry}/webhooks/{webhookName}`,
        apiVersion: "2024-11-01-preview",
        naming: "copy",
        envelope: tracked,
        properties: ["actions", "customHeaders", "scope", "serviceUri", "status"],
        required: ["actions", "serviceUri"],
        replaceOnChanges: ["location"],
        outputs: ["provisioningState"],
    },
    "containerregistry:Replication": {
        path: `${registry}/replications/{replicationName}`,
        apiVersion: "2024-11-01-preview",
        naming: "copy",
        envelope: tracked,
        properties: ["regionEndpointEnabled", "zoneRedundancy"],
        replaceOnChanges: ["location"],
        outputs: ["provisioningState", "status"],
    },
    "containerregistry:CacheRule": {
        path: `${registry}/cacheRules/{cacheRuleName}`,
        apiVersion: "2024-11-01-preview",
        naming: "copy",
        properties: ["credentialSetResourceId", "sourceRepository", "targetRepository"],
        outputs: ["creationDate", "provisioningState"],
    },
    "containerregistry:CredentialSet": {
        path: `${registry}/credentialSets/{credentialSetName}`,
        apiVersion: "2023-01-01-preview",
        naming: "copy",
        envelope: ["identity"],
        properties: ["authCredentials", "loginServer"],
        outputs: ["creationDate", "provisioningState"],
        computed: ["authCredentials.*.credentialHealth", ...identityComputed],
    },

    "authorization:RoleAssignment": {
        path: "/{scope}/providers/Microsoft.Authorization/roleAssignments/{roleAssignmentName}",
        apiVersion: "2022-04-01",
        naming: "uuid",
        properties: [
            "condition",
            "conditionVersion",
            "delegatedManagedIdentityResourceId",
            "description",
            "principalId",
            "principalType",
            "roleDefinitionId",
        ],
        required: ["principalId", "roleDefinitionId"],
        replaceOnChanges: ["principalId"],
        outputs: ["createdBy", "createdOn", "updatedBy", "updatedOn"],
    },
    "authorization:RoleDefinition": {
        path: "/{scope}/providers/Microsoft.Authorization/roleDefinitions/{roleDefinitionId}",
        apiVersion: "2022-05-01-preview",
        naming: "uuid",
        properties: ["assignableScopes", "description", "permissions", "roleName", "roleType"],
        renames: { roleType: "type" },
        outputs: ["createdBy", "createdOn", "updatedBy", "updatedOn"],
        computed: ["permissions.*.condition", "permissions.*.conditionVersion"],
    },
    "authorization:ManagementLockByScope": {
        path: "/{scope}/providers/Microsoft.Authorization/locks/{lockName}",
        apiVersion: "2020-05-01",
        naming: "random",
        properties: ["level", "notes", "owners"],
        required: ["level"],
    },

    "managedidentity:UserAssignedIdentity": {
        path: identity,
        apiVersion: "2023-01-31",
        naming: "random",
        envelope: tracked,
        replaceOnChanges: ["location"],
        outputs: ["clientId", "principalId", "tenantId"],
    },
    "managedidentity:FederatedIdentityCredential": {
        path: `${identity}/federatedIdentityCredentials/{federatedIdentityCredentialResourceName}`,
        apiVersion: "2023-01-31",
        naming: "copy",
        properties: ["audiences", "issuer", "subject"],
        required: ["audiences", "issuer", "subject"],
    },

    "keyvault:Vault": {
        path: vault,
        apiVersion: "2024-11-01",
        naming: "random",
        envelope: [...tracked, "properties"],
        nested: true,
        required: ["properties"],
        replaceOnChanges: ["location"],
        computed: ["properties.hsmPoolResourceId", "properties.privateEndpointConnections"],
        maintained: ["properties.accessPolicies"],
    },
    "keyvault:Secret": {
        path: `${vault}/secrets/{secretName}`,
        apiVersion: "2024-11-01",
        naming: "copy",
        envelope: ["tags", "properties"],
        nested: true,
        renamesInside: { "properties.attributes": { expires: "exp", notBefore: "nbf" } },
        deletedInVault: true,
        required: ["properties"],
        outputs: ["location"],
        computed: [
            ...["properties.secretUri", "properties.secretUriWithVersion"],
            ...["properties.attributes.created", "properties.attributes.updated"],
        ],
    },
};
