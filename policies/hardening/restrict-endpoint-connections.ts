// Private endpoints of the own subscription only connect to the registry.

import { subscriptionOf } from "../../azure/arm-id";
import { get, type Resource } from "../../estate/resource";
import { text } from "../../estate/value";
import { graphRule, satisfied, undecided, type Verdict, violated } from "../lib/rule";

export const restrictEndpointConnections = graphRule({
    name: "acr-registry-restrict-endpoint-connections",
    displayName: "Private endpoints are of the own subscription",
    description: "A private endpoint connection of a registry must come from the registry's subscription.",
    group: "hardening",
    severity: "medium",
    level: "advisory",
    remediationSteps: "Reject the connection, or exempt it with the name of the partner.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-private-link",
    tags: ["network"],
    crosswalk: { azurePolicy: ["696cb1d3"] },
    rationale:
        "An approved private endpoint leads into the registry past its firewall rules. One that belongs to another subscription is a path that the registry's owner neither sees nor controls.",
    settings: {},
    kinds: ["registryPrivateEndpointConnection"],
    judge: (graph) => graph.ofKind("registryPrivateEndpointConnection").map(judgeConnection),
});

// The connection's own id, from which its subscription is read, is known only once ARM has answered.
function judgeConnection(connection: Resource): Verdict {
    const endpoint = get(connection, "privateEndpoint.id");
    const own = connection.id ?? text(get(connection, "id"));
    if (endpoint === undefined) return satisfied(connection);
    if (typeof endpoint !== "string" || own === undefined) return undecided(connection, "privateEndpoint.id");
    if (subscriptionOf(endpoint) === subscriptionOf(own)) return satisfied(connection);
    return violated(
        connection,
        "must not connect a private endpoint of another subscription",
        "Reject it, or exempt it and say whose it is",
    );
}
