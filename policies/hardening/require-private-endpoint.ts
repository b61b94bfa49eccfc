// A Premium registry that is closed to the public is reached by a private endpoint.
import type { Graph } from "../../estate/graph/graph";
import type { Registry } from "../../estate/graph/registries";
import { get, type Resource, standsInAzure } from "../../estate/resource";
import { isUndetermined, items, read } from "../../estate/value";
import { graphRule, satisfied, undecided, violated } from "../lib/rule";
import { gapsIn, unlessUnread } from "../lib/unread";

export const requirePrivateEndpoint = graphRule({
    name: "acr-registry-require-private-endpoint",
    displayName: "A closed registry has a private endpoint",
    description: "A Premium container registry without public access must have a private endpoint.",
    group: "hardening",
    severity: "medium",
    level: "advisory",
    remediationSteps: "Declare a private endpoint for the group registry (ContainerRegistry does, given a subnet).",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-private-link",
    tags: ["network"],
    crosswalk: { azurePolicy: ["e8eef0a8", "d85c6833"] },
    rationale:
        "Without public access and without a private endpoint no client reaches the registry, only Azure's trusted services may: every pull ends in a network error. The check finds that before the first node does.",
    settings: {},
    kinds: ["registry"],
    judge: (graph) => {
        const targets = graph.ofKind("privateEndpoint").map((endpoint) => targetsOf(endpoint, graph));
        const reached = new Set(targets.flat());
        return graph.registries.flatMap((registry) => {
            const { resource } = registry;
            const access = get(resource, "publicNetworkAccess");
            if (isUndetermined(access)) return [undecided(resource, "publicNetworkAccess")];
            if (access !== "Disabled") return [];
            if (reached.has(registry) || hasConnection(resource)) return [satisfied(resource)];
            if (targets.includes(undefined)) return [undecided(resource, "private endpoints")];
            const shut = violated(
                resource,
                "must have a private endpoint, since it is closed to the public",
                "Declare one for the group registry",
            );
            const isComplete = standsInAzure(resource) && get(resource, "privateEndpointConnections") !== undefined;
            return [unlessUnread(shut, "private endpoints", isComplete ? [] : gapsIn(graph, ["privateEndpoint"]))];
        });
    },
});

/** Whether ARM names an approved connection in the registry itself, whatever subscription its endpoint is in. */
function hasConnection(registry: Resource): boolean {
    const status = "properties.privateLinkServiceConnectionState.status";
    const own = items(get(registry, "privateEndpointConnections")) ?? [];
    return own.some((one) => [read(one, status), read(one, status.replace("properties.", ""))].includes("Approved"));
}

/** The registries that an endpoint leads to; `undefined` while that can't be told. */
function targetsOf(endpoint: Resource, graph: Graph): readonly (Registry | undefined)[] | undefined {
    const property = "privateLinkServiceConnections";
    const behind = graph.registryIndex.allBehind(endpoint, property);
    if (behind.length > 0) return behind;
    const ids = items(get(endpoint, property))?.map((item) => read(item, "privateLinkServiceId"));
    return ids?.map((id) => (typeof id === "string" ? graph.registryIndex.byResourceId(id) : undefined));
}
