// The hardening rules that compare a property with accepted values, one entry each.
import { is, isNot, matches, propertyRule } from "../lib/property-rule";

export const propertyRules = {
    restrictNetwork: propertyRule({
        name: "acr-registry-restrict-network",
        displayName: "The registry's network is restricted",
        description: "A Premium container registry must not be open to all networks.",
        severity: "medium",
        level: "advisory",
        remediationSteps:
            "Set publicNetworkAccess to Disabled, or networkRuleSet.defaultAction to Deny with the addresses that may connect.",
        url: "https://learn.microsoft.com/azure/container-registry/container-registry-access-selected-networks",
        tags: ["network"],
        crosswalk: {
            checkov: ["CKV_AZURE_139"],
            psrule: ["Azure.ACR.Firewall"],
            azurePolicy: ["0fdf0491", "a3701552", "d0793b48"],
        },
        rationale:
            "A registry that is open to all networks accepts a leaked credential from any place in the world. Where only chosen networks may connect, the credential alone is not enough.",
        premiumOnly: true,
        accepts: {
            publicNetworkAccess: is("Disabled"),
            "networkRuleSet.defaultAction": is("Deny"),
        },
        undetermined: "publicNetworkAccess or networkRuleSet",
        must: "must not be open to all networks",
        remedy: "Set publicNetworkAccess to Disabled, or networkRuleSet.defaultAction to Deny",
    }),
    requireDataEndpoint: propertyRule({
        name: "acr-registry-require-data-endpoint",
        displayName: "Layers come from a dedicated data endpoint",
        description: "A Premium container registry must have a dedicated data endpoint.",
        severity: "low",
        level: "advisory",
        remediationSteps: "Set dataEndpointEnabled to true and allow the new host in client firewalls first.",
        url: "https://learn.microsoft.com/azure/container-registry/container-registry-dedicated-data-endpoints",
        tags: ["network"],
        crosswalk: { checkov: ["CKV_AZURE_237"] },
        rationale:
            "Without dedicated data endpoints layers come from shared storage hosts, so client firewalls must allow *.blob.core.windows.net. That rule also lets data out to anybody's storage account.",
        premiumOnly: true,
        accepts: {
            dataEndpointEnabled: is(true),
        },
        must: "must have a dedicated data endpoint",
        remedy: "Set dataEndpointEnabled to true",
    }),
    restrictTrustedServices: propertyRule({
        name: "acr-registry-restrict-trusted-services",
        displayName: "Trusted services don't bypass the network rules",
        description: "A Premium container registry must not let trusted services bypass its network rules.",
        severity: "low",
        level: "disabled",
        strictLevel: "advisory",
        remediationSteps:
            "Set networkRuleBypassOptions to None; ACR Tasks and Defender scans then need a private path.",
        url: "https://learn.microsoft.com/azure/container-registry/allow-access-trusted-services",
        tags: ["network"],
        crosswalk: {},
        rationale:
            "The bypass admits several Azure services from outside the allowed networks. As long as it is on, the network rules are not the whole list of who can connect.",
        premiumOnly: true,
        accepts: {
            networkRuleBypassOptions: is("None"),
        },
        must: "must not let trusted services bypass its network rules",
        remedy: "Set networkRuleBypassOptions to None",
    }),
    disallowExport: propertyRule({
        name: "acr-registry-disallow-export",
        displayName: "Export is off",
        description: "A Premium container registry must not allow images to be exported.",
        severity: "low",
        level: "disabled",
        strictLevel: "advisory",
        remediationSteps:
            "Set policies.exportPolicy.status to disabled and publicNetworkAccess to Disabled, which it requires.",
        url: "https://learn.microsoft.com/azure/container-registry/data-loss-prevention",
        tags: ["exfiltration"],
        crosswalk: { psrule: ["AZR-000495"], azurePolicy: ["524b0254"] },
        rationale:
            "Someone with enough rights can import a registry's images into another registry, or transfer them by a pipeline, without downloading them, which no client firewall sees. Turning export off blocks both ways out of a closed network; pulling stays possible.",
        premiumOnly: true,
        accepts: {
            "policies.exportPolicy.status": is("disabled"),
        },
        must: "must not allow images to be exported",
        remedy: "Set policies.exportPolicy.status to disabled and publicNetworkAccess to Disabled",
    }),
    requireSku: propertyRule({
        name: "acr-registry-require-sku",
        displayName: "The registry has a service tier for production",
        description: "A container registry must have the Standard or Premium tier.",
        severity: "low",
        level: "advisory",
        remediationSteps: "Set sku.name to Standard or Premium.",
        url: "https://learn.microsoft.com/azure/container-registry/container-registry-skus",
        tags: ["reliability"],
        crosswalk: { checkov: ["CKV_AZURE_163"], psrule: ["Azure.ACR.MinSku"], azurePolicy: ["bd560fc0"] },
        rationale:
            "Azure offers Basic for learning: it includes a tenth of the storage of Standard, and allows 100 tokens and two webhooks. A registry in production meets these limits first, in the middle of somebody's work.",
        accepts: {
            "sku.name": is("Standard", "Premium"),
        },
        must: "must have the Standard or Premium tier",
        remedy: "Set sku.name to Standard",
    }),
    requireCustomerKey: propertyRule({
        name: "acr-registry-require-customer-key",
        displayName: "Images are encrypted with a customer's key",
        description: "A Premium container registry must be encrypted with a customer-managed key that rotates.",
        severity: "low",
        level: "disabled",
        strictLevel: "advisory",
        remediationSteps:
            "Set encryption.status to enabled and encryption.keyVaultProperties.keyIdentifier to a key without version.",
        url: "https://learn.microsoft.com/azure/container-registry/tutorial-enable-customer-managed-keys",
        tags: ["encryption"],
        crosswalk: { azurePolicy: ["5b9159ae"] },
        rationale:
            "Without a key of its own, the organisation cannot withdraw access to the stored images. With a key pinned to one version, rotating the key in the vault has no effect on the registry.",
        premiumOnly: true,
        accepts: {
            // A key id with a version has a third segment, and stays at that version.
            "encryption.keyVaultProperties.keyIdentifier": matches(/\/keys\/[^/]+\/?$/),
        },
        must: "must be encrypted with a customer-managed key that rotates",
        remedy: "Set encryption.keyVaultProperties.keyIdentifier to a key's id without version",
    }),
    requireQuarantine: propertyRule({
        name: "acr-registry-require-quarantine",
        displayName: "New images wait for a scan",
        description: "A Premium container registry must quarantine new images.",
        severity: "low",
        level: "disabled",
        strictLevel: "advisory",
        remediationSteps:
            "Set policies.quarantinePolicy.status to enabled, once a scanner that supports quarantine is connected.",
        url: "https://github.com/Azure/acr/tree/main/docs/preview/quarantine",
        tags: ["images"],
        crosswalk: { checkov: ["CKV_AZURE_166"], psrule: ["AZR-000008"] },
        rationale:
            "Without quarantine an image can be pulled the moment it is pushed, before any scanner has read it. Quarantine, a preview of Azure, hides it until a scanner marks it as passed.",
        premiumOnly: true,
        accepts: {
            "policies.quarantinePolicy.status": is("enabled"),
        },
        must: "must quarantine new images",
        remedy: "Set policies.quarantinePolicy.status to enabled",
    }),
    requireRetention: propertyRule({
        name: "acr-registry-require-retention",
        displayName: "Untagged images are removed",
        description:
            "A Premium container registry must remove untagged images after some days, unless it has soft delete.",
        severity: "low",
        level: "advisory",
        remediationSteps: "Set policies.retentionPolicy.status to enabled and its days.",
        url: "https://learn.microsoft.com/azure/container-registry/container-registry-retention-policy",
        tags: ["images"],
        crosswalk: { checkov: ["CKV_AZURE_167"], psrule: ["AZR-000010"] },
        rationale:
            "Each push to an existing tag leaves the previous manifest behind without one, where it costs storage and can still be pulled by digest. A retention policy removes such leftovers.",
        premiumOnly: true,
        accepts: {
            // The service refuses both at once.
            "policies.retentionPolicy.status": is("enabled"),
            "policies.softDeletePolicy.status": is("enabled"),
        },
        undetermined: "policies.retentionPolicy",
        must: "must remove untagged images after some days",
        remedy: "Set policies.retentionPolicy.status to enabled, or use soft delete",
    }),
    requireSoftDelete: propertyRule({
        name: "acr-registry-require-soft-delete",
        displayName: "Deleted images can be restored",
        description: "A container registry must keep deleted images for some days, unless it has a retention policy.",
        severity: "low",
        level: "disabled",
        strictLevel: "advisory",
        remediationSteps:
            "Set policies.softDeletePolicy.status to enabled; not together with geo-replication, artifact cache or a retention policy.",
        url: "https://learn.microsoft.com/azure/container-registry/container-registry-soft-delete-policy",
        tags: ["images"],
        crosswalk: { psrule: ["AZR-000310"] },
        rationale:
            "A clean-up job with a wrong filter deletes images that are in use, which shows when a pod moves to another node. Soft delete leaves some days to restore them.",
        accepts: {
            "policies.softDeletePolicy.status": is("enabled"),
            "policies.retentionPolicy.status": is("enabled"),
        },
        undetermined: "policies.softDeletePolicy",
        must: "must keep deleted images for some days",
        remedy: "Set policies.softDeletePolicy.status to enabled, or use a retention policy",
    }),
    disallowContentTrust: propertyRule({
        name: "acr-registry-disallow-content-trust",
        displayName: "Content trust is not relied on",
        description: "A container registry must not enable content trust, which Azure removes in 2028.",
        severity: "low",
        level: "advisory",
        remediationSteps:
            "Set policies.trustPolicy.status to disabled and sign images with Notation. CKV_AZURE_164 asks for the opposite, which can no longer be met: suppress it there.",
        url: "https://learn.microsoft.com/azure/container-registry/container-registry-content-trust-deprecation",
        tags: ["deprecation"],
        crosswalk: {},
        rationale:
            "Pipelines that rely on content trust stop working when Azure removes it, and cannot be moved to a new registry even before. The finding leaves time to sign with Notation instead.",
        accepts: {
            "policies.trustPolicy.status": isNot("enabled"),
        },
        must: "must not rely on content trust, which can't be enabled on new registries and ends on 2028-03-31",
        remedy: "Set policies.trustPolicy.status to disabled and sign images with Notation",
    }),
    requireHttpsWebhooks: propertyRule({
        name: "acr-registry-require-https-webhooks",
        displayName: "Webhooks use HTTPS",
        description: "A webhook of a registry must call an HTTPS address.",
        severity: "medium",
        level: "advisory",
        remediationSteps: "Use an address that starts with https://.",
        url: "https://learn.microsoft.com/azure/container-registry/container-registry-webhook",
        tags: ["webhook"],
        crosswalk: { checkov: ["CKV2_AZURE_30"] },
        rationale:
            "A webhook sends its custom headers, often with a secret in them, together with what was pushed. Over plain HTTP anyone on the way can read and alter both.",
        kind: "webhook",
        // It takes a call of its own, which also answers the headers, and the secrets in them:
        // https://learn.microsoft.com/dotnet/api/azure.resourcemanager.containerregistry.containerregistrywebhookresource.getcallbackconfig
        writeOnly: true,
        accepts: {
            serviceUri: matches(/^https:\/\//i),
        },
        must: "must call an HTTPS address",
        remedy: "Use an address that starts with https://",
    }),
};
