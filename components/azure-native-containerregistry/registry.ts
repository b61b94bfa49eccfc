// The registry in API version 2025-06-01-preview: what the shipped SDK has, and the role assignment mode.
import type * as acr from "@pulumi/azure-native/containerregistry";
import * as pulumi from "@pulumi/pulumi";
import { packageReference, registryType } from "./package";

export interface RegistryArgs extends acr.RegistryArgs {
    roleAssignmentMode: "LegacyRegistryPermissions" | "AbacRepositoryPermissions";
}

export class Registry extends pulumi.CustomResource {
    declare public readonly name: pulumi.Output<string>;
    declare public readonly loginServer: pulumi.Output<string>;
    declare public readonly creationDate: pulumi.Output<string>;

    /** A registry that the shipped SDK made is taken over as it is. */
    constructor(name: string, args: RegistryArgs, opts: pulumi.CustomResourceOptions) {
        super(
            registryType,
            name,
            { ...args, name: undefined, loginServer: undefined, creationDate: undefined },
            { ...opts, aliases: [{ type: "azure-native:containerregistry:Registry" }] },
            false,
            packageReference(),
        );
    }
}
