// Values that may be known, absent, not known yet or secret, for any input.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { entries, isUndetermined, items, read, SECRET, text, UNKNOWN, unwrap, unwrapDeep } from "../../estate/value";
import { secret, unknown } from "../policies/support/resources";

const signature = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

describe("read", () => {
    const bag = {
        known: "a",
        none: null,
        unknown,
        secret,
        shown: { ...signature, plaintext: '{"name":"b"}' },
        recorded: { ...signature, value: unknown },
        redacted: "[secret]",
        deep: { list: [{ name: "c" }, unknown] },
    };
    it.each([
        ["known", "a"],
        ["none", undefined],
        ["missing", undefined],
        ["known.deeper", undefined],
        ["none.deeper", undefined],
        ["unknown", UNKNOWN],
        ["unknown.deeper.still", UNKNOWN],
        ["secret", SECRET],
        ["secret.deeper", SECRET],
        ["shown.name", "b"],
        ["recorded", UNKNOWN],
        ["redacted", SECRET],
        ["deep.list.0.name", "c"],
        ["deep.list.1.name", UNKNOWN],
    ])("%s", (path, value) => {
        expect(read(bag, path)).toBe(value);
    });

    it("never takes a prototype's property for a value", () => {
        expect(read({}, "constructor")).toBeUndefined();
        expect(read({ a: "text" }, "a.length")).toBeUndefined();
    });
});

describe("unwrapDeep", () => {
    it("unwraps at any depth, and keeps null", () => {
        const plain = (value: unknown) => ({ ...signature, plaintext: JSON.stringify(value) });
        expect(unwrapDeep({ a: [plain({ b: plain("c") })], d: secret, e: null, f: 1, g: [unknown] })).toEqual({
            a: [{ b: "c" }],
            d: SECRET,
            e: null,
            f: 1,
            g: [UNKNOWN],
        });
    });
});

describe("items and entries", () => {
    it("tell not known from none", () => {
        expect([items(undefined), items(UNKNOWN), items("one"), items([1])]).toEqual([[], undefined, ["one"], [1]]);
        expect([entries(undefined), entries(SECRET), entries({ a: 1 })]).toEqual([[], undefined, [["a", 1]]]);
        expect([text(UNKNOWN), text("a"), text(3)]).toEqual([undefined, "a", undefined]);
    });
    it("unwrap leaves any other JSON as it is", () => {
        fc.assert(
            fc.property(fc.jsonValue(), (value) => {
                const settled = unwrap(value);
                expect(isUndetermined(settled) ? undefined : settled).toEqual(value === null ? undefined : value);
            }),
        );
    });
});
