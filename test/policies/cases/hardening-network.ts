// Cases of the hardening rules about networks, export, logs and locks.

import {
    closed,
    connection,
    endpoint,
    lockMessage,
    logMessage,
    onPremium,
    policy,
    premium,
    privateEndpointMessage,
    setting,
    violation,
} from "../support/hardening";
import { deployedRegistry, registry, registryId, resource, subscription, unknown, urnOf } from "../support/resources";
import type { RuleCases } from "../support/rule-cases";

export const networkHardeningCases: Record<string, RuleCases> = {
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
        "Set policies.exportPolicy.status to disabled and publicNetworkAccess to Disabled",
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
};
