import { describe, expect, it } from "vitest";
import { formatArmId, lastSegment, parseArmId, parseScope, subscriptionOf } from "../../azure/arm-id";

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

describe("scopes", () => {
    const registry = "/subscriptions/S/resourceGroups/G/providers/Microsoft.ContainerRegistry/registries/R";
    it.each([
        [registry, "registry"],
        [`${registry}/scopeMaps/m`, "registry"],
        ["/subscriptions/S/resourceGroups/G", "resourceGroup"],
        ["/subscriptions/S/", "subscription"],
        ["/providers/Microsoft.Management/managementGroups/M", "managementGroup"],
        ["/", "tenant"],
        ["/subscriptions/S/resourceGroups/G/providers/Microsoft.KeyVault/vaults/V", "other"],
    ])("%s is of level %s", (scope, level) => {
        expect(parseScope(scope).level).toBe(level);
    });
    it("are taken apart, whatever the case", () => {
        expect(parseScope(registry.toUpperCase()).registryId).toBe(registry.toLowerCase());
        expect([subscriptionOf(registry), subscriptionOf("/x"), lastSegment(registry)]).toEqual(["s", undefined, "R"]);
    });
});
