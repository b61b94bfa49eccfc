// How components point at a registry: its ARM id, its login server, and which roles it honours.
import * as acr from "@pulumi/azure-native/containerregistry";
import type * as pulumi from "@pulumi/pulumi";
import { RoleAssignmentMode } from "../azure/roles";

/** A registry: one that `ContainerRegistry` made (its `reference`), one that `lookupRegistry` found, or one written out. */
export interface RegistryReference {
    /** ARM id: `/subscriptions/.../registries/NAME`. */
    resourceId: pulumi.Input<string>;
    /** Host that clients log in to, such as `contoso.azurecr.io`. Never computed from the name: it may hold a hash. */
    loginServer: pulumi.Input<string>;
    /** Which roles the registry honours. Known at once, because it decides how many role assignments exist. */
    roleAssignmentMode: RoleAssignmentMode;
    /**
     * A second mode, which the registry is about to be switched to or has just left: its roles are assigned as well and
     * have no effect meanwhile. Defaults to none.
     */
    preparedMode?: RoleAssignmentMode;
}

/** Names a registry that something else made. */
export interface LookupRegistryArgs {
    /** The resource group that the registry is in. */
    resourceGroupName: string;
    /** The registry's name, without `.azurecr.io`. */
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
