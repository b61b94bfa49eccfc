import { describe, expect, it } from "vitest";
import { formatArmId, parseArmId } from "../../azure/arm-id";

describe("registry ids", () => {
    const parts = { subscriptionId: "s1", resourceGroupName: "rg", resourceName: "contoso" };
    const id = "/subscriptions/s1/resourceGroups/rg/providers/Microsoft.ContainerRegistry/registries/contoso";

    it("are written as ARM writes them and read in any case", () => {
        expect(formatArmId("registry", parts)).toBe(id);
        expect(parseArmId("registry", id)).toEqual(parts);
        expect(parseArmId("registry", id.replace("resourceGroups", "resourcegroups"))).toEqual(parts);
    });

    it.each(["", "contoso", `${id}/tokens/edge`, "/subscriptions/s1/resourceGroups/rg"])("are not %j", (text) => {
        expect(parseArmId("registry", text)).toBeUndefined();
    });
});
