import { describe, expect, it } from "vitest";
import { ContainerRegistry, type ContainerRegistryArgs } from "../../components";
import { containerRegistryProblems } from "../../components/container-registry";
import { problemText } from "../../components/inputs/validation";
import { record, registryReference } from "../support/mocks";

const inside = { resourceGroupName: "rg", registryName: "contoso01" };
const registryId = registryReference("contoso01").resourceId;

const declare = (args: Partial<ContainerRegistryArgs>) =>
    record(() => void new ContainerRegistry("shop", { ...inside, ...args }));

const problems = (args: Partial<ContainerRegistryArgs>): string[] =>
    containerRegistryProblems({ ...inside, ...args }).map(problemText);

describe("a registry's own settings", () => {
    it.each<[string, Partial<ContainerRegistryArgs>, Record<string, unknown>]>([
        ["nothing closed that was not asked for", {}, { networkRuleBypassOptions: "AzureServices" }],
        [
            "allowed addresses, and refuses all others",
            { sku: "Premium", allowedIpRanges: ["203.0.113.0/24"], trustedServices: false },
            {
                networkRuleSet: {
                    defaultAction: "Deny",
                    ipRules: [{ action: "Allow", iPAddressOrRange: "203.0.113.0/24" }],
                },
                networkRuleBypassOptions: "None",
            },
        ],
        [
            "retention of untagged manifests",
            { sku: "Premium", untaggedRetentionDays: 7 },
            { policies: { retentionPolicy: { status: "enabled", days: 7 } } },
        ],
        [
            "soft delete",
            { sku: "Basic", softDeleteDays: 14 },
            { policies: { softDeletePolicy: { status: "enabled", retentionDays: 14 } } },
        ],
        [
            "an export policy",
            { sku: "Premium", publicNetworkAccess: false, exports: false },
            { policies: { exportPolicy: { status: "disabled" } }, publicNetworkAccess: "Disabled" },
        ],
        [
            "a key of one's own",
            {
                sku: "Premium",
                customerManagedKey: {
                    keyUri: "https://v.vault.azure.net/keys/k",
                    identityResourceId: "/identity",
                    identityClientId: "c",
                },
            },
            {
                encryption: {
                    status: "enabled",
                    keyVaultProperties: { keyIdentifier: "https://v.vault.azure.net/keys/k", identity: "c" },
                },
                identity: { type: "UserAssigned", userAssignedIdentities: { "/identity": {} } },
            },
        ],
    ])("have %s", async (_, args, inputs) => {
        expect((await declare(args)).inputs(":Registry", "shop")).toMatchObject(inputs);
    });
});

