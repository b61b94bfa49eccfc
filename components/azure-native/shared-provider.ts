// Provider resources that the components make for themselves. The components of a program share them, since the engine
// starts a process for each.
import * as pulumi from "@pulumi/pulumi";
import { givenProvider, type ProviderSettings } from "./settings";

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
 * The provider of that key for components that work with the same azure-native provider: made by the first that asks. It
 * is a child of that azure-native provider; of the stack, if its config has the settings; and of the component in a
 * program of another language, where nothing is known of the others.
 * @param key unique among those of one parent, and stable, since it becomes part of the URN.
 */
export function sharedProvider(
    component: pulumi.Resource,
    key: string,
    make: (name: string, opts: pulumi.ResourceOptions) => Provider,
): Provider {
    const stack = pulumi.runtime.getStackResource();
    const parent = givenProvider(component) ?? stack ?? component;
    const providers = made.get(parent) ?? new Map<string, Provider>();
    made.set(parent, providers);
    const name = [parent === stack ? "acr-auth" : nameOf(parent), ...(key === "" ? [] : [key])].join("-");
    const provider = providers.get(key) ?? make(name, parent === stack ? {} : { parent });
    providers.set(key, provider);
    return provider;
}

/** The name a resource was declared with, which the SDK leaves out of its types. */
function nameOf(resource: pulumi.Resource): string {
    return (resource as unknown as { __name: string }).__name;
}
