// Pulling takes a login. Anonymous pull opens every repository of the registry, tokens and ABAC notwithstanding.
import { judgeValue, resourceRule } from "../lib/rule";

export const disallowAnonymousPull = resourceRule({
    name: "acr-registry-disallow-anonymous-pull",
    displayName: "Anonymous pull is off",
    description: "A container registry must not let anyone pull without logging in.",
    group: "authentication",
    severity: "high",
    level: "mandatory",
    remediationSteps:
        "Remove anonymousPullEnabled or set it to false; keep public images in a registry of their own and exempt that one.",
    url: "https://learn.microsoft.com/azure/container-registry/anonymous-pull-access",
    tags: ["anonymous"],
    crosswalk: { checkov: ["CKV_AZURE_138"], psrule: ["AZR-000401"], azurePolicy: ["9f2dea28", "cced2946"] },
    rationale:
        "With anonymous pull, anyone who knows the login server and a repository's name can download its images, with the code and configuration inside. The log then shows an address, but no identity.",
    settings: {},
    kinds: ["registry"],
    judge: (registry) =>
        judgeValue(
            registry,
            "anonymousPullEnabled",
            (enabled) => enabled !== true,
            "must not allow anonymous pull, which opens all of its repositories",
            "Set anonymousPullEnabled to false and grant AcrPull to those who pull (component RegistryAccess)",
        ),
    remedy: () => ({ anonymousPullEnabled: false }),
});
