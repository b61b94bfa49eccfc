import { describe, expect, it } from "vitest";
import { declare, registryId } from "./support";

describe("the lock of a registry", () => {
    it("is declared at the registry", async () => {
        const recorder = await declare({ lock: "CanNotDelete" });
        expect(recorder.inputs(":ManagementLockByScope", "shop-lock")).toMatchObject({
            scope: registryId,
            level: "CanNotDelete",
        });
    });
});
