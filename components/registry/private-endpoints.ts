// Addresses of the registry inside virtual networks.
// Source: https://learn.microsoft.com/azure/container-registry/container-registry-private-link
import * as network from "@pulumi/azure-native/network";
import type * as pulumi from "@pulumi/pulumi";
import { Sku } from "../../azure/skus";
import type { RegistryPlace } from "./place";
import type { UsedFeature } from "./sku-problems";

/** An address of the registry in a subnet. */
export interface PrivateEndpointArgs {
    /** ARM id of the subnet. */
    subnetResourceId: pulumi.Input<string>;
    /**
     * ARM ids of private DNS zones called `privatelink.azurecr.io` that the address is written to. Defaults to none: the
     * name must then be resolved in another way.
     */
    dnsZoneResourceIds?: pulumi.Input<string>[];
}

type PrivateEndpoints = Readonly<Record<string, PrivateEndpointArgs>>;

export function privateEndpointFeatures(endpoints: PrivateEndpoints | undefined): UsedFeature[] {
    return endpoints === undefined
        ? []
        : [{ path: "privateEndpoints", given: Object.keys(endpoints), needs: Sku.premium }];
}

export function declarePrivateEndpoints(place: RegistryPlace, endpoints: PrivateEndpoints): pulumi.Resource[] {
    return Object.entries(endpoints).flatMap(([key, endpoint]) => declarePrivateEndpoint(place, key, endpoint));
}

function declarePrivateEndpoint(place: RegistryPlace, key: string, endpoint: PrivateEndpointArgs): pulumi.Resource[] {
    const { component, name, resourceGroupName, registryId, location, tags } = place;
    const { subnetResourceId, dnsZoneResourceIds = [] } = endpoint;
    const declared = new network.PrivateEndpoint(
        `${name}-endpoint-${key}`,
        {
            resourceGroupName,
            location,
            tags,
            subnet: { id: subnetResourceId },
            privateLinkServiceConnections: [
                { name: `${name}-${key}`, privateLinkServiceId: registryId, groupIds: ["registry"] },
            ],
        },
        { parent: component },
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
            { parent: component },
        ),
    ];
}
