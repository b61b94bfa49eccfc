// The API version of registries that acr-auth works with, and the package of azure-native that has it. The SDK that
// azure-native ships stays at 2023-01-01-preview until its next major version: it has no role assignment mode, and Azure
// refuses its updates once a registry has one.
// The names are those of `pulumi package add azure-native containerregistry 2025-06-01-preview`.

/** It tells the role assignment mode, anonymous pull, the admin user, soft delete, and whether tokens for ARM are accepted. */
export const registryApiVersion = "2025-06-01-preview";

const parameter = { module: "containerregistry", version: `v${registryApiVersion.replaceAll("-", "")}` };

/** The package that the engine makes of azure-native with this parameter. */
export const registryPackage = `azure-native_${parameter.module}_${parameter.version}`;

/** The type token of its registry. */
export const registryType = `${registryPackage}:${parameter.module}:Registry`;

/** As the engine has it, in an import file as well: the provider takes base64 text, and bytes are carried as base64 in turn. */
export const registryParameter = base64(base64(JSON.stringify(parameter)));

function base64(text: string): string {
    return Buffer.from(text).toString("base64");
}
