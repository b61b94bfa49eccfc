// Cases of the hardening rules about tiers, encryption, images and names.

import { onPremium, plan, policy, replica, skuUndecided, standard, violation, webhook } from "../support/hardening";
import { registry, resource, unknown } from "../support/resources";
import type { RuleCases } from "../support/rule-cases";

export const hardeningCases: Record<string, RuleCases> = {
    "acr-registry-require-sku": {
        compliant: [standard],
        violating: {
            resources: [registry("images", { sku: { name: "Basic" } })],
            messages: [violation("have the Standard or Premium tier", "Set sku.name to Standard")],
        },
        absent: {
            resources: [registry("images")],
            messages: [violation("have the Standard or Premium tier", "Set sku.name to Standard")],
        },
        unknown: { resources: [registry("images", { sku: unknown })], undecided: skuUndecided },
        more: {
            "reads the classic provider": {
                resources: [resource("azure:containerservice/registry:Registry", "c", { sku: "Premium" })],
                messages: [],
            },
        },
    },
    "acr-registry-require-customer-key": onPremium(
        { encryption: { keyVaultProperties: { keyIdentifier: "https://v.vault.azure.net/keys/images" } } },
        { encryption: { keyVaultProperties: { keyIdentifier: "https://v.vault.azure.net/keys/images/3f2a" } } },
        "be encrypted with a customer-managed key that rotates",
        "Set encryption.keyVaultProperties.keyIdentifier to a key's id without version",
        "encryption.keyVaultProperties.keyIdentifier",
        { encryption: { keyVaultProperties: { keyIdentifier: unknown } } },
    ),
    "acr-registry-require-quarantine": onPremium(
        policy("quarantinePolicy", "enabled"),
        policy("quarantinePolicy", "disabled"),
        "quarantine new images",
        "Set policies.quarantinePolicy.status to enabled",
        "policies.quarantinePolicy.status",
        policy("quarantinePolicy", unknown),
    ),
    "acr-registry-require-retention": onPremium(
        policy("retentionPolicy", "enabled"),
        policy("retentionPolicy", "disabled"),
        "remove untagged images after some days",
        "Set policies.retentionPolicy.status to enabled, or use soft delete",
        "policies.retentionPolicy",
        policy("retentionPolicy", unknown),
    ),
    "acr-registry-require-soft-delete": {
        compliant: [registry("images", policy("softDeletePolicy", "enabled"))],
        violating: {
            resources: [registry("images", policy("softDeletePolicy", "disabled"))],
            messages: [
                violation(
                    "keep deleted images for some days",
                    "Set policies.softDeletePolicy.status to enabled, or use a retention policy",
                ),
            ],
        },
        absent: {
            resources: [registry("images")],
            messages: [
                violation(
                    "keep deleted images for some days",
                    "Set policies.softDeletePolicy.status to enabled, or use a retention policy",
                ),
            ],
        },
        unknown: {
            resources: [registry("images", policy("softDeletePolicy", unknown))],
            undecided: ["policies.softDeletePolicy of Container registry 'images'"],
        },
    },
    "acr-registry-disallow-content-trust": {
        compliant: [registry("images", policy("trustPolicy", "disabled"))],
        violating: {
            resources: [registry("images", policy("trustPolicy", "enabled"))],
            messages: [
                violation(
                    "not rely on content trust, which can't be enabled on new registries and ends on 2028-03-31",
                    "Set policies.trustPolicy.status to disabled and sign images with Notation",
                ),
            ],
        },
        absent: { resources: [registry("images")], messages: [] },
        unknown: {
            resources: [registry("images", policy("trustPolicy", unknown))],
            undecided: ["policies.trustPolicy.status of Container registry 'images'"],
        },
    },
    "acr-registry-restrict-replica-locations": {
        compliant: [replica("koreacentral")],
        violating: {
            settings: { allowedLocations: ["koreacentral"] },
            resources: [replica("eastus")],
            messages: [
                violation(
                    "be in one of allowedLocations",
                    "Remove it or replicate to an allowed region",
                    "Registry replication 'asia'",
                ),
            ],
        },
        absent: { resources: [replica(undefined)], messages: [] },
        unknown: { resources: [replica(unknown)], undecided: ["location of Registry replication 'asia'"] },
        configured: {
            settings: { allowedLocations: ["koreacentral"] },
            resources: [replica("Korea Central"), replica("eastus")],
            messages: [
                violation(
                    "be in one of allowedLocations",
                    "Remove it or replicate to an allowed region",
                    "Registry replication 'asia'",
                ),
            ],
        },
    },
    "acr-registry-require-https-webhooks": {
        compliant: [webhook("https://hooks.contoso.com")],
        violating: {
            resources: [webhook("http://hooks.contoso.com")],
            messages: [
                violation(
                    "call an HTTPS address",
                    "Use an address that starts with https://",
                    "Registry webhook 'hook'",
                ),
            ],
        },
        absent: {
            resources: [webhook()],
            messages: [
                violation(
                    "call an HTTPS address",
                    "Use an address that starts with https://",
                    "Registry webhook 'hook'",
                ),
            ],
        },
        unknown: { resources: [webhook(unknown)], undecided: ["serviceUri of Registry webhook 'hook'"] },
    },
    "acr-registry-disallow-cache-rules": {
        compliant: [],
        violating: {
            resources: [resource("azure-native:containerregistry:CacheRule", "hub", {})],
            messages: [
                violation(
                    "not take images from another registry",
                    "Remove it and import what was reviewed",
                    "Cache rule 'hub'",
                ),
            ],
        },
        absent: { resources: [registry("images")], messages: [] },
        unknown: { never: "a cache rule violates it whatever its values" },
    },
    "acr-registry-require-defender": {
        compliant: [plan("Standard")],
        violating: {
            resources: [plan("Free")],
            messages: [violation("be Standard for containers", "Set pricingTier to Standard", "Defender plan 'plan'")],
        },
        absent: { resources: [plan("Free", "VirtualMachines")], messages: [] },
        unknown: {
            resources: [plan(unknown), plan("Free", unknown)],
            undecided: ["pricingTier of Defender plan 'plan'", "pricingName of Defender plan 'plan'"],
        },
    },
    "acr-registry-follow-naming": {
        compliant: [registry("images", { registryName: "acrshop" })],
        violating: {
            settings: { pattern: "acr*" },
            resources: [registry("images", { registryName: "shop" })],
            messages: [violation("have a name that matches acr*", "Choose such a registryName")],
        },
        absent: { resources: [registry("images")], messages: [] },
        unknown: {
            resources: [registry("images", { tags: unknown })],
            undecided: ["registryName or tags of Container registry 'images'"],
        },
        configured: {
            settings: { pattern: "acr*", requiredTags: ["owner"] },
            resources: [
                registry("images", { registryName: "acrshop" }),
                registry("images", { registryName: "shop", tags: { owner: "platform" } }),
            ],
            messages: [
                violation("have the tags owner", "Add them to tags"),
                violation("have a name that matches acr*", "Choose such a registryName"),
            ],
        },
    },
};
