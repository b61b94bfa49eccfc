import { describe, expect, it } from "vitest";
import { closestName, nameRemedy } from "../../platform/closest";

describe("closestName", () => {
    it.each([
        ["regisrties", "registries"],
        ["Acces", "access"],
        ["quarantine", undefined],
    ])("of %s is %s", (name, expected) => {
        expect(closestName(name, ["registries", "access", "tags"])).toBe(expected);
    });
});

describe("nameRemedy", () => {
    it.each([
        ["shp", ["shop", "builds"], "Did you mean shop?"],
        ["mirror", ["shop", "builds"], "Use one of shop, builds."],
        ["shop", [], "None is defined."],
    ])("for %s among %j is %s", (given, known, remedy) => {
        expect(nameRemedy(given, known)).toBe(remedy);
    });
});
