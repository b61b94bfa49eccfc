// Images that no tag names any more are removed.

import { get } from "../../estate/resource";
import { isUndetermined } from "../../estate/value";
import { onPremium } from "../lib/premium";
import { resourceRule, satisfied, undecided, violated } from "../lib/rule";

export const requireRetention = resourceRule({
    name: "acr-registry-require-retention",
    displayName: "Untagged images are removed",
    description: "A Premium container registry must remove untagged images after some days, unless it has soft delete.",
    group: "hardening",
    severity: "low",
    level: "advisory",
    remediationSteps: "Set policies.retentionPolicy.status to enabled and its days.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-retention-policy",
    tags: ["images"],
    crosswalk: { checkov: ["CKV_AZURE_167"], psrule: ["AZR-000010"] },
    seed: "Not in the seed: it hardens the registry beside its logins.",
    settings: {},
    kinds: ["registry"],
    judge: onPremium((registry) => {
        const retention = get(registry, "policies.retentionPolicy.status");
        // The service refuses both at once.
        const softDelete = get(registry, "policies.softDeletePolicy.status");
        if (retention === "enabled" || softDelete === "enabled") return satisfied(registry);
        if (isUndetermined(retention) || isUndetermined(softDelete))
            return undecided(registry, "policies.retentionPolicy");
        return violated(
            registry,
            "must remove untagged images after some days",
            "Set policies.retentionPolicy.status to enabled, or use soft delete",
        );
    }),
});
