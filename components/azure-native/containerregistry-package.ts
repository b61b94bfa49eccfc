// A local SDK of azure-native for the API version of the registry that this library needs, written by hand in the shape
// that `pulumi package add azure-native containerregistry 2025-06-01-preview` generates.
import * as pulumi from "@pulumi/pulumi";
import { registryPackage, registryParameter } from "../../azure/registry-package";

/** The plugin that the rest of the program uses as well. */
export const { version: providerVersion }: { version: string } = require("@pulumi/azure-native/package.json");

/** Registers the package with the engine; every resource of it passes the answer on. */
export function packageReference(): Promise<string> {
    return pulumi.runtime.registerPackage({
        baseProviderName: "azure-native",
        baseProviderVersion: providerVersion,
        baseProviderDownloadUrl: "",
        packageName: registryPackage,
        packageVersion: providerVersion,
        base64Parameter: registryParameter,
    });
}
