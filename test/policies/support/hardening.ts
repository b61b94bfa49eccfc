// Registries and their settings for the cases of the hardening rules.
import { deployedRegistry, registry, registryId, resource, unknown } from "./resources";
import type { RuleCases } from "./rule-cases";

export const premium = (inputs: Record<string, unknown> = {}) =>
    registry("images", { sku: { name: "Premium" }, ...inputs });
export const standard = registry("images", { sku: { name: "Standard" } });
export const violation = (must: string, remedy: string, subject = "Container registry 'images'") =>
    `${subject} must ${must}. ${remedy}.`;
export const skuUndecided = ["sku.name of Container registry 'images'"];

/** Cases of a rule that asks one property of a Premium registry. */
export const onPremium = (
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
export const policy = (name: string, status: unknown) => ({ policies: { [name]: { status } } });

export const connection = (endpoint: unknown) =>
    resource(
        "azure-native:containerregistry:PrivateEndpointConnection",
        "partner",
        { privateEndpoint: { id: endpoint } },
        // A policy pack isn't told a resource's id, but what ARM answered.
        { outputs: { id: `${registryId("images")}/privateEndpointConnections/partner` } },
    );
export const endpoint = (id: unknown, more = {}) =>
    resource(
        "azure-native:network:PrivateEndpoint",
        "endpoint",
        { privateLinkServiceConnections: [{ privateLinkServiceId: id }] },
        more,
    );
export const closed = deployedRegistry("images", { publicNetworkAccess: "Disabled" });
export const setting = (inputs: Record<string, unknown>) =>
    resource("azure-native:monitor:DiagnosticSetting", "logs", inputs);
export const replica = (location: unknown) =>
    resource("azure-native:containerregistry:Replication", "asia", { location });
export const webhook = (serviceUri?: unknown) =>
    resource("azure-native:containerregistry:Webhook", "hook", { serviceUri });
export const plan = (pricingTier?: unknown, pricingName: unknown = "Containers") =>
    resource("azure-native:security:Pricing", "plan", { pricingName, pricingTier });
export const privateEndpointMessage = violation(
    "have a private endpoint, since it is closed to the public",
    "Declare one for the group registry",
);
export const logMessage = violation(
    "log logins and repository events",
    "Declare a diagnostic setting with the category group audit (ContainerRegistry does, given a workspace)",
);
export const lockMessage = violation(
    "be protected from deletion",
    "Set the resource option protect; a CanNotDelete lock also keeps access from being removed",
);
