import { describe, expect, it } from "vitest";
import type { ContainerRegistryArgs } from "../../../components";
import { problems, registryInputs } from "./support";

describe("the policies of a registry", () => {
    it.each<[string, Partial<ContainerRegistryArgs>, Record<string, unknown>]>([
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
    ])("have %s", async (_, args, inputs) => {
        expect(await registryInputs(args)).toMatchObject(inputs);
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
    ])("refuse %s", (_, args, expected) => {
        expect(problems(args)).toEqual(expected);
    });
});
