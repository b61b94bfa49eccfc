// Provider resources that the components make for themselves. The components of a program share them, since the engine
// starts a process for each.
import * as pulumi from "@pulumi/pulumi";
import { type ProviderSettings, settingsOwner } from "./settings";

/** A provider of a package, with its settings. */
export class Provider extends pulumi.ProviderResource {
    constructor(
        packageName: string,
        name: string,
        settings: ProviderSettings,
        opts: pulumi.ResourceOptions,
        packageReference?: Promise<string>,
    ) {
        super(packageName, name, settings, opts, false, packageReference);
    }
}

const made = new WeakMap<pulumi.Resource, Map<string, Provider>>();

/**
 * The provider of that key for components with the same azure-native settings: made by the first that asks, as a child of
 * the owner of the settings.
 * @param key unique among those of one parent, and stable, since it becomes part of the URN.
 */
export function sharedProvider(
    component: pulumi.Resource,
    key: string,
    make: (name: string, opts: pulumi.ResourceOptions) => Provider,
): Provider {
    const parent = settingsOwner(component);
    const isStack = parent === pulumi.runtime.getStackResource();
    const providers = made.get(parent) ?? new Map<string, Provider>();
    made.set(parent, providers);
    const name = [isStack ? "acr-auth" : nameOf(parent), ...(key === "" ? [] : [key])].join("-");
    const provider = providers.get(key) ?? make(name, isStack ? {} : { parent });
    providers.set(key, provider);
    return provider;
}

/** The name a resource was declared with, which the SDK leaves out of its types. */
function nameOf(resource: pulumi.Resource): string {
    return (resource as unknown as { __name: string }).__name;
}
