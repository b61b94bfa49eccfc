// Registries: what the stack config says of one that exists, and what keeps it from being adopted.
import { describe, expect, it } from "vitest";
import { abacRegistry, adoptionOf, entriesOf, registry, registryId, undeclaredIn } from "./estate";

const settings = (properties: Record<string, unknown>) => {
    const { registryName, resourceGroupName, location, sku, roleAssignmentMode, ...rest } =
        entriesOf([registry("contoso", properties)])["registries.contoso"]?.value ?? {};
    return rest;
};
const policies = (properties: Record<string, unknown>) => ({
    policies: { azureADAuthenticationAsArmPolicy: { status: "disabled" }, ...properties },
});

describe("a registry", () => {
    it("keeps its name, its resource group, its location, its tier and its mode", () => {
        expect(entriesOf([registry("Contoso1"), abacRegistry("teams")])).toEqual({
            "registries.contoso1": {
                section: "registries",
                key: "contoso1",
                comment: "Contoso1.azurecr.io",
                value: {
                    registryName: "Contoso1",
                    resourceGroupName: "old",
                    location: "koreacentral",
                    sku: "Standard",
                    roleAssignmentMode: "legacy",
                },
                parts: [
                    {
                        type: "azure-native_containerregistry_v20250601preview:containerregistry:Registry",
                        name: "contoso1",
                        id: registryId("Contoso1"),
                        changes: [],
                    },
                ],
            },
            "registries.teams": expect.objectContaining({
                value: expect.objectContaining({ roleAssignmentMode: "abac" }),
            }),
        });
    });

    it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
        ["nothing on", {}, {}],
        ["tags", { tags: { team: "shop" } }, { tags: { team: "shop" } }],
        ["anonymous pull", { anonymousPullEnabled: true }, { anonymousPull: true }],
        [
            "tokens for Azure Resource Manager, which Azure accepts unless told not to",
            { policies: {} },
            { armAudienceTokens: true },
        ],
        ["no public access", { publicNetworkAccess: "Disabled" }, { publicNetworkAccess: false }],
        [
            "address rules",
            { networkRuleSet: { defaultAction: "Deny", ipRules: [{ action: "Allow", value: "203.0.113.0/24" }] } },
            { allowedIpRanges: ["203.0.113.0/24"] },
        ],
        ["no address at all", { networkRuleSet: { defaultAction: "Deny", ipRules: [] } }, { allowedIpRanges: [] }],
        ["no trusted services", { networkRuleBypassOptions: "None" }, { trustedServices: false }],
        ["data endpoints", { dataEndpointEnabled: true }, { dataEndpoint: true }],
        ["retention", policies({ retentionPolicy: { status: "enabled", days: 30 } }), { untaggedRetentionDays: 30 }],
        [
            "soft delete",
            policies({ softDeletePolicy: { status: "enabled", retentionDays: 14 } }),
            { softDeleteDays: 14 },
        ],
        ["no exports", policies({ exportPolicy: { status: "disabled" } }), { exports: false }],
        [
            "what the component leaves as it is",
            { zoneRedundancy: "Enabled", encryption: { status: "enabled" }, metadataSearch: "Enabled" },
            {},
        ],
    ])("with %s says so", (_, properties, expected) => {
        expect(settings(properties)).toEqual(expected);
    });

    it("keeps its admin user and both passwords, for 30 days", () => {
        const { entries, moves } = adoptionOf([registry("contoso", { adminUserEnabled: true })]);
        expect(entries[0]?.value.adminUser).toEqual({
            reason: "adopted",
            expiresOn: "2026-12-26",
            keepPasswords: true,
        });
        expect(moves).toMatchObject([
            {
                title: "Whoever logs in to contoso as its admin user",
                first: [
                    "Who they are is not known: the registry's log was not read.",
                    "Give each of them an identity, a service principal or a token of its own.",
                    "A deployment on or after 2026-12-26 turns the admin user off by itself; a later expiresOn extends it.",
                ],
                close: { config: "remove registries.contoso.adminUser" },
            },
        ]);
    });

    it("tells who logged in as the admin user, as far as a log says so", () => {
        const estate = [registry("contoso", { adminUserEnabled: true })];
        const first = (logins: Parameters<typeof adminLogins>[0]) =>
            adoptionOf(estate, { adminLogins: adminLogins(logins) }).moves[0]?.first[0];
        const adminLogins = (
            logins: { from: string; userAgent: string; count: number; last: string }[] | { unknown: string },
        ) => new Map([[registryId("contoso").toLowerCase(), logins]]);
        const docker = { from: "203.0.113.7", userAgent: "docker/27.0", count: 1200, last: "2026-11-25T08:00:00Z" };
        expect(first([docker])).toBe("203.0.113.7 (docker/27.0): 1,200 logins, the last at 2026-11-25T08:00:00Z.");
        expect(first([])).toBe("The registry's log shows no login of the admin user in the last 30 days.");
        expect(first({ unknown: "it has no workspace" })).toBe("Who they are is not known: it has no workspace.");
    });

    it.each<[string, Record<string, unknown>, string]>([
        ["another tier", { sku: { name: "Classic" } }, "has the service tier Classic"],
        [
            "rules for subnets",
            { networkRuleSet: { defaultAction: "Deny", virtualNetworkRules: [{ id: "/subnet" }] } },
            "has rules for subnets (service endpoints)",
        ],
        [
            "a network perimeter",
            { publicNetworkAccess: "SecuredByPerimeter" },
            "has public network access securedbyperimeter",
        ],
        ["no location", { location: undefined }, "has a location that Azure did not tell"],
        [
            "retention and soft delete",
            policies({
                retentionPolicy: { status: "enabled", days: 30 },
                softDeletePolicy: { status: "enabled", retentionDays: 14 },
            }),
            "has both retention and soft delete on",
        ],
    ])("with %s stays undeclared", (_, properties, reason) => {
        const estate = [registry("contoso", properties)];
        expect(entriesOf(estate)).toEqual({});
        expect(undeclaredIn(estate)).toEqual([
            `Registry contoso, with all access to it: it ${reason}, which no key of the config can say`,
        ]);
    });

    it("loses address rules that decide about nothing, and the plan says so", () => {
        const networkRuleSet = { defaultAction: "Allow", ipRules: [{ action: "Allow", value: "203.0.113.7" }] };
        const [entry] = adoptionOf([registry("contoso", { networkRuleSet })]).entries;
        expect(entry?.value).not.toHaveProperty("allowedIpRanges");
        expect(entry?.parts[0]?.changes).toEqual([
            "Removes its address rules, which have no effect: the registry is closed or open to all addresses.",
        ]);
    });
});
