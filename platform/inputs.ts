// From entries of the stack's config to the inputs of components. Used twice: to check everything before anything is
// declared, with stand-ins for what does not exist yet, and to declare it.
import type * as pulumi from "@pulumi/pulumi";
import type {
    AksAttachmentArgs,
    ContainerRegistryArgs,
    CredentialVaultArgs,
    CrossTenantAksPullArgs,
    CrossTenantApplicationArgs,
    Grant,
    RegistryAccessArgs,
    RegistryManagedIdentityArgs,
    RegistryReference,
    RegistryServicePrincipalArgs,
    RepositoryTokenArgs,
} from "../components";
import type {
    AccessEntry,
    AksAttachmentEntry,
    ApplicationElsewhere,
    CrossTenantAksPullEntry,
    CrossTenantApplicationEntry,
    GrantEntry,
    ManagedIdentityEntry,
    RegistryEntry,
    RepositoryTokenEntry,
    ServicePrincipalEntry,
    StackConfig,
    VaultSecretEntry,
} from "./schema";

/**
 * What entries refer to: the program's resource group, registries by key, credentials by name, applications of other
 * stacks, the vault.
 */
export interface Surroundings {
    config: StackConfig;
    resourceGroupName: pulumi.Input<string>;
    registry: (key: string) => RegistryReference;
    credential: (name: string) => Credential;
    clientIdOf: (application: ApplicationElsewhere | undefined) => pulumi.Input<string>;
    vault: () => { vaultName: pulumi.Input<string>; resourceGroupName: pulumi.Input<string> };
}

/** What every credential component offers. */
export interface Credential {
    username: pulumi.Input<string>;
    password: pulumi.Input<string>;
    dockerConfigJson: pulumi.Input<string>;
    expiresOn: pulumi.Input<string>;
}

export function registryArgs(entry: RegistryEntry, { config, resourceGroupName }: Surroundings): ContainerRegistryArgs {
    return { ...place(config), ...asOf(config), ...entry, resourceGroupName, tags: { ...config.tags, ...entry.tags } };
}

export function accessArgs(entry: AccessEntry, { registry }: Surroundings): RegistryAccessArgs {
    return { ...entry, grants: grantsOf(entry.grants, registry) };
}

export function servicePrincipalArgs(
    entry: ServicePrincipalEntry,
    { config, registry }: Surroundings,
): RegistryServicePrincipalArgs {
    return { ...entry, ...asOf(config), grants: grantsOf(entry.grants, registry) };
}

export function repositoryTokenArgs(
    entry: RepositoryTokenEntry,
    { config, registry }: Surroundings,
): RepositoryTokenArgs {
    return { ...entry, ...asOf(config), registry: registry(entry.registry) };
}

export function managedIdentityArgs(
    entry: ManagedIdentityEntry,
    { config, resourceGroupName, registry }: Surroundings,
): RegistryManagedIdentityArgs {
    const grants = grantsOf(entry.grants, registry);
    return entry.identityResourceId === undefined
        ? { ...place(config), ...tagsOf(config), ...entry, grants, resourceGroupName }
        : { ...entry, grants };
}

export function aksAttachmentArgs(
    entry: AksAttachmentEntry,
    { config, resourceGroupName, registry }: Surroundings,
): AksAttachmentArgs {
    const { kubeletIdentity, ...rest } = entry;
    const grants = grantsOf(entry.grants, registry);
    return kubeletIdentity === undefined
        ? { ...rest, grants }
        : {
              ...rest,
              grants,
              kubeletIdentity: { ...place(config), ...tagsOf(config), ...kubeletIdentity, resourceGroupName },
          };
}

export function crossTenantApplicationArgs(
    entry: CrossTenantApplicationEntry,
    { config }: Surroundings,
): CrossTenantApplicationArgs {
    return { ...entry, ...asOf(config) };
}

export function crossTenantAksPullArgs(
    { clientId, application, grants }: CrossTenantAksPullEntry,
    { registry, clientIdOf }: Surroundings,
): CrossTenantAksPullArgs {
    return { clientId: clientId ?? clientIdOf(application), grants: grantsOf(grants, registry) };
}

export function vaultSecretArgs(
    { credential: name, content = "password", secretName }: VaultSecretEntry,
    { config, credential, vault }: Surroundings,
): CredentialVaultArgs {
    const { username, expiresOn, [content]: value } = credential(name);
    return {
        ...vault(),
        ...(secretName === undefined ? {} : { secretName }),
        ...tagsOf(config),
        username,
        expiresOn,
        [content]: value,
    };
}

function asOf({ asOf }: StackConfig): { asOf?: string } {
    return asOf === undefined ? {} : { asOf };
}

function place({ location }: StackConfig): { location?: string } {
    return location === undefined ? {} : { location };
}

function tagsOf({ tags }: StackConfig): { tags?: Record<string, string> } {
    return tags === undefined ? {} : { tags };
}

function grantsOf(
    entries: Record<string, GrantEntry>,
    registry: (key: string) => RegistryReference,
): Record<string, Grant> {
    return Object.fromEntries(
        Object.entries(entries).map(([key, entry]) => [key, { ...entry, registry: registry(entry.registry) }]),
    );
}
