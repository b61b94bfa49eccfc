// Content trust is on its way out; other tools still ask for it, although new registries can't enable it.
import { judgeValue, resourceRule } from "../lib/rule";

export const disallowContentTrust = resourceRule({
    name: "acr-registry-disallow-content-trust",
    displayName: "Content trust is not relied on",
    description: "A container registry must not enable content trust, which Azure removes in 2028.",
    group: "hardening",
    severity: "low",
    level: "advisory",
    remediationSteps:
        "Set policies.trustPolicy.status to disabled and sign images with Notation. CKV_AZURE_164 asks for the opposite, which can no longer be met: suppress it there.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-content-trust-deprecation",
    tags: ["deprecation"],
    crosswalk: {},
    seed: "Not in the seed: it hardens the registry beside its logins.",
    settings: {},
    kinds: ["registry"],
    judge: (registry) =>
        judgeValue(
            registry,
            "policies.trustPolicy.status",
            (status) => status !== "enabled",
            "must not rely on content trust, which can't be enabled on new registries and ends on 2028-03-31",
            "Set policies.trustPolicy.status to disabled and sign images with Notation",
        ),
});
