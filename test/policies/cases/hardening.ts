// Cases of the hardening rules.
import { deployedRegistry, registry, registryId, resource, subscription, unknown, urnOf } from "../support/resources";
import type { RuleCases } from "../support/rule-cases";

const premium = (inputs: Record<string, unknown> = {}) => registry("images", { sku: { name: "Premium" }, ...inputs });
const standard = registry("images", { sku: { name: "Standard" } });
const violation = (must: string, remedy: string, subject = "Container registry 'images'") =>
    `${subject} must ${must}. ${remedy}.`;
const skuUndecided = ["sku.name of Container registry 'images'"];

/** Cases of a rule that asks one property of a Premium registry. */
const onPremium = (
    good: Record<string, unknown>,
    bad: Record<string, unknown>,
    must: string,
    remedy: string,
    path: string,
    open: Record<string, unknown>,
): RuleCases => ({
    compliant: [premium(good)],
    violating: { resources: [premium(bad)], messages: [violation(must, remedy)] },
    absent: { resources: [premium()], messages: [violation(must, remedy)] },
    unknown: {
        resources: [premium(open), registry("images", { sku: unknown })],
        undecided: [`${path} of Container registry 'images'`, ...skuUndecided],
    },
    more: { "asks nothing of other tiers": { resources: [standard], messages: [] } },
});
const policy = (name: string, status: unknown) => ({ policies: { [name]: { status } } });

const connection = (endpoint: unknown) =>
    resource(
        "azure-native:containerregistry:PrivateEndpointConnection",
        "partner",
        { privateEndpoint: { id: endpoint } },
        // A policy pack isn't told a resource's id, but what ARM answered.
        { outputs: { id: `${registryId("images")}/privateEndpointConnections/partner` } },
    );
const endpoint = (id: unknown, more = {}) =>
    resource(
        "azure-native:network:PrivateEndpoint",
        "endpoint",
        { privateLinkServiceConnections: [{ privateLinkServiceId: id }] },
        more,
    );
const closed = deployedRegistry("images", { publicNetworkAccess: "Disabled" });
const setting = (inputs: Record<string, unknown>) => resource("azure-native:monitor:DiagnosticSetting", "logs", inputs);
const replica = (location: unknown) => resource("azure-native:containerregistry:Replication", "asia", { location });
const webhook = (serviceUri?: unknown) => resource("azure-native:containerregistry:Webhook", "hook", { serviceUri });
const plan = (pricingTier?: unknown, pricingName: unknown = "Containers") =>
    resource("azure-native:security:Pricing", "plan", { pricingName, pricingTier });
const privateEndpointMessage = violation(
    "have a private endpoint, since it is closed to the public",
    "Declare one for the group registry",
);
const logMessage = violation(
    "log logins and repository events",
    "Declare a diagnostic setting with the category group audit (ContainerRegistry does, given a workspace)",
);
const lockMessage = violation(
    "be protected from deletion",
    "Set the resource option protect; a CanNotDelete lock also keeps access from being removed",
);

export const hardeningCases: Record<string, RuleCases> = {
    "acr-registry-restrict-network": {
        ...onPremium(
            { publicNetworkAccess: "Disabled" },
            { publicNetworkAccess: "Enabled", networkRuleSet: { defaultAction: "Allow" } },
            "not be open to all networks",
            "Set publicNetworkAccess to Disabled, or networkRuleSet.defaultAction to Deny",
            "publicNetworkAccess or networkRuleSet",
            { networkRuleSet: unknown },
        ),
        more: {
            "accepts a firewall": { resources: [premium({ networkRuleSet: { defaultAction: "Deny" } })], messages: [] },
        },
    },
    "acr-registry-require-private-endpoint": {
        compliant: [closed, endpoint(registryId("images"))],
        violating: { resources: [closed, endpoint(registryId("other"))], messages: [privateEndpointMessage] },
        absent: { resources: [closed], messages: [privateEndpointMessage] },
        unknown: {
            resources: [
                closed,
                resource("azure-native:network:PrivateEndpoint", "endpoint", {
                    privateLinkServiceConnections: unknown,
                }),
            ],
            undecided: ["private endpoints of Container registry 'images'"],
        },
        more: {
            "follows the dependency": {
                resources: [
                    closed,
                    endpoint(unknown, {
                        propertyDependencies: {
                            privateLinkServiceConnections: [urnOf("azure-native:containerregistry:Registry", "images")],
                        },
                    }),
                ],
                messages: [],
            },
        },
    },
    "acr-registry-restrict-endpoint-connections": {
        compliant: [connection(`${subscription}/resourceGroups/net/providers/Microsoft.Network/privateEndpoints/own`)],
        violating: {
            resources: [connection("/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/net/x")],
            messages: [
                violation(
                    "not connect a private endpoint of another subscription",
                    "Reject it, or exempt it and say whose it is",
                    "Private endpoint connection 'partner'",
                ),
            ],
        },
        absent: { resources: [connection(undefined)], messages: [] },
        unknown: {
            resources: [connection(unknown)],
            undecided: ["privateEndpoint.id of Private endpoint connection 'partner'"],
        },
    },
    "acr-registry-require-data-endpoint": onPremium(
        { dataEndpointEnabled: true },
        { dataEndpointEnabled: false },
        "have a dedicated data endpoint",
        "Set dataEndpointEnabled to true",
        "dataEndpointEnabled",
        { dataEndpointEnabled: unknown },
    ),
    "acr-registry-restrict-trusted-services": onPremium(
        { networkRuleBypassOptions: "None" },
        { networkRuleBypassOptions: "AzureServices" },
        "not let trusted services bypass its network rules",
        "Set networkRuleBypassOptions to None",
        "networkRuleBypassOptions",
        { networkRuleBypassOptions: unknown },
    ),
    "acr-registry-disallow-export": onPremium(
        policy("exportPolicy", "disabled"),
        policy("exportPolicy", "enabled"),
        "not allow images to be exported",
        "Set policies.exportPolicy.status and publicNetworkAccess to disabled",
        "policies.exportPolicy.status",
        policy("exportPolicy", unknown),
    ),
    "acr-registry-require-audit-logs": {
        compliant: [
            deployedRegistry("images"),
            setting({ resourceUri: registryId("images"), logs: [{ categoryGroup: "audit", enabled: true }] }),
        ],
        violating: {
            resources: [
                deployedRegistry("images"),
                setting({
                    resourceUri: registryId("images"),
                    logs: [{ category: "ContainerRegistryLoginEvents", enabled: true }],
                }),
            ],
            messages: [logMessage],
        },
        absent: { resources: [deployedRegistry("images")], messages: [logMessage] },
        unknown: {
            resources: [deployedRegistry("images"), setting({ resourceUri: registryId("images"), logs: unknown })],
            undecided: ["diagnostic settings of Container registry 'images'"],
        },
    },
    "acr-registry-require-lock": {
        compliant: [registry("images", {}, { protect: true })],
        violating: {
            resources: [
                deployedRegistry("images"),
                resource("azure-native:authorization:ManagementLockByScope", "lock", { scope: registryId("other") }),
            ],
            messages: [lockMessage],
        },
        absent: { resources: [registry("images")], messages: [lockMessage] },
        unknown: { never: "protect is plain, and a lock is known by what it depends on" },
        more: {
            "accepts a lock": {
                resources: [
                    deployedRegistry("images"),
                    resource("azure-native:authorization:ManagementLockByScope", "lock", {
                        scope: registryId("images"),
                    }),
                ],
                messages: [],
            },
        },
    },
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
