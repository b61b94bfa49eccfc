import { describe, expect, it } from "vitest";
import { declare, problems, registryId } from "./support";

describe("the lock of a registry", () => {
    it("is declared at the registry", async () => {
        const recorder = await declare({ lock: "CanNotDelete" });
        expect(recorder.inputs(":ManagementLockByScope", "shop-lock")).toMatchObject({
            scope: registryId,
            level: "CanNotDelete",
        });
    });

    it("refuses an admin user under a lock against changes", () => {
        const adminUser = { reason: "The build server has no other login yet.", expiresOn: "2026-12-01" };
        const asOf = "2026-11-23";
        expect(problems({ lock: "ReadOnly", adminUser, asOf })).toEqual([
            'lock: refuses to generate the passwords of adminUser, and to turn it off (given: "ReadOnly"). Use CanNotDelete, or leave lock out while there is an adminUser.',
        ]);
        expect(problems({ lock: "CanNotDelete", adminUser, asOf })).toEqual([]);
        expect(problems({ lock: "ReadOnly", asOf })).toEqual([]);
    });
});
