// Days, lanes and shares of the timeline, and what needs attention.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, addMonthsToDay, daysBetween } from "../../azure/days";
import { attention } from "../../inventory/attention";
import { timeline } from "../../inventory/timeline";
import { distance } from "../../inventory/wording";
import { sampleReport } from "./sample-report";

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

    it.each([
        ["2026-11-23", "today"],
        ["2026-11-24", "tomorrow"],
        ["2027-11-23", "in 365 days"],
        ["2026-11-22", "yesterday"],
        ["2026-11-01", "22 days ago"],
    ])("%s is %s", (day, expected) => {
        expect(distance("2026-11-23", day)).toBe(expected);
    });
});

describe("the timeline", () => {
    const { rows, from, to, today, months } = timeline(sampleReport());

    it("covers thirty days back and 18 months ahead", () => {
        expect([from, to]).toEqual(["2026-10-24", "2028-05-23"]);
        expect(today).toBeCloseTo(30 / 577, 10);
        expect([months.length, months[0]?.month, months.at(-1)?.month]).toEqual([19, "2026-11-01", "2028-05-01"]);
    });

    it("puts first who is due first, be it by rotation or by an end", () => {
        expect(rows.map(({ principal, nextRotation, endsOn }) => [principal.name, nextRotation, endsOn])).toEqual([
            ["factory-device", "2026-12-01", "2027-06-04"],
            ["partner-upload", null, "2026-12-09"],
            ["ci-push", "2027-02-11", "2027-08-15"],
            ["edge-aks", "2027-03-25", "2027-09-26"],
        ]);
    });

    it("keeps bars inside the range, and those of one lane apart", () => {
        for (const { bars } of rows) {
            for (const bar of bars) {
                expect(bar.start).toBeGreaterThanOrEqual(0);
                expect(bar.width).toBeGreaterThan(0);
                expect(bar.start + bar.width).toBeLessThanOrEqual(1 + 1e-9);
                const beside = bars.filter(({ lane }) => lane === bar.lane);
                expect(
                    beside.filter(
                        (other) =>
                            other !== bar &&
                            other.start < bar.start + bar.width - 1e-9 &&
                            bar.start < other.start + other.width - 1e-9,
                    ),
                ).toEqual([]);
            }
        }
    });

    it("takes two lanes for a rotation, since a generation goes when the next but one comes", () => {
        const bars = rows.find(({ principal }) => principal.name === "ci-push")?.bars ?? [];
        expect(bars.map(({ credential, lane, until }) => [credential.generation, lane, until])).toEqual([
            [0, 0, "2027-02-11"],
            [1, 1, "2027-08-10"],
            [2, 0, "2028-02-06"],
            [3, 1, "2028-08-04"],
            [4, 0, "2029-01-31"],
        ]);
    });

    it("marks what goes on beyond its edges", () => {
        const bars = rows.find(({ principal }) => principal.name === "ci-push")?.bars ?? [];
        expect(
            bars.map(({ credential, cutAtStart, cutAtEnd }) => [credential.generation, cutAtStart, cutAtEnd]),
        ).toEqual([
            [0, true, false],
            [1, true, false],
            [2, false, false],
            [3, false, true],
            [4, false, true],
        ]);
    });
});

describe("attention", () => {
    const titles = (change: Partial<ReturnType<typeof sampleReport>>) =>
        attention({ ...sampleReport(), ...change }).map(({ level, title }) => `${level}: ${title}`);

    it("puts break glass first, then shared access and violations, then what is due soon", () => {
        expect(titles({})).toEqual([
            "critical: The admin user of shoplegacy is on",
            "critical: Everyone on the internet can pull from shoplegacy",
            "critical: 1 violation of a mandatory policy",
            "warning: The password rotation of factory-device is due in 8 days",
            "warning: partner-upload loses access in 16 days",
            "info: The exemption of public* from anonymous-pull-disabled expired on 2026-10-01",
        ]);
    });

    it("names who lost access and which rotation was missed", () => {
        expect(titles({ asOf: "2026-12-09", breakGlass: [], registries: [], findings: [], exemptions: [] })).toEqual([
            "critical: The password rotation of factory-device has been due since 2026-12-01",
            "critical: partner-upload can no longer log in",
        ]);
    });

    it("does not call a password that is followed by another the end of access", () => {
        expect(
            titles({
                asOf: "2027-02-10",
                breakGlass: [],
                registries: [],
                findings: [],
                exemptions: [],
                rotations: [],
            }).join(),
        ).not.toContain("ci-push");
    });

    it("is empty where nothing needs it", () => {
        expect(
            titles({ breakGlass: [], registries: [], credentials: [], rotations: [], findings: [], exemptions: [] }),
        ).toEqual([]);
    });
});
