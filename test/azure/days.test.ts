// Arithmetic of days.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, addMonthsToDay, daysBetween } from "../../azure/days";

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
