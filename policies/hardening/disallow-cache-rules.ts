// For estates that take no images from outside.
import { resourceRule, violated } from "../lib/rule";

export const disallowCacheRules = resourceRule({
    name: "acr-registry-disallow-cache-rules",
    displayName: "No images are cached from outside",
    description: "A container registry must not cache images of other registries.",
    group: "hardening",
    severity: "low",
    level: "disabled",
    strictLevel: "advisory",
    remediationSteps: "Remove the cache rule and import the images that were reviewed.",
    url: "https://learn.microsoft.com/azure/container-registry/artifact-cache-overview",
    tags: ["supply-chain"],
    crosswalk: { azurePolicy: ["84497762"] },
    rationale:
        "A cache rule brings in whatever the upstream registry serves under a tag, including an image that an attacker has put there. Importing by digest keeps out what nobody has reviewed.",
    settings: {},
    kinds: ["cacheRule"],
    judge: (cacheRule) =>
        violated(cacheRule, "must not take images from another registry", "Remove it and import what was reviewed"),
});
