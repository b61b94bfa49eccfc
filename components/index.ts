// What the package acr-auth offers: the components, their inputs and their vocabulary.
export { ContainerRegistry, type ContainerRegistryArgs } from "./container-registry";
export { type Grant, PrincipalType } from "./grants";
export { Permission } from "./permissions";
export { Sku } from "./registry/sku";
export { RegistryAccess, type RegistryAccessArgs } from "./registry-access";
export { type LookupRegistryArgs, lookupRegistry, type RegistryReference } from "./registry-reference";
export { RegistryServicePrincipal, type RegistryServicePrincipalArgs } from "./registry-service-principal";
export { type RepositoryGrant, RepositoryToken, type RepositoryTokenArgs } from "./repository-token";
export { RoleAssignmentMode } from "./roles";
export type { RotationArgs } from "./rotating-credential";
