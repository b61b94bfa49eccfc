// What the service refuses of a registry's properties: features of higher SKUs, combinations, values out of range.
// Data and one function.
import { isIPv4 } from "node:net";
import { at, type Json, object, objects, strings } from "../../../json";
import { badRequest } from "../../errors";

export type Sku = "Basic" | "Standard" | "Premium";

interface Refusal {
    /** The feature as messages call it. */
    feature: string;
    code: string;
    isUsed(properties: Json): boolean;
    skus: Sku[];
}

const enabled = (path: string) => (properties: Json) => at(properties, `${path}.status`) === "enabled";

/** Only `DisablingPublicNetworkAccessNotSupported` and the data endpoint's wording are recorded; the rest follows them. */
const refusals: Refusal[] = [
    {
        feature: "Disabling public network access",
        code: "DisablingPublicNetworkAccessNotSupported",
        isUsed: ({ publicNetworkAccess }) => publicNetworkAccess === "Disabled",
        skus: ["Premium"],
    },
    {
        feature: "The data endpoint rule",
        code: "DataEndpointNotSupported",
        isUsed: ({ dataEndpointEnabled }) => dataEndpointEnabled === true,
        skus: ["Premium"],
    },
    {
        feature: "The network rule set",
        code: "NetworkRuleSetNotSupported",
        isUsed: ({ networkRuleSet }) => {
            const { defaultAction, ipRules, virtualNetworkRules } = object(networkRuleSet);
            return (
                defaultAction === "Deny" ||
                [ipRules, virtualNetworkRules].some((rules) => Array.isArray(rules) && rules.length > 0)
            );
        },
        skus: ["Premium"],
    },
    {
        feature: "The retention policy",
        code: "RetentionPolicyNotSupported",
        isUsed: enabled("policies.retentionPolicy"),
        skus: ["Premium"],
    },
    {
        feature: "The trust policy",
        code: "TrustPolicyNotSupported",
        isUsed: enabled("policies.trustPolicy"),
        skus: ["Premium"],
    },
    {
        feature: "The quarantine policy",
        code: "QuarantinePolicyNotSupported",
        isUsed: enabled("policies.quarantinePolicy"),
        skus: ["Premium"],
    },
    {
        feature: "Disabling the export policy",
        code: "ExportPolicyNotSupported",
        isUsed: (properties) => at(properties, "policies.exportPolicy.status") === "disabled",
        skus: ["Premium"],
    },
    {
        feature: "Encryption with a customer-managed key",
        code: "EncryptionNotSupported",
        isUsed: enabled("encryption"),
        skus: ["Premium"],
    },
    {
        feature: "A private endpoint",
        code: "PrivateEndpointNotSupported",
        isUsed: ({ privateEndpointConnections: connections }) => Array.isArray(connections) && connections.length > 0,
        skus: ["Premium"],
    },
    {
        feature: "Anonymous pull",
        code: "AnonymousPullNotSupported",
        isUsed: ({ anonymousPullEnabled }) => anonymousPullEnabled === true,
        skus: ["Standard", "Premium"],
    },
];

const whereToRead: Record<string, string> = {
    DisablingPublicNetworkAccessNotSupported: "https://aka.ms/acr/private-link",
    AnonymousPullNotSupported: "https://aka.ms/acr/anonymous-pull",
};

/** Combinations that no SKU allows. */
const conflicts: { code: string; message: string; isThere(properties: Json): boolean }[] = [
    {
        code: "ExportPolicyConflict",
        message:
            "The export policy can only be disabled when public network access is disabled. For more information, please visit https://aka.ms/acr/export-policy.",
        isThere: (properties) =>
            at(properties, "policies.exportPolicy.status") === "disabled" &&
            properties.publicNetworkAccess !== "Disabled",
    },
    {
        code: "SoftDeletePolicyConflict",
        message:
            "The soft delete policy cannot be enabled together with the retention policy. For more information, please visit https://aka.ms/acr/soft-delete.",
        isThere: (properties) =>
            enabled("policies.softDeletePolicy")(properties) && enabled("policies.retentionPolicy")(properties),
    },
];

