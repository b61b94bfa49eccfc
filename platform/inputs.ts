// From entries of the stack's config to the inputs of components. Used twice: to check everything before anything is
// declared, with stand-ins for the registries, and to declare it.
import type {
    ContainerRegistryArgs,
    Grant,
    RegistryAccessArgs,
    RegistryReference,
    RegistryServicePrincipalArgs,
    RepositoryTokenArgs,
} from "../components";
import type {
    AccessEntry,
    GrantEntry,
    RegistryEntry,
    RepositoryTokenEntry,
    ServicePrincipalEntry,
    StackConfig,
} from "./schema";

/** Finds a registry by the key that the config gives it. */
export type FindRegistry = (key: string) => RegistryReference;

export function registryArgs(
    config: StackConfig,
    entry: RegistryEntry,
    resourceGroupName: ContainerRegistryArgs["resourceGroupName"],
): ContainerRegistryArgs {
    const location = entry.location ?? config.location;
    return {
        ...entry,
        resourceGroupName,
        tags: { ...config.tags, ...entry.tags },
        ...(location === undefined ? {} : { location }),
    };
}

export function accessArgs(entry: AccessEntry, find: FindRegistry): RegistryAccessArgs {
    return { ...entry, grants: grantsOf(entry.grants, find) };
}

export function servicePrincipalArgs(
    config: StackConfig,
    entry: ServicePrincipalEntry,
    find: FindRegistry,
): RegistryServicePrincipalArgs {
    return { ...entry, ...asOf(config), grants: grantsOf(entry.grants, find) };
}

export function repositoryTokenArgs(
    config: StackConfig,
    entry: RepositoryTokenEntry,
    find: FindRegistry,
): RepositoryTokenArgs {
    return { ...entry, ...asOf(config), registry: find(entry.registry) };
}

function asOf(config: StackConfig): { asOf?: string } {
    return config.asOf === undefined ? {} : { asOf: config.asOf };
}

function grantsOf(entries: Record<string, GrantEntry>, find: FindRegistry): Record<string, Grant> {
    return Object.fromEntries(
        Object.entries(entries).map(([key, entry]) => [key, { ...entry, registry: find(entry.registry) }]),
    );
}
