// A deleted image can be brought back for some days.
import { get } from "../../estate/resource";
import { isUndetermined } from "../../estate/value";
import { resourceRule, satisfied, undecided, violated } from "../lib/rule";

export const requireSoftDelete = resourceRule({
    name: "acr-registry-require-soft-delete",
    displayName: "Deleted images can be restored",
    description: "A container registry must keep deleted images for some days, unless it has a retention policy.",
    group: "hardening",
    severity: "low",
    level: "disabled",
    strictLevel: "advisory",
    remediationSteps:
        "Set policies.softDeletePolicy.status to enabled; not together with geo-replication, artifact cache or a retention policy.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-soft-delete-policy",
    tags: ["images"],
    crosswalk: { psrule: ["AZR-000310"] },
    seed: "Not in the seed: it hardens the registry beside its logins.",
    settings: {},
    kinds: ["registry"],
    judge: (registry) => {
        const softDelete = get(registry, "policies.softDeletePolicy.status");
        // The service refuses both at once.
        const retention = get(registry, "policies.retentionPolicy.status");
        if (softDelete === "enabled" || retention === "enabled") return satisfied(registry);
        if (isUndetermined(softDelete) || isUndetermined(retention))
            return undecided(registry, "policies.softDeletePolicy");
        return violated(
            registry,
            "must keep deleted images for some days",
            "Set policies.softDeletePolicy.status to enabled, or use a retention policy",
        );
    },
});
