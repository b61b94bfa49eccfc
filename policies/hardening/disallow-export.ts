// Images of a closed Premium registry can't be exported to another one.
import { onPremium } from "../lib/premium";
import { judgeValue, resourceRule } from "../lib/rule";

export const disallowExport = resourceRule({
    name: "acr-registry-disallow-export",
    displayName: "Export is off",
    description: "A Premium container registry must disable export and public access.",
    group: "hardening",
    severity: "low",
    level: "disabled",
    strictLevel: "advisory",
    remediationSteps:
        "Set policies.exportPolicy.status to disabled and publicNetworkAccess to Disabled, which it requires.",
    url: "https://learn.microsoft.com/azure/container-registry/data-loss-prevention",
    tags: ["exfiltration"],
    crosswalk: { psrule: ["AZR-000495"], azurePolicy: ["524b0254"] },
    seed: "Not in the seed: it hardens the registry beside its logins.",
    settings: {},
    kinds: ["registry"],
    judge: onPremium((registry) =>
        judgeValue(
            registry,
            "policies.exportPolicy.status",
            (status) => status === "disabled",
            "must not allow images to be exported",
            "Set policies.exportPolicy.status and publicNetworkAccess to disabled",
        ),
    ),
});
