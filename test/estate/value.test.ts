// Values, dates and patterns: the smallest parts, for any input.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lastSegment, parseScope, subscriptionOf } from "../../azure/arm-id";
import { addMonths, DAY, formatDay, parseTime } from "../../azure/days";
import { parseDuration } from "../../estate/duration";
import { todayFrom } from "../../estate/today";
import { entries, isUndetermined, items, read, SECRET, text, UNKNOWN, unwrap, unwrapDeep } from "../../estate/value";
import { matchesGlob } from "../../policies/lib/glob";
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

describe("dates", () => {
    it("survive being written and read", () => {
        fc.assert(
            fc.property(fc.integer({ min: 0, max: 60_000 }), (day) => {
                expect(parseTime(formatDay(day * DAY))).toBe(day * DAY);
            }),
        );
    });
    it.each(["", "soon", "2026-13-01", "2026-1-1", "11/23/2026", "2026-11-23x"])("refuse '%s'", (value) => {
        expect(parseTime(value)).toBeUndefined();
    });
    it.each([
        ["17520h", 730 * DAY],
        ["1h30m", 90 * 60_000],
        ["1.5h", 90 * 60_000],
        ["10ms", 10],
    ])("read the duration %s", (value, milliseconds) => {
        expect(parseDuration(value)).toBe(milliseconds);
    });
    it.each(["", "h", "1d", "1y", "-1h", "1h "])("refuse the duration '%s'", (value) => {
        expect(parseDuration(value)).toBeUndefined();
    });
    it.each([
        ["2027-01-31", 1, "2027-02-28"],
        ["2028-01-31", 1, "2028-02-29"],
        ["2027-10-15", 12, "2028-10-15"],
        ["2027-12-31", 2, "2028-02-29"],
    ])("%s and %i months is %s", (from, months, to) => {
        expect(formatDay(addMonths(parseTime(from) ?? 0, months))).toBe(to);
    });
    it("take today from what is given, or from the clock", () => {
        expect(todayFrom("2026-11-23")).toBe(Date.parse("2026-11-23"));
        expect(todayFrom(undefined) % DAY).toBe(0);
        expect(() => todayFrom("2026-11-23T10:00:00Z")).toThrow("is not a date; write YYYY-MM-DD");
    });
});

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

describe("ARM ids", () => {
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
