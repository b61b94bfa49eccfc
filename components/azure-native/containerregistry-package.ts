// A local SDK of azure-native for the API version of the registry that this library needs, written by hand in the shape
// that `pulumi package add azure-native containerregistry 2025-06-01-preview` generates. The SDK that azure-native ships
// stays at 2023-01-01-preview until its next major version: it has no role assignment mode, and Azure refuses its
// updates once a registry has one.
import * as pulumi from "@pulumi/pulumi";

const parameter = { module: "containerregistry", version: "v20250601preview" };

/** The package that the engine makes of azure-native with this parameter. */
export const packageName = `azure-native_${parameter.module}_${parameter.version}`;

export const registryType = `${packageName}:${parameter.module}:Registry`;

/** As the engine has it, in an import file as well: the provider takes base64 text, and bytes are carried as base64 in turn. */
export const base64Parameter = base64(base64(JSON.stringify(parameter)));

/** The plugin that the rest of the program uses as well. */
export const { version: providerVersion }: { version: string } = require("@pulumi/azure-native/package.json");

/** Registers the package with the engine; every resource of it passes the answer on. */
export function packageReference(): Promise<string> {
    return pulumi.runtime.registerPackage({
        baseProviderName: "azure-native",
        baseProviderVersion: providerVersion,
        baseProviderDownloadUrl: "",
        packageName,
        packageVersion: providerVersion,
        base64Parameter,
    });
}

function base64(text: string): string {
    return Buffer.from(text).toString("base64");
}
