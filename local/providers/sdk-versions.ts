// The provider packages that are served here, each at the version of its installed SDK: the engine looks for a plugin
// of exactly the version a program's SDK asks for.
import { createRequire } from "node:module";

export const providerNames = ["azure-native", "azuread", "random"] as const;
export type ProviderName = (typeof providerNames)[number];

export const isProviderName = (name: string | undefined): name is ProviderName =>
    providerNames.some((known) => known === name);

/** For example `3.28.0`. */
export const sdkVersion = (name: ProviderName): string =>
    createRequire(__filename)(`@pulumi/${name}/package.json`).version;
