// A stack that makes the cluster can attach the registry to it; a pull secret is for clusters that can't.

import { matchesGlob } from "../../estate/glob";
import { UNKNOWN } from "../../estate/value";
import { graphRule, satisfied, undecided, violated } from "../lib/rule";
import { gapsIn, unlessUnread } from "../lib/unread";

export const preferKubeletIdentity = graphRule({
    name: "acr-workload-prefer-kubelet-identity",
    displayName: "AKS pulls with its kubelet identity",
    description: "A stack that declares an AKS cluster must attach registries to it rather than store pull secrets.",
    group: "authentication",
    severity: "medium",
    level: "advisory",
    remediationSteps:
        "Attach the registry (component AksAttachment) and remove the secret; name registries of other tenants in crossTenantRegistries.",
    url: "https://learn.microsoft.com/azure/container-registry/authenticate-kubernetes-options",
    tags: ["aks", "pull-secret"],
    crosswalk: {},
    rationale:
        "A pull secret is copied into every namespace and stops working when its password ends, which shows only when a pod moves to a node without the image. The kubelet identity needs no copy and no renewal.",
    settings: {
        crossTenantRegistries: {
            type: "array",
            items: { type: "string" },
            default: [],
            description: "Globs of login servers in other tenants, which a cluster can't be attached to.",
        },
    },
    kinds: ["kubernetesSecret"],
    judge: (graph, { settings }) =>
        graph.logins
            .filter(({ resource }) => resource.kind === "kubernetesSecret")
            .map(({ resource, server }) => {
                if (graph.ofKind("cluster").length === 0) {
                    return unlessUnread(satisfied(resource), "clusters beside it", gapsIn(graph, ["cluster"]));
                }
                if (server === UNKNOWN) return undecided(resource, "registry");
                const foreign = settings.crossTenantRegistries.some((pattern) => matchesGlob(pattern, server ?? ""));
                if (foreign) return satisfied(resource);
                return violated(
                    resource,
                    "must not hold a pull secret for a registry that the stack's AKS cluster can be attached to",
                    "Attach the registry to the cluster (component AksAttachment) and remove the secret",
                );
            }),
});
