// ARM ids of registries and of what is in them. Pure.
import type { Problem } from "./validation";

/** The parts of a registry's ARM id. */
export interface RegistryId {
    subscriptionId: string;
    resourceGroupName: string;
    registryName: string;
}

/** The parts of the ARM id of something in a registry, such as a token. */
export interface RegistryChildId extends RegistryId {
    childName: string;
}

const registryIdPattern =
    /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.ContainerRegistry\/registries\/([^/]+)$/i;

/** The parts of an ARM id, or `undefined` if it is not a registry's. */
export function parseRegistryId(resourceId: string): RegistryId | undefined {
    const [, subscriptionId, resourceGroupName, registryName] = registryIdPattern.exec(resourceId) ?? [];
    return subscriptionId && resourceGroupName && registryName
        ? { subscriptionId, resourceGroupName, registryName }
        : undefined;
}

/** The parts of an ARM id, or `undefined` if it is not one of something directly in a registry. */
export function parseRegistryChildId(resourceId: string): RegistryChildId | undefined {
    const [, registryId, childName] = /^(.+)\/[^/]+\/([^/]+)$/.exec(resourceId) ?? [];
    const registry = registryId && parseRegistryId(registryId);
    return registry && childName ? { ...registry, childName } : undefined;
}

/** The ARM id of a registry, as ARM writes it. */
export function formatRegistryId({ subscriptionId, resourceGroupName, registryName }: RegistryId): string {
    return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroupName}/providers/Microsoft.ContainerRegistry/registries/${registryName}`;
}

export function registryIdProblems(path: string, resourceId: string): Problem[] {
    return parseRegistryId(resourceId)
        ? []
        : [
              {
                  path,
                  problem: "is not the ARM id of a registry",
                  given: resourceId,
                  remedy: "Pass the reference of a ContainerRegistry, or the id that `az acr show --query id` prints.",
              },
          ];
}