describe("what belongs to a registry", () => {
    const own = "azure-native:containerregistry:Registry shop < shop";
    const others = async (args: Partial<ContainerRegistryArgs>) =>
        (await declare(args)).tree().filter((line) => line !== own && !line.startsWith("acr-auth:"));

    it("is nothing unless asked for", async () => {
        expect(await others({})).toEqual([]);
    });

    it("is a private endpoint with its DNS zones", async () => {
        const args: Partial<ContainerRegistryArgs> = {
            sku: "Premium",
            location: "koreacentral",
            privateEndpoints: { hub: { subnetResourceId: "/subnet", dnsZoneResourceIds: ["/zone"] } },
        };
        expect(await others(args)).toEqual([
            "azure-native:network:PrivateDnsZoneGroup shop-endpoint-hub-dns < shop",
            "azure-native:network:PrivateEndpoint shop-endpoint-hub < shop",
        ]);
        expect((await declare(args)).inputs(":PrivateEndpoint", "shop-endpoint-hub")).toMatchObject({
            resourceGroupName: "rg",
            location: "koreacentral",
            subnet: { id: "/subnet" },
            privateLinkServiceConnections: [
                { name: "shop-hub", privateLinkServiceId: registryId, groupIds: ["registry"] },
            ],
        });
    });

    it("is a copy in each region", async () => {
        const args: Partial<ContainerRegistryArgs> = {
            sku: "Premium",
            replications: { japaneast: {}, eastus: { serving: false } },
        };
        expect(await others(args)).toEqual([
            "azure-native:containerregistry:Replication shop-eastus < shop",
            "azure-native:containerregistry:Replication shop-japaneast < shop",
        ]);
        expect((await declare(args)).inputs(":Replication", "shop-eastus")).toMatchObject({
            replicationName: "eastus",
            location: "eastus",
            regionEndpointEnabled: false,
        });
    });

    it("is a log of logins and of what was done", async () => {
        const recorder = await declare({ logWorkspaceResourceId: "/workspace" });
        expect(recorder.inputs(":DiagnosticSetting", "shop-diagnostics")).toEqual({
            name: "shop",
            resourceUri: registryId,
            workspaceId: "/workspace",
            logs: [
                { category: "ContainerRegistryLoginEvents", enabled: true },
                { category: "ContainerRegistryRepositoryEvents", enabled: true },
            ],
        });
    });

    it("is a lock", async () => {
        const recorder = await declare({ lock: "CanNotDelete" });
        expect(recorder.inputs(":ManagementLockByScope", "shop-lock")).toMatchObject({
            scope: registryId,
            level: "CanNotDelete",
        });
    });

    it("is a webhook, whose headers are secret", async () => {
        const recorder = await declare({
            webhooks: { deploys: { serviceUri: "https://ci.example/hook", customHeaders: { authorization: "token" } } },
        });
        const { customHeaders, ...inputs } = recorder.inputs(":Webhook", "shop-deploys");
        expect(inputs).toMatchObject({ webhookName: "deploys", actions: ["push"], status: "enabled" });
        expect(customHeaders).toMatchObject({ value: { authorization: "token" } });
    });

    it("is a cache with its login", async () => {
        const recorder = await declare({
            cacheRules: {
                "docker-hub": {
                    sourceRepository: "docker.io/*",
                    targetRepository: "hub/*",
                    credential: "docker-login",
                },
            },
            cacheCredentials: {
                "docker-login": {
                    loginServer: "docker.io",
                    usernameSecretUri: "https://v/u",
                    passwordSecretUri: "https://v/p",
                },
            },
        });
        expect(recorder.inputs(":CredentialSet", "shop-docker-login")).toMatchObject({
            loginServer: "docker.io",
            identity: { type: "SystemAssigned" },
            authCredentials: [
                {
                    name: "Credential1",
                    usernameSecretIdentifier: "https://v/u",
                    passwordSecretIdentifier: "https://v/p",
                },
            ],
        });
        expect(recorder.inputs(":CacheRule", "shop-docker-hub")).toMatchObject({
            cacheRuleName: "docker-hub",
            sourceRepository: "docker.io/*",
            targetRepository: "hub/*",
            credentialSetResourceId: "id-of-shop-docker-login",
        });
    });
});

