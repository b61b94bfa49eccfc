// The settings of the azure-native provider that a component works with, for provider resources that take after it: those
// of the provider that the component was given, or those of the stack's config.
import * as pulumi from "@pulumi/pulumi";
import { isSecretConfig } from "../inputs/secret-config";

/** Settings by name, such as `subscriptionId`. What is left out, the provider reads from `ARM_*`. */
export type ProviderSettings = Record<string, pulumi.Input<string>>;

/** The inputs of azure-native's `Provider`, and `oidcAudience`, which only its plugin knows (auth_azidentity.go). */
const settingNames = [
    ...["subscriptionId", "location", "environment", "tenantId", "auxiliaryTenantIds"],
    ...["clientId", "clientSecret", "clientCertificatePath", "clientCertificatePassword"],
    ...["useOidc", "oidcAudience", "oidcToken", "oidcTokenFilePath", "oidcRequestToken", "oidcRequestUrl"],
    ...["useMsi", "msiEndpoint", "useDefaultAzureCredential", "disableInstanceDiscovery", "metadataHost"],
    ...["partnerId", "disablePulumiPartnerId"],
] as const;

/** Secret however they were set: what azure-native itself marks, and bearer tokens. */
const secretNames: ReadonlySet<string> = new Set([
    ...["clientId", "clientSecret", "clientCertificatePassword", "oidcToken", "oidcRequestToken"],
]);

/** The azure-native provider that a component was given, if any. */
export function givenProvider(component: pulumi.Resource): pulumi.ProviderResource | undefined {
    return component.getProvider("azure-native:index:Provider");
}

/**
 * What components with the same settings have in common: the azure-native provider that they were given, or the stack, whose
 * config has them. In a program of another language a component has nothing in common with others.
 */
export function settingsOwner(component: pulumi.Resource): pulumi.Resource {
    return givenProvider(component) ?? pulumi.runtime.getStackResource() ?? component;
}

/** The settings; `undefined` for a provider of a program in another language, which hands over a reference alone. */
export function azureNativeSettings(component: pulumi.Resource): ProviderSettings | undefined {
    const given = givenProvider(component);
    return given === undefined ? configured("azure-native") : settingsOf(given);
}

/** The settings of a package in the stack's config. */
export function configured(packageName: string): ProviderSettings {
    const prefix = `${packageName}:`;
    return Object.fromEntries(
        Object.entries(pulumi.runtime.allConfig())
            .filter(([key]) => key.startsWith(prefix))
            .map(([key, value]) => {
                const name = key.slice(prefix.length);
                return [name, secretNames.has(name) || isSecretConfig(key) ? pulumi.secret(value) : value];
            }),
    );
}

/** The inputs of a provider resource are outputs of the object as well, though its class does not declare them. */
function settingsOf(provider: pulumi.ProviderResource): ProviderSettings | undefined {
    const outputs = provider as unknown as Partial<Record<string, pulumi.Output<string>>>;
    const isReference = outputs.subscriptionId === undefined;
    return isReference
        ? undefined
        : Object.fromEntries(
              settingNames.flatMap((name) =>
                  outputs[name] === undefined ? [] : [[name, absentIfNotGiven(outputs[name])]],
              ),
          );
}

/** In a preview, the SDK takes an output without a value for one that is not known yet; only its promise tells them apart. */
function absentIfNotGiven<T>(output: pulumi.Output<T>): pulumi.Output<T> {
    const { promise } = output as unknown as { promise: (withUnknowns: boolean) => Promise<unknown> };
    return pulumi.output(promise(true).then((value) => (value === undefined ? undefined : output))) as pulumi.Output<T>;
}
