// What the package acr-auth offers: the components, their inputs and their vocabulary.

export { Permission } from "../azure/permissions";
export { RoleAssignmentMode } from "../azure/roles";
export { TokenPasswordName } from "../azure/rotation";
export { Sku } from "../azure/skus";
export { type Grant, PrincipalType } from "./access/grants";
export type { PrincipalReference } from "./access/principals";
export { AksAttachment, type AksAttachmentArgs } from "./aks-attachment";
export { ContainerRegistry } from "./container-registry";
export type { RotationArgs } from "./credential/rotating-credential";
export { CredentialVault, type CredentialVaultArgs } from "./credential-vault";
export { CrossTenantAksPull, type CrossTenantAksPullArgs } from "./cross-tenant-aks-pull";
export { CrossTenantApplication, type CrossTenantApplicationArgs } from "./cross-tenant-application";
export type {
    FederatedCredential,
    GitHubWorkload,
    GitLabWorkload,
    KubernetesWorkload,
} from "./identity/federation";
export type { KubeletIdentity } from "./identity/kubelet-identity";
export type { NewIdentityArgs } from "./identity/user-assigned-identity";
export type { AdminUserArgs } from "./registry/admin-user";
export type { ContainerRegistryArgs } from "./registry/args";
export type { ArtifactCacheArgs, CacheCredentialArgs, CacheRuleArgs } from "./registry/artifact-cache";
export type { CustomerManagedKeyArgs } from "./registry/encryption";
export { RegistryLock } from "./registry/lock";
export type { RegistryNetworkArgs } from "./registry/network";
export type { RegistryPolicyArgs } from "./registry/policies";
export type { PrivateEndpointArgs } from "./registry/private-endpoints";
export type { ReplicationArgs } from "./registry/replications";
export { WebhookAction, type WebhookArgs } from "./registry/webhooks";
export { RegistryAccess, type RegistryAccessArgs } from "./registry-access";
export { RegistryManagedIdentity, type RegistryManagedIdentityArgs } from "./registry-managed-identity";
export { type LookupRegistryArgs, lookupRegistry, type RegistryReference } from "./registry-reference";
export { RegistryServicePrincipal, type RegistryServicePrincipalArgs } from "./registry-service-principal";
export { type RepositoryGrant, RepositoryToken, type RepositoryTokenArgs } from "./repository-token";
