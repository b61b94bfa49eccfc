// The components of a config that has been checked.
import * as authorization from "@pulumi/azure-native/authorization";
import * as keyvault from "@pulumi/azure-native/keyvault";
import * as resources from "@pulumi/azure-native/resources";
import type * as pulumi from "@pulumi/pulumi";
import {
    AksAttachment,
    ContainerRegistry,
    CredentialVault,
    CrossTenantAksPull,
    CrossTenantApplication,
    RegistryAccess,
    RegistryManagedIdentity,
    RegistryServicePrincipal,
    RepositoryToken,
} from "../components";
import { clientIds } from "./application-elsewhere";
import {
    accessArgs,
    aksAttachmentArgs,
    crossTenantAksPullArgs,
    crossTenantApplicationArgs,
    managedIdentityArgs,
    registryArgs,
    repositoryTokenArgs,
    type Surroundings,
    servicePrincipalArgs,
    vaultSecretArgs,
} from "./inputs";
import type { StackConfig } from "./schema";

/** Every component by the name that the config gives it. */
export interface Declared {
    registries: Record<string, ContainerRegistry>;
    access: Record<string, RegistryAccess>;
    servicePrincipals: Record<string, RegistryServicePrincipal>;
    repositoryTokens: Record<string, RepositoryToken>;
    managedIdentities: Record<string, RegistryManagedIdentity>;
    aksAttachments: Record<string, AksAttachment>;
    crossTenantApplications: Record<string, CrossTenantApplication>;
    crossTenantAksPulls: Record<string, CrossTenantAksPull>;
    vaultSecrets: Record<string, CredentialVault>;
}

export function declare(config: StackConfig): Declared {
    // A stack without any registry, as in the tenant of a cluster, may need none.
    const resourceGroup = once(() => config.resourceGroupName ?? newResourceGroup(config));
    const around: Surroundings = {
        config,
        get resourceGroupName() {
            return resourceGroup();
        },
        registry: (key) => found(registries, key).reference,
        credential: (name) => found({ ...servicePrincipals, ...repositoryTokens, ...crossTenantApplications }, name),
        clientIdOf: clientIds(),
        vault: once(() =>
            config.vault === undefined
                ? { vaultName: newVault(config, resourceGroup()), resourceGroupName: resourceGroup() }
                : { vaultName: config.vault.name, resourceGroupName: config.vault.resourceGroupName },
        ),
    };
    const all = <Entry, Component>(
        entries: Record<string, Entry> = {},
        make: (name: string, entry: Entry) => Component,
    ) => mapValues(entries, (entry, name) => make(name, entry));

    const registries = all(
        config.registries,
        (name, entry) => new ContainerRegistry(name, registryArgs(entry, around)),
    );
    const access = all(config.access, (name, entry) => new RegistryAccess(name, accessArgs(entry, around)));
    const servicePrincipals = all(
        config.servicePrincipals,
        (name, entry) => new RegistryServicePrincipal(name, servicePrincipalArgs(entry, around)),
    );
    const repositoryTokens = all(
        config.repositoryTokens,
        (name, entry) => new RepositoryToken(name, repositoryTokenArgs(entry, around)),
    );
    const managedIdentities = all(
        config.managedIdentities,
        (name, entry) => new RegistryManagedIdentity(name, managedIdentityArgs(entry, around)),
    );
    const aksAttachments = all(
        config.aksAttachments,
        (name, entry) => new AksAttachment(name, aksAttachmentArgs(entry, around)),
    );
    const crossTenantApplications = all(
        config.crossTenantApplications,
        (name, entry) => new CrossTenantApplication(name, crossTenantApplicationArgs(entry, around)),
    );
    const crossTenantAksPulls = all(
        config.crossTenantAksPulls,
        (name, entry) => new CrossTenantAksPull(name, crossTenantAksPullArgs(entry, around)),
    );
    const vaultSecrets = all(
        config.vaultSecrets,
        (name, entry) => new CredentialVault(name, vaultSecretArgs(entry, around)),
    );
    return {
        registries,
        access,
        servicePrincipals,
        repositoryTokens,
        managedIdentities,
        aksAttachments,
        crossTenantApplications,
        crossTenantAksPulls,
        vaultSecrets,
    };
}

function newResourceGroup({ location, tags }: StackConfig): pulumi.Output<string> {
    return new resources.ResourceGroup("registries", { location, tags }).name;
}

/** Readers are let in by roles, as everywhere here; the vault itself holds no access policy. */
function newVault({ location, tags }: StackConfig, resourceGroupName: pulumi.Input<string>): pulumi.Output<string> {
    return new keyvault.Vault("vault", {
        resourceGroupName,
        location,
        tags,
        properties: {
            tenantId: authorization.getClientConfigOutput().tenantId,
            sku: { family: "A", name: "standard" },
            enableRbacAuthorization: true,
        },
    }).name;
}

function found<Component>(components: Record<string, Component>, name: string): Component {
    const component = components[name];
    if (component === undefined) {
        throw new Error(`The config has nothing called ${name}.`);
    }
    return component;
}

function once<Value>(make: () => Value): () => Value {
    let made: { value: Value } | undefined;
    return () => {
        made ??= { value: make() };
        return made.value;
    };
}

export function mapValues<From, To>(
    record: Readonly<Record<string, From>>,
    convert: (value: From, key: string) => To,
): Record<string, To> {
    return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, convert(value, key)]));
}
