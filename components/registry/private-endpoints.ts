// Private endpoints of a registry.
// Source: https://learn.microsoft.com/azure/container-registry/container-registry-private-link
import * as network from "@pulumi/azure-native/network";
import * as pulumi from "@pulumi/pulumi";
import { subscriptionOf } from "../../azure/arm-id";
import { Sku } from "../../azure/skus";
import { providerInSubscription } from "../azure-native/other-subscription";
import { ifPlain, isPlain, type Problem } from "../inputs/validation";
import type { RegistryPlace } from "./place";
import type { UsedFeature } from "./sku-problems";

/** A private endpoint: an IP address of the registry in a subnet. */
export interface PrivateEndpointArgs {
    /** ARM id of the subnet. */
    subnetResourceId: pulumi.Input<string>;
    /**
     * Azure region of the subnet's virtual network; give it when the registry has another one. Defaults to the location of
     * the registry.
     */
    location?: pulumi.Input<string>;
    /**
     * Resource group of the endpoint, in the subscription of the subnet; give it when the registry is in another
     * subscription. Defaults to the resource group of the registry.
     */
    resourceGroupName?: pulumi.Input<string>;
    /**
     * ARM ids of private DNS zones named `privatelink.azurecr.io` that get a record for the endpoint. Defaults to none:
     * clients then need another way to resolve the registry's name.
     */
    dnsZoneResourceIds?: pulumi.Input<string>[];
}

type PrivateEndpoints = Readonly<Record<string, PrivateEndpointArgs>>;

export function privateEndpointFeatures(endpoints: PrivateEndpoints | undefined): UsedFeature[] {
    return endpoints === undefined
        ? []
        : [{ path: "privateEndpoints", given: Object.keys(endpoints), needs: Sku.premium }];
}

const subnetId =
    /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Network\/virtualNetworks\/[^/]+\/subnets\/[^/]+$/i;

export function privateEndpointProblems(endpoints: PrivateEndpoints = {}): Problem[] {
    return Object.entries(endpoints).flatMap(([key, { subnetResourceId }]) =>
        ifPlain(subnetResourceId, (given) =>
            subnetId.test(given)
                ? []
                : [
                      {
                          path: `privateEndpoints.${key}.subnetResourceId`,
                          problem: "is not the ARM id of a subnet",
                          given,
                          remedy: "Give the id that `az network vnet subnet show --query id` prints.",
                      },
                  ],
        ),
    );
}

/**
 * Each after the replications and after the one before: Azure changes the registry for every one of them, and fails those
 * that come at the same time (https://github.com/hashicorp/terraform-provider-azurerm/issues/10880,
 * https://github.com/Azure/bicep-registry-modules/issues/4042).
 */
export function declarePrivateEndpoints(
    place: RegistryPlace,
    endpoints: PrivateEndpoints,
    replications: pulumi.Resource[],
): pulumi.Resource[] {
    const declared: pulumi.Resource[] = [];
    let before = replications;
    for (const [key, endpoint] of Object.entries(endpoints)) {
        before = declarePrivateEndpoint(place, key, endpoint, before);
        declared.push(...before);
    }
    return declared;
}

/** In the region and the subscription of its virtual network: https://learn.microsoft.com/azure/private-link/private-endpoint-overview */
function declarePrivateEndpoint(
    place: RegistryPlace,
    key: string,
    endpoint: PrivateEndpointArgs,
    dependsOn: pulumi.Resource[],
): pulumi.Resource[] {
    const { component, name, registryId, tags } = place;
    const { subnetResourceId, dnsZoneResourceIds = [], resourceGroupName = place.resourceGroupName } = endpoint;
    const opts: pulumi.CustomResourceOptions = {
        parent: component,
        dependsOn,
        ...(endpoint.resourceGroupName === undefined
            ? {}
            : {
                  provider: providerInSubscription(
                      component,
                      subscription(subnetResourceId),
                      `${name}-endpoint-${key}`,
                  ),
              }),
    };
    const declared = new network.PrivateEndpoint(
        `${name}-endpoint-${key}`,
        {
            resourceGroupName,
            location: endpoint.location ?? place.location,
            tags,
            subnet: { id: subnetResourceId },
            privateLinkServiceConnections: [
                { name: `${name}-${key}`, privateLinkServiceId: registryId, groupIds: ["registry"] },
            ],
        },
        opts,
    );
    if (dnsZoneResourceIds.length === 0) {
        return [declared];
    }
    return [
        declared,
        new network.PrivateDnsZoneGroup(
            `${name}-endpoint-${key}-dns`,
            {
                resourceGroupName,
                privateEndpointName: declared.name,
                privateDnsZoneGroupName: "registry",
                privateDnsZoneConfigs: dnsZoneResourceIds.map((privateDnsZoneId, index) => ({
                    name: `zone-${index}`,
                    privateDnsZoneId,
                })),
            },
            opts,
        ),
    ];
}

function subscription(subnetResourceId: pulumi.Input<string>): pulumi.Input<string> {
    return isPlain(subnetResourceId)
        ? (subscriptionOf(subnetResourceId) ?? "")
        : pulumi.output(subnetResourceId).apply((id) => subscriptionOf(id) ?? "");
}
