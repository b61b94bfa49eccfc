// An image waits in quarantine until it has been scanned.
import { onPremium } from "../lib/premium";
import { judgeValue, resourceRule } from "../lib/rule";

export const requireQuarantine = resourceRule({
    name: "acr-registry-require-quarantine",
    displayName: "New images wait for a scan",
    description: "A Premium container registry must quarantine new images.",
    group: "hardening",
    severity: "low",
    level: "disabled",
    strictLevel: "advisory",
    remediationSteps: "Set policies.quarantinePolicy.status to enabled, once a scanner releases images.",
    url: "https://github.com/Azure/acr/tree/main/docs/preview/quarantine",
    tags: ["images"],
    crosswalk: { checkov: ["CKV_AZURE_166"], psrule: ["AZR-000008"] },
    seed: "Not in the seed: it hardens the registry beside its logins.",
    settings: {},
    kinds: ["registry"],
    judge: onPremium((registry) =>
        judgeValue(
            registry,
            "policies.quarantinePolicy.status",
            (status) => status === "enabled",
            "must quarantine new images",
            "Set policies.quarantinePolicy.status to enabled",
        ),
    ),
});
