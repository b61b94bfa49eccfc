// Trusted services of Azure pass the network rules of a restricted registry; strict estates close that door, too.
import { onPremium } from "../lib/premium";
import { judgeValue, resourceRule } from "../lib/rule";

export const restrictTrustedServices = resourceRule({
    name: "acr-registry-restrict-trusted-services",
    displayName: "Trusted services don't bypass the network rules",
    description: "A Premium container registry must not let trusted services bypass its network rules.",
    group: "hardening",
    severity: "low",
    level: "disabled",
    strictLevel: "advisory",
    remediationSteps: "Set networkRuleBypassOptions to None; ACR Tasks and Defender scans then need a private path.",
    url: "https://learn.microsoft.com/azure/container-registry/allow-access-trusted-services",
    tags: ["network"],
    crosswalk: {},
    seed: "Not in the seed: it hardens the registry beside its logins.",
    settings: {},
    kinds: ["registry"],
    judge: onPremium((registry) =>
        judgeValue(
            registry,
            "networkRuleBypassOptions",
            (option) => option === "None",
            "must not let trusted services bypass its network rules",
            "Set networkRuleBypassOptions to None",
        ),
    ),
});
