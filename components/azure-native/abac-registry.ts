// The registry in API version 2025-06-01-preview: what the shipped SDK has, and the role assignment mode.
import type * as acr from "@pulumi/azure-native/containerregistry";
import * as pulumi from "@pulumi/pulumi";
import { registryPackage, registryType } from "../../azure/registry-package";
import { packageReference } from "./containerregistry-package";
import { azureNativeSettings, configured } from "./settings";
import { Provider, sharedProvider } from "./shared-provider";

/**
 * The provider to make such a registry with. The config of a package has the name of the package, so `azure-native:*` of the
 * stack does not reach this one by itself, and neither does an azure-native provider. Where nothing is configured, or a
 * provider of this package is given, the engine's choice is right.
 *
 * azure-native before July 2026 ignores the inputs of such a provider under Pulumi 3.245 and newer:
 * https://github.com/pulumi/pulumi-azure-native/pull/4755. The engine asks the new provider whether a registry of another
 * one has to be replaced, and azure-native says no (DiffConfig in its provider.go).
 */
export function abacProvider(component: pulumi.Resource): pulumi.ProviderResource | undefined {
    const settings = { ...azureNativeSettings(component), ...configured(registryPackage) };
    return component.getProvider(registryType) !== undefined || Object.keys(settings).length === 0
        ? undefined
        : sharedProvider(
              component,
              "",
              (name, opts) => new Provider(registryPackage, name, settings, opts, packageReference()),
          );
}

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
