// Resources in another subscription than their component's: azure-native takes the subscription of a resource from its
// provider alone.
import type * as pulumi from "@pulumi/pulumi";
import { providerVersion } from "./containerregistry-package";
import { azureNativeSettings } from "./settings";
import { Provider, sharedProvider } from "./shared-provider";

/**
 * A provider with the login of the component's own, for another subscription; one for all components, if the subscription
 * is known at once.
 * @param fallbackName names the provider of a subscription that is known only later.
 */
export function providerInSubscription(
    component: pulumi.Resource,
    subscriptionId: pulumi.Input<string>,
    fallbackName: string,
): pulumi.ProviderResource {
    const settings = { ...azureNativeSettings(component), subscriptionId };
    const make = (name: string, opts: pulumi.ResourceOptions) =>
        new Provider("azure-native", name, settings, { ...opts, version: providerVersion });
    return typeof subscriptionId === "string"
        ? sharedProvider(component, subscriptionId, make)
        : make(fallbackName, { parent: component });
}
