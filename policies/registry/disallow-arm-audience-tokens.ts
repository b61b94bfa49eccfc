// Only tokens made for registries log in: one that was made for Azure Resource Manager, and leaked, doesn't.

import { read } from "../../estate/value";
import { judgeValue, resourceRule } from "../lib/rule";

const path = "policies.azureADAuthenticationAsArmPolicy.status";

export const disallowArmAudienceTokens = resourceRule({
    name: "acr-registry-disallow-arm-audience-tokens",
    displayName: "Tokens for Azure Resource Manager don't log in",
    description: "A container registry must accept only Entra tokens whose audience is the registry service.",
    group: "authentication",
    severity: "medium",
    level: "advisory",
    strictLevel: "mandatory",
    remediationSteps:
        "Set policies.azureADAuthenticationAsArmPolicy.status to disabled. Azure App Service still pulls with ARM tokens: exempt registries that serve it.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-disable-authentication-as-arm",
    tags: ["token-audience"],
    crosswalk: { azurePolicy: ["42781ec6", "785596ed"] },
    rationale:
        "Scripts, pipelines and tools hold tokens for Azure Resource Manager. If one leaks, a registry that accepts it gives up its images as well; a registry that asks for its own audience does not.",
    settings: {},
    kinds: ["registry"],
    judge: (registry) =>
        judgeValue(
            registry,
            path,
            (status) => status === "disabled",
            "must not accept tokens that were made for Azure Resource Manager",
            `Set ${path} to disabled; clients then ask for the audience https://containerregistry.azure.net, as az acr login does`,
        ),
    remedy: (inputs) => {
        const policies = read(inputs, "policies");
        const kept = typeof policies === "object" ? policies : {};
        return { policies: { ...kept, azureADAuthenticationAsArmPolicy: { status: "disabled" } } };
    },
});
