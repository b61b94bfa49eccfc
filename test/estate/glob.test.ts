import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchesGlob } from "../../estate/glob";

describe("matchesGlob", () => {
    it.each([
        ["*", "anything", true],
        ["shop-*", "shop-web", true],
        ["shop-?", "shop-web", false],
        ["a.c", "abc", false],
        ["*::images", "urn:pulumi:dev::app::t::images", true],
        ["", "", true],
        ["(", "(", true],
    ])("%s on %s", (pattern, value, matches) => {
        expect(matchesGlob(pattern, value)).toBe(matches);
    });
    it("takes any text for itself", () => {
        fc.assert(
            fc.property(fc.string(), (value) => {
                expect(matchesGlob(value.replace(/[*?]/g, ""), value.replace(/[*?]/g, ""))).toBe(true);
            }),
        );
    });
});
