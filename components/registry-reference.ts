// How components refer to a registry: its ARM id, its login server, and which roles it honours.
import * as acr from "@pulumi/azure-native/containerregistry";
import * as pulumi from "@pulumi/pulumi";
import { resourceTypes } from "../azure/arm-id";
import { RoleAssignmentMode } from "../azure/roles";
import { asError, lookupProblem } from "./inputs/lookup-problems";
import { refusal } from "./inputs/validation";

/** A registry: the `reference` of a `ContainerRegistry`, the result of `lookupRegistry`, or a literal. */
export interface RegistryReference {
    /** ARM id: `/subscriptions/.../registries/NAME`. */
    resourceId: pulumi.Input<string>;
    /** Host that clients log in to, such as `contoso.azurecr.io`. It may contain a hash, so it is never computed from the name. */
    loginServer: pulumi.Input<string>;
    /** Which roles the registry honours. Known at once, because it decides how many role assignments exist. */
    roleAssignmentMode: RoleAssignmentMode;
    /**
     * A second mode, which the registry is about to be switched to or has just left: its roles are assigned as well and
     * have no effect meanwhile. Defaults to none.
     */
    preparedMode?: RoleAssignmentMode;
}

/** An existing registry, by its name. */
export interface LookupRegistryArgs {
    /** The resource group that the registry is in. */
    resourceGroupName: string;
    /** The registry's name, without `.azurecr.io`. */
    registryName: string;
    /** Which roles the registry honours. Defaults to legacy. */
    roleAssignmentMode?: RoleAssignmentMode;
}

/** A reference to an existing registry. Fails if it is not found, or if the deployer may not read it. */
export function lookupRegistry(args: LookupRegistryArgs, opts?: pulumi.InvokeOptions): RegistryReference {
    const registry = pulumi.output(findRegistry(args, opts));
    return {
        resourceId: registry.id,
        loginServer: registry.loginServer,
        roleAssignmentMode: args.roleAssignmentMode ?? RoleAssignmentMode.legacy,
    };
}

/** Asks ARM for a registry. */
export async function findRegistry(
    { resourceGroupName, registryName }: LookupRegistryArgs,
    opts?: pulumi.InvokeOptions,
): Promise<acr.GetRegistryResult> {
    const found = await acr.getRegistry({ resourceGroupName, registryName }, opts).catch(asError);
    if (!(found instanceof Error)) {
        return found;
    }
    const otherProvider = "give a provider (opts.provider) that works in the registry's subscription";
    throw refusal("lookupRegistry", [
        lookupProblem(
            "registryName",
            registryName,
            {
                service: "ARM",
                right: `the action ${resourceTypes.registry}/read on it`,
                alternative: otherProvider,
            },
            {
                problem: `is not the name of a registry in the resource group ${resourceGroupName}`,
                remedy: `Correct it, or ${otherProvider}.`,
            },
            found,
        ),
    ]);
}
