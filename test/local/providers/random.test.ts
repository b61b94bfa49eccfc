import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { unknown } from "../../../local/providers/plugin/property-values";
import { idForms, random, randomString } from "../../../local/providers/random";
import { sdkResource } from "./sdk";

const provider = random("4.21.2");
const resource = (type: string) => ({ urn: "", type: `random:index/r${type.slice(1)}:${type}`, name: "suffix" });

describe("RandomString", () => {
    const limits = fc.record({
        length: fc.integer({ min: 8, max: 40 }),
        upper: fc.boolean(),
        numeric: fc.boolean(),
        special: fc.boolean(),
        minLower: fc.integer({ min: 0, max: 4 }),
    });

    test("has the length and the characters asked for", () => {
        fc.assert(
            fc.property(limits, (inputs) => {
                const result = randomString(inputs);
                expect(result).toHaveLength(inputs.length);
                expect(/[A-Z]/.test(result) && !inputs.upper).toBe(false);
                expect(/[0-9]/.test(result) && !inputs.numeric).toBe(false);
                expect(/[^A-Za-z0-9]/.test(result) && !inputs.special).toBe(false);
                expect(result.replace(/[^a-z]/g, "").length).toBeGreaterThanOrEqual(inputs.minLower);
            }),
        );
    });

    test.each([
        [{ length: 3, minUpper: 4 }, "A random string of length 3 cannot hold 4 demanded characters."],
        [
            { length: 4, upper: false, lower: false, numeric: false, special: false },
            "A random string of length 4 cannot hold 0 demanded characters.",
        ],
        [{ length: 0 }, "A random string of length 0 cannot hold 0 demanded characters."],
    ])("refuses %j", (inputs, message) => {
        expect(() => randomString(inputs)).toThrow(new Error(message));
    });
});

test("RandomId shows its bytes in four forms", () => {
    expect(idForms(Buffer.from("fbff00", "hex"), "p-")).toEqual({
        b64Url: "p--_8A",
        b64Std: "p-+/8A",
        hex: "p-fbff00",
        dec: "p-16514816",
    });
});

test.each(["RandomString", "RandomId", "RandomUuid"])("%s is what the installed SDK declares", (name) => {
    const sdk = sdkResource(`random/r${name.slice(1)}`);
    const { resources } = provider.schema() as { resources: Record<string, Record<string, object>> };
    const declared = resources[sdk.token] ?? {};
    expect(Object.keys(declared.inputProperties ?? {}).sort()).toEqual(sdk.inputs);
    expect(Object.keys(declared.properties ?? {}).sort()).toEqual([...sdk.inputs, ...sdk.outputs].sort());
    expect(declared.requiredInputs).toEqual(sdk.required);
});

test("a changed keeper replaces, and the old one stays until then", () => {
    const change = { oldInputs: { keepers: { a: "1" } }, inputs: { keepers: { a: "2" } }, state: {}, id: "x" };
    expect(provider.diff({ ...resource("RandomUuid"), ...change })).toEqual({
        changes: { "keepers.a": { kind: "update", replace: true } },
        deleteBeforeReplace: false,
    });
});

test("the result is not known in a preview and stays the same afterwards", async () => {
    const inputs = { length: 8, special: false };
    const preview = await provider.create({ ...resource("RandomString"), inputs, preview: true });
    expect(preview.properties).toEqual({ ...inputs, result: unknown });
    const { id, properties } = await provider.create({ ...resource("RandomString"), inputs, preview: false });
    expect(properties).toEqual({ ...inputs, result: id });
    const read = await provider.read({ ...resource("RandomString"), id, oldInputs: inputs, state: properties });
    expect(read).toEqual({ id, properties, inputs });
});

test("an import takes the id for the result", async () => {
    const read = await provider.read({ ...resource("RandomString"), id: "abcd", state: {} });
    expect(read).toEqual({ id: "abcd", properties: { length: 4, result: "abcd" }, inputs: { length: 4 } });
});

test("an unknown type names the table to extend", async () => {
    await expect(
        provider.check({ ...resource("RandomPet"), inputs: {}, oldInputs: {}, randomSeed: new Uint8Array() }),
    ).rejects.toThrow(
        new Error(
            "The local random provider does not know random:index/randomPet:RandomPet; add it to local/providers/random.ts.",
        ),
    );
});