/** Least and most of what is a number: days, and the lengths of lists. */
const ranges: { path: string; least: number; most: number }[] = [
    { path: "policies.retentionPolicy.days", least: 0, most: 365 },
    { path: "policies.softDeletePolicy.retentionDays", least: 1, most: 90 },
    { path: "networkRuleSet.ipRules", least: 0, most: 200 },
    { path: "networkRuleSet.virtualNetworkRules", least: 0, most: 100 },
];

/** The values of what is one of several words. */
const words: { path: string; allowed: string[] }[] = [
    { path: "roleAssignmentMode", allowed: ["LegacyRegistryPermissions", "AbacRepositoryPermissions"] },
    { path: "publicNetworkAccess", allowed: ["Enabled", "Disabled"] },
    { path: "networkRuleBypassOptions", allowed: ["AzureServices", "None"] },
    { path: "networkRuleSet.defaultAction", allowed: ["Allow", "Deny"] },
    { path: "zoneRedundancy", allowed: ["Enabled", "Disabled"] },
    { path: "metadataSearch", allowed: ["Enabled", "Disabled"] },
    { path: "regionalEndpoints", allowed: ["Enabled", "Disabled"] },
    { path: "writableCacheRepos", allowed: ["Enabled", "Disabled"] },
    { path: "endpointProtocol", allowed: ["IPv4", "IPv4AndIPv6"] },
    ...[
        "policies.quarantinePolicy",
        "policies.trustPolicy",
        "policies.retentionPolicy",
        "policies.exportPolicy",
        "policies.azureADAuthenticationAsArmPolicy",
        "policies.softDeletePolicy",
        "encryption",
    ].map((policy) => ({ path: `${policy}.status`, allowed: ["enabled", "disabled"] })),
    {
        path: "autoGeneratedDomainNameLabelScope",
        allowed: ["Unsecure", "TenantReuse", "SubscriptionReuse", "ResourceGroupReuse", "NoReuse"],
    },
];

/** `192.0.2.1`, or `192.0.2.0/24`. */
const isIpRange = (value: unknown): boolean => {
    const [, address = "", , length = "32"] = /^([^/]+)(\/(\d{1,2}))?$/.exec(String(value)) ?? [];
    return isIPv4(address) && Number(length) <= 32;
};

/** Throws the service's refusal of a registry's properties, if there is one. */
export const refuse = (properties: Json, sku: Sku): void => {
    for (const { feature, code, isUsed, skus } of refusals)
        if (isUsed(properties) && !skus.includes(sku))
            throw badRequest(
                code,
                `${feature} is not supported for the SKU ${sku}. For more information, please visit ${whereToRead[code] ?? "https://aka.ms/acr/tiers"}.`,
            );
    for (const { code, message, isThere } of conflicts) if (isThere(properties)) throw badRequest(code, message);
    for (const { path, least, most } of ranges) {
        const value = at(properties, path);
        const size = Array.isArray(value) ? value.length : value;
        if (typeof size !== "number" || size < least || size > most)
            throw badRequest(
                "InvalidParameter",
                `The value '${size}' of '${path}' must be between ${least} and ${most}.`,
            );
    }
    for (const { value } of objects(at(properties, "networkRuleSet.ipRules")))
        if (!isIpRange(value))
            throw badRequest(
                "NetworkRuleValidationError",
                `Could not validate network rule - The IP rule '${value}' is not an IPv4 address or a range in CIDR notation.`,
            );
    for (const { path, allowed } of words) {
        const value = at(properties, path);
        if (!strings([value]).some((word) => allowed.includes(word)))
            throw badRequest(
                "InvalidParameter",
                `The value '${value}' of '${path}' must be one of ${allowed.join(", ")}.`,
            );
    }
};
