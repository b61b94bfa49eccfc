import { describe, expect, it } from "vitest";
import { problemText } from "../../components/inputs/validation";
import { asOfProblems } from "../../platform/as-of";

describe("asOfProblems", () => {
    it.each(["2026-11-22", "2026-11-23", "2026-11-24"])("takes %s on 2026-11-23", (asOf) => {
        expect(asOfProblems("asOf", asOf, false, "2026-11-23")).toEqual([]);
    });

    it("refuses two days off, unless that is allowed", () => {
        expect(asOfProblems("asOf", "2026-11-21", false, "2026-11-23").map(problemText)).toEqual([
            'asOf: is 2 days from today, 2026-11-23 (given: "2026-11-21"). Leave it out, or pass the day of the pipeline run to preview and up alike; allowAsOf is for demonstrations.',
        ]);
        expect(asOfProblems("asOf", "2030-01-01", true, "2026-11-23")).toEqual([]);
    });

    it("refuses what is no day even where any day is allowed", () => {
        expect(asOfProblems("asOf", "2026-13-01", true, "2026-11-23").map(problemText)).toEqual([
            'asOf: is not a date (given: "2026-13-01"). Write it as YYYY-MM-DD, such as 2026-05-31.',
        ]);
    });
});
