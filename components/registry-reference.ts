// How components point at a registry: its ARM id, its login server, and which roles it honours.
import * as acr from "@pulumi/azure-native/containerregistry";
import * as pulumi from "@pulumi/pulumi";
import { RoleAssignmentMode } from "./roles";
import type { Problem } from "./validation";

/** A registry, made by `ContainerRegistry` (its `reference`), found by `lookupRegistry` or written out. */
export interface RegistryReference {
    /** ARM id: `/subscriptions/.../registries/NAME`. */
    resourceId: pulumi.Input<string>;
    /** Host that clients log in to, such as `contoso.azurecr.io`. Never computed from the name: it may hold a hash. */
    loginServer: pulumi.Input<string>;
    /** Which roles the registry honours. Known at once, because it decides how many role assignments exist. */
    roleAssignmentMode: RoleAssignmentMode;
}

/** The parts of a registry's ARM id. */
export interface RegistryId {
    subscriptionId: string;
    resourceGroupName: string;
    registryName: string;
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

/** The parts of a registry's id, once it is known; fails for an id of anything else. */
export function registryParts(registry: RegistryReference): pulumi.Output<RegistryId> {
    return pulumi.output(registry.resourceId).apply((resourceId) => {
        const parts = parseRegistryId(resourceId);
        if (parts === undefined) {
            throw new Error(`"${resourceId}" is not the ARM id of a container registry.`);
        }
        return parts;
    });
}

/** Names a registry that something else made. */
export interface LookupRegistryArgs {
    resourceGroupName: string;
    registryName: string;
    /** Which roles the registry honours. Defaults to legacy. */
    roleAssignmentMode?: RoleAssignmentMode;
}

/** A reference to a registry that exists already. */
export function lookupRegistry(args: LookupRegistryArgs, opts?: pulumi.InvokeOptions): RegistryReference {
    const { resourceGroupName, registryName } = args;
    const registry = acr.getRegistryOutput({ resourceGroupName, registryName }, opts);
    return {
        resourceId: registry.id,
        loginServer: registry.loginServer,
        roleAssignmentMode: args.roleAssignmentMode ?? RoleAssignmentMode.legacy,
    };
}
