import { describe, expect, it } from "vitest";
import { declare, problems, registryInputs } from "./support";

describe("the zone redundancy of a registry", () => {
    const replications = (zoneRedundancy?: boolean) => ({
        sku: "Premium" as const,
        replications: { japaneast: { zoneRedundancy } },
    });

    it("is not sent unless asked for, in either API version", async () => {
        expect(await registryInputs({})).not.toHaveProperty("zoneRedundancy");
        expect(await registryInputs({ roleAssignmentMode: "abac" })).not.toHaveProperty("zoneRedundancy");
        const inputs = (await declare(replications())).inputs(":Replication", "shop-japaneast");
        expect(inputs).not.toHaveProperty("zoneRedundancy");
    });

    it.each([
        [true, "Enabled"],
        [false, "Disabled"],
    ])("is sent for %j as %s", async (zoneRedundancy, sent) => {
        expect(await registryInputs({ sku: "Premium", zoneRedundancy })).toMatchObject({ zoneRedundancy: sent });
        const inputs = (await declare(replications(zoneRedundancy))).inputs(":Replication", "shop-japaneast");
        expect(inputs).toMatchObject({ zoneRedundancy: sent });
    });

    it("needs the Premium SKU to be on", () => {
        expect(problems({ zoneRedundancy: true })).toEqual([
            "zoneRedundancy: needs the Premium SKU, and this registry has Standard (given: true). Set sku to Premium, or leave zoneRedundancy out.",
        ]);
        expect(problems({ zoneRedundancy: false })).toEqual([]);
    });
});
