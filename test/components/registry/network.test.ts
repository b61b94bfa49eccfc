import { describe, expect, it } from "vitest";
import type { ContainerRegistryArgs } from "../../../components";
import { problems, registryInputs } from "./support";

describe("the network rules of a registry", () => {
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
    ])("have %s", async (_, args, inputs) => {
        expect(await registryInputs(args)).toMatchObject(inputs);
    });

    it.each<[string, Partial<ContainerRegistryArgs>, string[]]>([
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
    ])("refuse %s", (_, args, expected) => {
        expect(problems(args)).toEqual(expected);
    });
});
