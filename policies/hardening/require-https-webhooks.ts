// Webhooks carry credentials in headers, and go over TLS.
import { judgeValue, resourceRule } from "../lib/rule";

export const requireHttpsWebhooks = resourceRule({
    name: "acr-registry-require-https-webhooks",
    displayName: "Webhooks use HTTPS",
    description: "A webhook of a registry must call an HTTPS address.",
    group: "hardening",
    severity: "medium",
    level: "advisory",
    remediationSteps: "Use an address that starts with https://.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-webhook",
    tags: ["webhook"],
    crosswalk: { checkov: ["CKV2_AZURE_30"] },
    seed: "Not in the seed: it hardens the registry beside its logins.",
    settings: {},
    kinds: ["webhook"],
    judge: (webhook) =>
        judgeValue(
            webhook,
            "serviceUri",
            (uri) => typeof uri === "string" && uri.toLowerCase().startsWith("https://"),
            "must call an HTTPS address",
            "Use an address that starts with https://",
        ),
});
