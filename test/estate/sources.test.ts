// Resources in other shapes than azure-native's: ARM templates inside deployments, and the classic provider.
import { describe, expect, it } from "vitest";
import { get, normalise, subject } from "../../estate/resource";
import { UNKNOWN } from "../../estate/value";
import { classicRegistry, resource, secret, unknown } from "../policies/support/resources";

const arm = (template: unknown, parameters?: unknown) =>
    normalise(resource("azure-native:resources:Deployment", "arm", { properties: { template, parameters } })).slice(1);
const registryOf = (name: string, more: Record<string, unknown> = {}) => ({
    type: "Microsoft.ContainerRegistry/registries",
    name,
    ...more,
});

describe("an ARM template", () => {
    it("shows its registries, tokens, scope maps and role assignments in the shape of azure-native", () => {
        const hidden = arm(
            {
                variables: { sku: "Premium" },
                resources: [
                    registryOf("[parameters('name')]", {
                        sku: { name: "[variables('sku')]" },
                        properties: { adminUserEnabled: true },
                        resources: [{ type: "tokens", name: "edge", properties: { status: "enabled" } }],
                    }),
                    { type: "Microsoft.Storage/storageAccounts", name: "other" },
                    {
                        type: "Microsoft.Authorization/roleAssignments",
                        name: "g",
                        scope: "[concat('a')]",
                        properties: { principalId: "p" },
                    },
                ],
            },
            { name: { value: "hidden" } },
        );
        expect(hidden.map((one) => [subject(one), one.kind, one.embedded])).toEqual([
            ["Container registry 'arm/hidden'", "registry", true],
            ["Repository token 'arm/edge'", "token", true],
            ["Role assignment 'arm/g'", "roleAssignment", true],
        ]);
        const [registry, token, assignment] = hidden;
        if (!registry || !token || !assignment) throw new Error("something is missing");
        expect([get(registry, "registryName"), get(registry, "sku.name"), get(registry, "adminUserEnabled")]).toEqual([
            "hidden",
            "Premium",
            true,
        ]);
        expect(get(token, "status")).toBe("enabled");
        expect([get(assignment, "principalId"), get(assignment, "scope")]).toEqual(["p", UNKNOWN]);
    });

    it.each([
        ["as text", JSON.stringify({ resources: [registryOf("a")] })],
        ["by symbolic names", { resources: { one: registryOf("a") } }],
        [
            "nested",
            {
                resources: [
                    {
                        type: "Microsoft.Resources/deployments",
                        name: "n",
                        properties: { template: { resources: [registryOf("a")] } },
                    },
                ],
            },
        ],
    ])("is read %s", (_, template) => {
        expect(arm(template).map(({ name }) => name)).toEqual(["arm/a"]);
    });

    it.each([
        ["that is not known", unknown],
        ["that is secret", secret],
        ["that is no JSON", "{"],
        ["without resources", {}],
    ])("%s shows nothing", (_, template) => {
        expect(arm(template)).toEqual([]);
    });

    it("uses defaults, takes every other expression for unknown, and [[ for text", () => {
        const [one] = arm({
            parameters: { admin: { defaultValue: true }, open: {} },
            resources: [
                registryOf("a", {
                    properties: {
                        adminUserEnabled: "[parameters('admin')]",
                        anonymousPullEnabled: "[parameters('open')]",
                        publicNetworkAccess: "[if(true, 'a', 'b')]",
                        networkRuleBypassOptions: "[[text]",
                    },
                }),
            ],
        });
        if (!one) throw new Error("nothing is hidden");
        expect(
            ["adminUserEnabled", "anonymousPullEnabled", "publicNetworkAccess", "networkRuleBypassOptions"].map(
                (path) => get(one, path),
            ),
        ).toEqual([true, UNKNOWN, UNKNOWN, "[[text]"]);
    });
});

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
