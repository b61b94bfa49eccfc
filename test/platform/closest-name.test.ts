import { describe, expect, it } from "vitest";
import { closestName } from "../../platform/closest-name";

describe("closestName", () => {
    it.each([
        ["regisrties", "registries"],
        ["Acces", "access"],
        ["quarantine", undefined],
    ])("of %s is %s", (name, expected) => {
        expect(closestName(name, ["registries", "access", "tags"])).toBe(expected);
    });
});
