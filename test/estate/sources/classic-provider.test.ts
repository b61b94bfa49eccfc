// Resources of the classic provider, in the names of azure-native.
import { describe, expect, it } from "vitest";
import { get, normalise } from "../../../estate/resource";
import { UNKNOWN } from "../../../estate/value";
import { classicRegistry, resource, secret, unknown } from "../../policies/support/resources";

describe("the classic provider", () => {
    const translated = (type: string, inputs: Record<string, unknown>, paths: string[]) => {
        const [one] = normalise(resource(type, "c", inputs));
        return one && paths.map((path) => get(one, path));
    };

    it("has the same registries by other names", () => {
        const [one] = normalise(
            classicRegistry("c", {
                adminEnabled: true,
                sku: "Premium",
                publicNetworkAccessEnabled: false,
                exportPolicyEnabled: false,
                trustPolicyEnabled: unknown,
                retentionPolicyInDays: 7,
                name: "images",
            }),
        );
        if (!one) throw new Error("nothing");
        expect(
            [
                ...["adminUserEnabled", "sku.name", "publicNetworkAccess", "policies.exportPolicy.status"],
                ...[
                    "policies.trustPolicy.status",
                    "policies.retentionPolicy.days",
                    "registryName",
                    "policies.quarantinePolicy",
                ],
            ].map((path) => get(one, path)),
        ).toEqual([true, "Premium", "Disabled", "disabled", UNKNOWN, 7, "images", undefined]);
    });

    it.each<[string, Record<string, unknown>, string[], unknown[]]>([
        [
            "azure:containerservice/registryToken:RegistryToken",
            { enabled: false, name: "t" },
            ["status", "tokenName"],
            ["disabled", "t"],
        ],
        [
            "azure:containerservice/kubernetesCluster:KubernetesCluster",
            {
                localAccountDisabled: true,
                azureActiveDirectoryRoleBasedAccessControl: { azureRbacEnabled: true },
                kubeletIdentity: { objectId: "k" },
            },
            ["disableLocalAccounts", "aadProfile.enableAzureRBAC", "identityProfile.kubeletidentity.objectId"],
            [true, true, "k"],
        ],
        [
            "azure:containerservice/group:Group",
            { imageRegistryCredentials: [{ server: "s", username: "u", password: secret }] },
            ["imageRegistryCredentials.0.server", "imageRegistryCredentials.0.username"],
            ["s", "u"],
        ],
        [
            "azure:appservice/linuxWebApp:LinuxWebApp",
            { siteConfig: { applicationStack: { dockerRegistryUrl: "https://r" } }, appSettings: { OTHER: "1" } },
            ["siteConfig.appSettings.0.name", "siteConfig.appSettings.1.name", "siteConfig.appSettings.1.value"],
            ["OTHER", "DOCKER_REGISTRY_SERVER_URL", "https://r"],
        ],
        [
            "azure:monitoring/diagnosticSetting:DiagnosticSetting",
            { targetResourceId: "/r", enabledLogs: [{ categoryGroup: "audit" }] },
            ["resourceUri", "logs.0.categoryGroup", "logs.0.enabled"],
            ["/r", "audit", true],
        ],
        [
            "azure:privatelink/endpoint:Endpoint",
            { privateServiceConnection: { privateConnectionResourceId: "/r" } },
            ["privateLinkServiceConnections.0.privateLinkServiceId"],
            ["/r"],
        ],
        ["azure:containerapp/app:App", { registries: unknown }, ["configuration.registries"], [UNKNOWN]],
    ])("%s", (type, inputs, paths, values) => {
        expect(translated(type, inputs, paths)).toEqual(values);
    });
});
