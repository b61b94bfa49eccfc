import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Changes, compare, followChanges } from "../../../../local/providers/plugin/difference";
import type { Properties } from "../../../../local/providers/plugin/property-values";

const replaceOnChanges = new Set(["registryName", "subnet", "networkProfile.podCidr", "rules[].name"]);

describe("compare", () => {
    test.each<[string, Properties, Properties, Changes]>([
        ["nothing", { a: 1, b: { c: [1, 2] } }, { a: 1, b: { c: [1, 2] } }, {}],
        ["an added input", {}, { tags: { a: "1" } }, { tags: { kind: "add", replace: false } }],
        ["a removed input", { tags: {} }, {}, { tags: { kind: "delete", replace: false } }],
        [
            "a nested change",
            { sku: { name: "A" } },
            { sku: { name: "B" } },
            { "sku.name": { kind: "update", replace: false } },
        ],
        [
            "list entries",
            { actions: ["a", "b"] },
            { actions: ["a", "c", "d"] },
            { "actions[1]": { kind: "update", replace: false }, "actions[2]": { kind: "add", replace: false } },
        ],
        ["a change of kind", { a: [1] }, { a: { b: 1 } }, { a: { kind: "update", replace: false } }],
        [
            "a replacing input",
            { registryName: "a" },
            { registryName: "b" },
            { registryName: { kind: "update", replace: true } },
        ],
        [
            "below a replacing input",
            { subnet: { id: "a" } },
            { subnet: { id: "b" } },
            { "subnet.id": { kind: "update", replace: true } },
        ],
        [
            "one replacing part of an input",
            { networkProfile: { podCidr: "a", loadBalancerSku: "a" } },
            { networkProfile: { podCidr: "b", loadBalancerSku: "b" } },
            {
                "networkProfile.podCidr": { kind: "update", replace: true },
                "networkProfile.loadBalancerSku": { kind: "update", replace: false },
            },
        ],
        [
            "a replacing part of any entry",
            { rules: [{ name: "a" }] },
            { rules: [{ name: "b" }] },
            { "rules[0].name": { kind: "update", replace: true } },
        ],
        ["the providers' own notes", { __createBeforeDelete: true }, { __defaults: [] }, {}],
    ])("tells %s", (_, before, after, expected) => {
        expect(compare(before, after, { replaceOnChanges })).toEqual(expected);
    });

    test("leaves out what means the same", () => {
        const sameMeaning = (name: string) => name === "location";
        const before = { location: "West Europe", nested: { location: "a" } };
        const after = { location: "westeurope", nested: { location: "b" } };
        expect(compare(before, after, { sameMeaning })).toEqual({
            "nested.location": { kind: "update", replace: false },
        });
    });
});

describe("followChanges", () => {
    test.each<[string, Properties, Properties, Properties, Properties]>([
        [
            "a changed value",
            { adminUserEnabled: false },
            { adminUserEnabled: false, x: 1 },
            { adminUserEnabled: true, x: 1 },
            { adminUserEnabled: true },
        ],
        [
            "what is no default any more",
            { a: 1 },
            { a: 1, policies: { days: 7 } },
            { a: 1, policies: { days: 9 } },
            { a: 1, policies: { days: 9 } },
        ],
        ["what is gone", { a: 1, tags: { b: "c" } }, { a: 1, tags: { b: "c" } }, { a: 1 }, { a: 1 }],
        [
            "only the changed part",
            { sku: { name: "A" } },
            { sku: { name: "A", tier: "A" } },
            { sku: { name: "B", tier: "A" } },
            { sku: { name: "B" } },
        ],
        ["entries of a list", { actions: ["a"] }, { actions: ["a"] }, { actions: ["a", "b"] }, { actions: ["a", "b"] }],
    ])("carries over %s", (_, inputs, before, after, expected) => {
        expect(followChanges(inputs, before, after)).toEqual(expected);
    });

    const properties = fc.dictionary(
        fc.stringMatching(/^[a-z]{1,3}$/),
        fc.jsonValue({ maxDepth: 3 }),
    ) as fc.Arbitrary<Properties>;

    test("keeps the inputs when nothing changed", () => {
        fc.assert(
            fc.property(properties, properties, (inputs, answer) => {
                expect(followChanges(inputs, answer, answer)).toEqual(inputs);
            }),
        );
    });

    test("ends at the new answer when the inputs were the whole old one", () => {
        fc.assert(
            fc.property(properties, properties, (before, after) => {
                expect(followChanges(before, before, after)).toEqual(after);
                expect(compare(followChanges(before, before, after), after)).toEqual({});
            }),
        );
    });
});
