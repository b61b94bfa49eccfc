// Container registries among the resources of the state: found by host, and what tells their lives apart.
import { createHash } from "node:crypto";
import type { ArmResource, AzureState } from "./azure-state";
import { resourcesOf } from "./resources";

export const registryType = "Microsoft.ContainerRegistry/registries";

/** The registry that answers at a host, such as `contoso.azurecr.io`. */
export const findRegistryByLoginServer = (state: AzureState, host: string): ArmResource | undefined =>
    resourcesOf(state, registryType).find(({ properties }) => properties.loginServer === host.toLowerCase());

/** The registry's own id, under which its content is kept apart from that of every other registry. */
export const registryUid = (registry: ArmResource): string => String(registry.internal?.uid);

/** What tells two lives of one registry name apart, and the time before a change of mode from the time after it. */
export const registryRid = (registry: ArmResource): string =>
    createHash("sha256")
        .update(`${registry.internal?.uid}/${registry.internal?.modeChanges}`)
        .digest("hex")
        .slice(0, 32);
