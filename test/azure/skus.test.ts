import { describe, expect, it } from "vitest";
import { includesSku, maximumTokens, Sku, skus } from "../../azure/skus";

describe("includesSku", () => {
    it("is true of a tier itself and of every smaller one", () => {
        const included = Object.fromEntries(
            skus.map((sku) => [sku, skus.filter((needed) => includesSku(sku, needed))]),
        );
        expect(included).toEqual({
            Basic: ["Basic"],
            Standard: ["Basic", "Standard"],
            Premium: ["Basic", "Standard", "Premium"],
        });
    });

    it("knows every tier", () => {
        expect([...skus].sort()).toEqual(Object.values(Sku).sort());
    });
});

describe("maximumTokens", () => {
    it("grows with the tier", () => {
        expect(skus.map((sku) => maximumTokens[sku])).toEqual([100, 500, 50_000]);
    });
});
