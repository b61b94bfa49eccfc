// Layers come from the registry's own host, so that a firewall rule needs no wildcard for storage.
import { onPremium } from "../lib/premium";
import { judgeValue, resourceRule } from "../lib/rule";

export const requireDataEndpoint = resourceRule({
    name: "acr-registry-require-data-endpoint",
    displayName: "Layers come from a dedicated data endpoint",
    description: "A Premium container registry must have a dedicated data endpoint.",
    group: "hardening",
    severity: "low",
    level: "advisory",
    remediationSteps: "Set dataEndpointEnabled to true and allow the new host in client firewalls first.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-dedicated-data-endpoints",
    tags: ["network"],
    crosswalk: { checkov: ["CKV_AZURE_237"] },
    seed: "Not in the seed: it hardens the registry beside its logins.",
    settings: {},
    kinds: ["registry"],
    judge: onPremium((registry) =>
        judgeValue(
            registry,
            "dataEndpointEnabled",
            (enabled) => enabled === true,
            "must have a dedicated data endpoint",
            "Set dataEndpointEnabled to true",
        ),
    ),
});
