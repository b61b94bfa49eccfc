// Days and points in time, read, written and counted.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, addMonths, addMonthsToDay, DAY, daysBetween, formatDay, isOver, parseTime } from "../../azure/days";

describe("days", () => {
    const days = fc.integer({ min: 0, max: 40_000 }).map((count) => addDays("1990-01-01", count));

    it("are added and counted alike", () => {
        fc.assert(
            fc.property(
                days,
                fc.integer({ min: -5000, max: 5000 }),
                (day, count) => daysBetween(day, addDays(day, count)) === count,
            ),
        );
    });

    it.each([
        ["2026-11-23", 18, "2028-05-23"],
        ["2027-12-31", 2, "2028-02-29"],
        ["2026-12-31", 2, "2027-02-28"],
        ["2026-01-31", -2, "2025-11-30"],
        ["2026-11-01", 1, "2026-12-01"],
    ])("%s and %i months is %s", (day, months, expected) => {
        expect(addMonthsToDay(day, months)).toBe(expected);
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

    it.each([
        ["2026-11-22T00:00:00Z", true],
        ["2026-11-23T00:00:00Z", false],
        ["2026-11-22T23:00:00Z", false],
    ])("say of %s as the last day whether it is over on 2026-11-23: %s", (lastDay, expected) => {
        expect(isOver(Date.parse(lastDay), Date.parse("2026-11-23"))).toBe(expected);
    });

    it.each(["", "soon", "2026-13-01", "2026-1-1", "11/23/2026", "2026-11-23x"])("refuse '%s'", (value) => {
        expect(parseTime(value)).toBeUndefined();
    });

    it.each([
        ["2027-01-31", 1, "2027-02-28"],
        ["2028-01-31", 1, "2028-02-29"],
        ["2027-10-15", 12, "2028-10-15"],
        ["2027-12-31", 2, "2028-02-29"],
    ])("%s and %i months is %s", (from, months, to) => {
        expect(formatDay(addMonths(parseTime(from) ?? 0, months))).toBe(to);
    });
});
