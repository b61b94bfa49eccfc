// A Premium registry is encrypted with the owner's key, in its newest version.
import { onPremium } from "../lib/premium";
import { judgeValue, resourceRule } from "../lib/rule";

export const requireCustomerKey = resourceRule({
    name: "acr-registry-require-customer-key",
    displayName: "Images are encrypted with a customer's key",
    description: "A Premium container registry must be encrypted with a customer-managed key that rotates.",
    group: "hardening",
    severity: "low",
    level: "disabled",
    strictLevel: "advisory",
    remediationSteps:
        "Set encryption.status to enabled and encryption.keyVaultProperties.keyIdentifier to a key without version.",
    url: "https://learn.microsoft.com/azure/container-registry/tutorial-enable-customer-managed-keys",
    tags: ["encryption"],
    crosswalk: { azurePolicy: ["5b9159ae"] },
    seed: "Not in the seed: it hardens the registry beside its logins.",
    settings: {},
    kinds: ["registry"],
    judge: onPremium((registry) =>
        judgeValue(
            registry,
            "encryption.keyVaultProperties.keyIdentifier",
            // A key id with a version has a third segment, and stays at that version.
            (key) => typeof key === "string" && /\/keys\/[^/]+\/?$/.test(key),
            "must be encrypted with a customer-managed key that rotates",
            "Set encryption.keyVaultProperties.keyIdentifier to a key's id without version",
        ),
    ),
});
