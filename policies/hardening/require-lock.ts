// A registry can't be deleted by mistake. Off by default: a lock also keeps access from being removed.

import { get } from "../../estate/resource";
import { text } from "../../estate/value";
import { graphRule, satisfied, violated } from "../lib/rule";
import { gapsIn, unlessUnread } from "../lib/unread";

export const requireLock = graphRule({
    name: "acr-registry-require-lock",
    displayName: "The registry is protected from deletion",
    description: "A container registry must be protected, by Pulumi or by a lock.",
    group: "hardening",
    severity: "low",
    level: "disabled",
    strictLevel: "advisory",
    remediationSteps: "Set the resource option protect, or declare a CanNotDelete lock on the registry.",
    url: "https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources",
    tags: ["reliability"],
    crosswalk: { kics: ["a187ac47"] },
    rationale:
        "Deleting a registry deletes all of its images at once, and nodes that start afterwards have nothing to pull. Protection turns a mistaken destroy into an error message.",
    settings: {},
    kinds: ["registry"],
    judge: (graph) => {
        const locked = new Set(
            graph.ofKind("lock").map((lock) => {
                const scope = text(get(lock, "scope"));
                return scope === undefined
                    ? graph.registryIndex.behind(lock, "scope")
                    : graph.registryIndex.byResourceId(scope);
            }),
        );
        return graph.registries.map((registry) => {
            const { resource } = registry;
            if (locked.has(registry) || resource.protect) return satisfied(resource);
            const open = violated(
                resource,
                "must be protected from deletion",
                "Set the resource option protect; a CanNotDelete lock also keeps access from being removed",
            );
            return unlessUnread(open, "locks", gapsIn(graph, ["lock"], resource));
        });
    },
});
