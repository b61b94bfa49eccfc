// For estates that log in by Entra identities only: no repository token is enabled.
import { judgeValue, resourceRule } from "../lib/rule";

export const disallowTokens = resourceRule({
    name: "acr-token-disallow-tokens",
    displayName: "Repository tokens are not used",
    description: "A repository token must be disabled where only Entra identities may log in.",
    group: "authentication",
    severity: "low",
    level: "disabled",
    strictLevel: "mandatory",
    remediationSteps:
        "Set the token's status to disabled and give the client a managed identity or a service principal.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-token-based-repository-permissions",
    tags: ["token"],
    crosswalk: { azurePolicy: ["ff05e24e", "a9b426fe"] },
    rationale:
        "Repository tokens are outside Entra: neither conditional access, sign-in logs nor the removal of a leaver's account applies to them. Where every login must go through Entra, a token bypasses it.",
    settings: {},
    kinds: ["token"],
    judge: (token) =>
        judgeValue(
            token,
            "status",
            (status) => status === "disabled",
            "must be disabled: it is not tied to an Entra identity",
            "Set status to disabled and use RegistryManagedIdentity or RegistryServicePrincipal, whose access ends with the identity",
        ),
});