describe("what can't be", () => {
    it("is said of every Premium feature on a Standard registry at once", () => {
        const given = problems({
            publicNetworkAccess: false,
            dataEndpoint: true,
            untaggedRetentionDays: 7,
            exports: false,
            privateEndpoints: { hub: { subnetResourceId: "/subnet" } },
            replications: { japaneast: {} },
            customerManagedKey: { keyUri: "k", identityResourceId: "i", identityClientId: "c" },
        });
        expect(given).toEqual([
            "publicNetworkAccess: needs the Premium SKU, and this registry has Standard (given: false). Set sku to Premium, or leave publicNetworkAccess out.",
            "dataEndpoint: needs the Premium SKU, and this registry has Standard (given: true). Set sku to Premium, or leave dataEndpoint out.",
            "untaggedRetentionDays: needs the Premium SKU, and this registry has Standard (given: 7). Set sku to Premium, or leave untaggedRetentionDays out.",
            "exports: needs the Premium SKU, and this registry has Standard (given: false). Set sku to Premium, or leave exports out.",
            'privateEndpoints: needs the Premium SKU, and this registry has Standard (given: ["hub"]). Set sku to Premium, or leave privateEndpoints out.',
            'replications: needs the Premium SKU, and this registry has Standard (given: ["japaneast"]). Set sku to Premium, or leave replications out.',
            "customerManagedKey: needs the Premium SKU, and this registry has Standard. Set sku to Premium, or leave customerManagedKey out.",
        ]);
    });

    it.each<[string, Partial<ContainerRegistryArgs>, string[]]>([
        [
            "soft delete with everything that excludes it, out of range",
            {
                sku: "Premium",
                softDeleteDays: 91,
                untaggedRetentionDays: 366,
                replications: { japaneast: {} },
                cacheRules: { mirror: { sourceRepository: "mcr.microsoft.com/*", targetRepository: "mcr/*" } },
            },
            [
                "untaggedRetentionDays: is out of range (given: 366). Use an integer from 0 to 365.",
                "softDeleteDays: is out of range (given: 91). Use an integer from 1 to 90.",
                "softDeleteDays: can't be combined with untaggedRetentionDays: Azure refuses soft delete on such a registry (given: 91). Leave softDeleteDays or untaggedRetentionDays out.",
                "softDeleteDays: can't be combined with replications: Azure refuses soft delete on such a registry (given: 91). Leave softDeleteDays or replications out.",
                "softDeleteDays: can't be combined with cacheRules: Azure refuses soft delete on such a registry (given: 91). Leave softDeleteDays or cacheRules out.",
            ],
        ],
        [
            "no exports while the registry is public",
            { sku: "Premium", exports: false },
            [
                "exports: can't be off while the registry can be reached over the public internet (given: false). Set publicNetworkAccess to false, or leave exports out.",
            ],
        ],
        [
            "addresses that are none, and rules for a closed network",
            { sku: "Premium", publicNetworkAccess: false, allowedIpRanges: ["203.0.113.0/33", "office"] },
            [
                'allowedIpRanges[0]: is not an IPv4 address or range (given: "203.0.113.0/33"). Write it as 203.0.113.7 or 203.0.113.0/24.',
                'allowedIpRanges[1]: is not an IPv4 address or range (given: "office"). Write it as 203.0.113.7 or 203.0.113.0/24.',
                'allowedIpRanges: have no effect while publicNetworkAccess is off (given: ["203.0.113.0/33","office"]). Leave one of them out.',
            ],
        ],
        [
            "more addresses than Azure takes",
            { sku: "Premium", allowedIpRanges: Array.from({ length: 201 }, (_, index) => `203.0.113.${index}`) },
            ["allowedIpRanges: has 201 entries, and a registry takes at most 200. Join neighbouring ranges."],
        ],
        [
            "a copy at home and in a region that is none",
            { sku: "Premium", location: "koreacentral", replications: { koreacentral: {}, "Japan East": {} } },
            [
                "replications.koreacentral: is the region of the registry itself. Leave it out.",
                "replications.Japan East: is not the name of an Azure region. Use the name without spaces and capitals, such as japaneast.",
            ],
        ],
        [
            "webhooks by http, badly named and too many",
            {
                sku: "Basic",
                webhooks: {
                    a: { serviceUri: "http://ci.example?token=secret" },
                    second: { serviceUri: "https://x" },
                    third: { serviceUri: "https://x" },
                },
            },
            [
                "webhooks.a: is not the name of a webhook. Use 5 to 50 letters and digits, and no other characters.",
                "webhooks.a.serviceUri: does not begin with https://. Call the service by https.",
                "webhooks: has 3 entries, and a Basic registry takes at most 2. Leave some out, or choose a higher SKU.",
            ],
        ],
        [
            "cache rules that meet, without a login for Docker Hub or with an unknown one",
            {
                cacheRules: {
                    "docker-hub": { sourceRepository: "docker.io/library/*", targetRepository: "hub/*" },
                    nginx: { sourceRepository: "ghcr.io/x/nginx", targetRepository: "hub/nginx", credential: "github" },
                    mcr: { sourceRepository: "mcr.microsoft.com/*", targetRepository: "mcr/*" },
                },
            },
            [
                "cacheRules.mcr: is not a usable name. Use 5 to 50 letters, digits and hyphens, and no other characters.",
                "cacheRules.docker-hub.credential: is missing, and Docker Hub serves the cache only to those who log in. Add an entry to cacheCredentials and name it here.",
                'cacheRules.nginx.credential: is not a key of cacheCredentials (given: "github"). Use one of these: there are none.',
                'cacheRules.nginx.targetRepository: meets that of cacheRules.docker-hub (given: "hub/nginx"). Choose targets that do not contain each other.',
            ],
        ],
    ])("names %s", (_, args, expected) => {
        expect(problems(args)).toEqual(expected);
    });
});
