// Geo-replications of a registry. Source: https://learn.microsoft.com/azure/container-registry/container-registry-geo-replication
import * as acr from "@pulumi/azure-native/containerregistry";
import type * as pulumi from "@pulumi/pulumi";
import { Sku } from "../../azure/skus";
import { isPlain, type Problem } from "../inputs/validation";
import type { RegistryPlace } from "./place";
import type { UsedFeature } from "./sku-problems";
import { zoneRedundancyInput } from "./zone-redundancy";

/** A replication of the registry to another region. */
export interface ReplicationArgs {
    /** Whether clients are routed to this replication. Defaults to true. */
    serving?: boolean;
    /**
     * Whether the replication is spread over availability zones; can be chosen only when it is made. Defaults to what Azure does by
     * itself.
     */
    zoneRedundancy?: boolean;
}

type Replications = Readonly<Record<string, ReplicationArgs>>;

export function replicationFeatures(replications: Replications | undefined): UsedFeature[] {
    return replications === undefined
        ? []
        : [{ path: "replications", given: Object.keys(replications), needs: Sku.premium }];
}

export function replicationProblems(
    replications: Replications = {},
    location: pulumi.Input<string> | undefined,
): Problem[] {
    const home = location !== undefined && isPlain(location) ? location.toLowerCase() : undefined;
    return Object.keys(replications).flatMap((region): Problem[] => {
        if (!/^[a-z0-9]{5,50}$/.test(region)) {
            return [
                {
                    path: `replications.${region}`,
                    problem: "is not the name of an Azure region",
                    remedy: "Use the name without spaces and capitals, such as japaneast.",
                },
            ];
        }
        return region === home
            ? [
                  {
                      path: `replications.${region}`,
                      problem: "is the region of the registry itself",
                      remedy: "Leave it out.",
                  },
              ]
            : [];
    });
}

export function declareReplications(place: RegistryPlace, replications: Replications): pulumi.Resource[] {
    const { component, name, resourceGroupName, registryName, tags } = place;
    return Object.entries(replications).map(
        ([region, { serving = true, zoneRedundancy }]) =>
            new acr.Replication(
                `${name}-${region}`,
                {
                    resourceGroupName,
                    registryName,
                    replicationName: region,
                    location: region,
                    regionEndpointEnabled: serving,
                    zoneRedundancy: zoneRedundancyInput(zoneRedundancy),
                    tags,
                },
                { parent: component },
            ),
    );
}
