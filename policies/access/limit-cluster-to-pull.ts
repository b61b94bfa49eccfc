// An AKS cluster pulls, and nothing else: every pod can use the identity of its kubelet
// (https://learn.microsoft.com/azure/aks/imds-restriction).

import { UNKNOWN } from "../../estate/value";
import { graphRule, satisfied, undecided, unread, violated } from "../lib/rule";
import {
    givesTooMuch,
    isAnyone,
    isMoreThanPull,
    mayRunUnseen,
    principalName,
    sufficientRole,
    undecidedRole,
} from "../lib/subjects";
import { gapsIn } from "../lib/unread";

export const limitClusterToPull = graphRule({
    name: "acr-access-limit-cluster-to-pull",
    displayName: "AKS clusters only pull",
    description: "An identity of an AKS cluster must have no right on a registry but to pull.",
    group: "authentication",
    severity: "high",
    level: "mandatory",
    remediationSteps:
        "Assign AcrPull (Container Registry Repository Reader in ABAC mode) to the kubelet identity: component AksAttachment.",
    url: "https://learn.microsoft.com/azure/aks/cluster-container-registry-integration",
    tags: ["aks", "least-privilege"],
    crosswalk: { kics: ["77deea6a"] },
    rationale:
        "By default every pod can obtain tokens of the kubelet identity from the node's metadata endpoint. If that identity may push, one compromised pod can replace the images that all other pods start from.",
    settings: {},
    kinds: ["roleAssignment"],
    judge: (graph) => {
        const gaps = gapsIn(graph, ["cluster"]);
        return graph.assignments.flatMap((assignment) => {
            const { principal } = assignment;
            const runs = graph.runtimes.of.get(principal) ?? [];
            const anyone = isAnyone(principal) && graph.ofKind("cluster").length > 0;
            if (!anyone && principal.type !== "cluster" && !runs.some(({ kind }) => kind === "cluster")) {
                return mayRunUnseen(assignment, gaps)
                    ? [unread(assignment.resource, "clusters that pull with the principal", gaps)]
                    : [];
            }
            if (assignment.reaches === "no") return [];
            const role = givesTooMuch(assignment, isMoreThanPull);
            if (role && anyone) return [undecided(assignment.resource, "principal")];
            if (role === UNKNOWN) return [undecidedRole(assignment)];
            if (!role) return [satisfied(assignment.resource)];
            return [
                violated(
                    assignment.resource,
                    `must not give ${role.displayName} to ${principalName(principal)}, an identity of an AKS cluster`,
                    `Assign ${sufficientRole(["pull"], assignment)} (component AksAttachment)`,
                ),
            ];
        });
    },
});
