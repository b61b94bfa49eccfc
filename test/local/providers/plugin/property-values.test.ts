import fc from "fast-check";
import { expect, test } from "vitest";
import { decode, encode, Secret } from "../../../../local/providers/plugin/property-values";

const secretMark = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

test("properties survive the way to the engine and back", () => {
    // Nulls are left out on purpose, and google-protobuf itself loses a key called __proto__.
    const value = fc.jsonValue({ maxDepth: 3 }).filter((json) => !/null|__proto__/.test(JSON.stringify(json)));
    const properties = fc.dictionary(fc.stringMatching(/^[a-zA-Z]{1,8}$/), value);
    fc.assert(
        fc.property(properties, (given) => {
            expect(decode(encode(given))).toEqual(given);
        }),
    );
});

test("a secret is marked for the engine and opened for a provider", () => {
    const sent = encode({ value: new Secret("s"), list: [new Secret({ a: 1 })] });
    expect(sent.toJavaScript()).toEqual({
        value: { ...secretMark, value: "s" },
        list: [{ ...secretMark, value: { a: 1 } }],
    });
    expect(decode(sent)).toEqual({ value: "s", list: [{ a: 1 }] });
});

test("what is absent or null in an object is not sent", () => {
    expect(decode(encode({ a: undefined, b: null, c: { d: null, e: 1 }, f: [null, 1] }))).toEqual({
        c: { e: 1 },
        f: [null, 1],
    });
});

test("no message is no properties", () => {
    expect(decode(undefined)).toEqual({});
});
