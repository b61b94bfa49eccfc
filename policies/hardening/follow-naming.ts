// Registries are named and tagged as the estate agreed.

import { matchesGlob } from "../../estate/glob";
import { get } from "../../estate/resource";
import { entries, isUndetermined } from "../../estate/value";
import { resourceRule, satisfied, undecided, violated } from "../lib/rule";

export const followNaming = resourceRule({
    name: "acr-registry-follow-naming",
    displayName: "Names and tags follow the convention",
    description: "A container registry must have a name of the agreed form and the agreed tags.",
    group: "hardening",
    severity: "low",
    level: "disabled",
    remediationSteps: "Rename the registry, which replaces it, or set the missing tags.",
    url: "https://learn.microsoft.com/azure/cloud-adoption-framework/ready/azure-best-practices/resource-naming",
    tags: ["naming"],
    crosswalk: { psrule: ["Azure.ACR.Name", "Azure.ACR.Naming"] },
    rationale:
        "Costs, alerts and access reviews are assigned by names and tags. A registry without the agreed ones is missing from those lists, so no one looks after it.",
    settings: {
        pattern: { type: "string", default: "*", description: "Glob that registry names match." },
        requiredTags: {
            type: "array",
            items: { type: "string" },
            default: [],
            description: "Tags that each registry has.",
        },
    },
    kinds: ["registry"],
    judge: (registry, { settings }) => {
        const name = get(registry, "registryName") ?? get(registry, "name");
        const tags = get(registry, "tags");
        if (isUndetermined(tags) || isUndetermined(name)) return undecided(registry, "registryName or tags");
        const missing = settings.requiredTags.filter((tag) => !(entries(tags) ?? []).some(([name]) => name === tag));
        if (missing.length > 0) {
            return violated(registry, `must have the tags ${missing.join(", ")}`, "Add them to tags");
        }
        return name === undefined || matchesGlob(settings.pattern, String(name))
            ? satisfied(registry)
            : violated(registry, `must have a name that matches ${settings.pattern}`, "Choose such a registryName");
    },
});
