// A Premium registry is reachable from chosen networks only.

import { get } from "../../estate/resource";
import { isUndetermined } from "../../estate/value";
import { onPremium } from "../lib/premium";
import { resourceRule, satisfied, undecided, violated } from "../lib/rule";

export const restrictNetwork = resourceRule({
    name: "acr-registry-restrict-network",
    displayName: "The registry's network is restricted",
    description: "A Premium container registry must not be open to all networks.",
    group: "hardening",
    severity: "medium",
    level: "advisory",
    remediationSteps:
        "Set publicNetworkAccess to Disabled, or networkRuleSet.defaultAction to Deny with the addresses that may connect.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-access-selected-networks",
    tags: ["network"],
    crosswalk: {
        checkov: ["CKV_AZURE_139"],
        psrule: ["Azure.ACR.Firewall"],
        azurePolicy: ["0fdf0491", "a3701552", "d0793b48"],
    },
    seed: "Not in the seed: it hardens the registry beside its logins.",
    settings: {},
    kinds: ["registry"],
    judge: onPremium((registry) => {
        const access = get(registry, "publicNetworkAccess");
        const action = get(registry, "networkRuleSet.defaultAction");
        if (access === "Disabled" || action === "Deny") return satisfied(registry);
        if (isUndetermined(access) || isUndetermined(action))
            return undecided(registry, "publicNetworkAccess or networkRuleSet");
        return violated(
            registry,
            "must not be open to all networks",
            "Set publicNetworkAccess to Disabled, or networkRuleSet.defaultAction to Deny",
        );
    }),
});
