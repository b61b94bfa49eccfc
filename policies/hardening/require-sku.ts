// A registry that production pulls from is Standard at least.
import { judgeValue, resourceRule } from "../lib/rule";

export const requireSku = resourceRule({
    name: "acr-registry-require-sku",
    displayName: "The registry has a service tier for production",
    description: "A container registry must have the Standard or Premium tier.",
    group: "hardening",
    severity: "low",
    level: "advisory",
    remediationSteps: "Set sku.name to Standard or Premium.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-skus",
    tags: ["reliability"],
    crosswalk: { checkov: ["CKV_AZURE_163"], psrule: ["Azure.ACR.MinSku"], azurePolicy: ["bd560fc0"] },
    seed: "Not in the seed: it hardens the registry beside its logins.",
    settings: {},
    kinds: ["registry"],
    judge: (registry) =>
        judgeValue(
            registry,
            "sku.name",
            (sku) => sku === "Standard" || sku === "Premium",
            "must have the Standard or Premium tier",
            "Set sku.name to Standard",
        ),
});
