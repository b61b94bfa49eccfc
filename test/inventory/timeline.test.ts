// The timeline: its range, and the bars of each principal.
import { describe, expect, it } from "vitest";
import { timeline } from "../../inventory/timeline";
import { sampleReport } from "./sample-report";

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
