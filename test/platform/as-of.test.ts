import { describe, expect, it } from "vitest";
import { problemText } from "../../components/inputs/validation";
import { asOfProblems, deploymentDate } from "../../platform/as-of";

describe("asOfProblems", () => {
    it.each(["2026-11-22", "2026-11-23", "2026-11-24"])("takes %s on 2026-11-23", (asOf) => {
        expect(asOfProblems("asOf", asOf, false, "2026-11-23")).toEqual([]);
    });

    it("refuses two days off, unless that is allowed", () => {
        expect(asOfProblems("asOf", "2026-11-21", false, "2026-11-23").map(problemText)).toEqual([
            'asOf: is 2 days from today, 2026-11-23 (given: "2026-11-21"). Leave it out, or pass the date of the pipeline run to both preview and up; allowAsOf is for demonstrations.',
        ]);
        expect(asOfProblems("asOf", "2030-01-01", true, "2026-11-23")).toEqual([]);
    });

    it("refuses a text that is no date, even if any date is allowed", () => {
        expect(asOfProblems("asOf", "2026-13-01", true, "2026-11-23").map(problemText)).toEqual([
            'asOf: is not a date (given: "2026-13-01"). Write it as YYYY-MM-DD, such as 2026-05-31.',
        ]);
    });
});

describe("deploymentDate", () => {
    it.each<[string, Parameters<typeof deploymentDate>[0], string | undefined]>([
        ["is the one that was given", { asOf: "2026-11-22" }, "2026-11-22"],
        ["is today", { asOf: "2026-11-23" }, "2026-11-23"],
        ["is today where a pipeline's date is already the next day", { asOf: "2026-11-24" }, "2026-11-23"],
        ["is any date if that is allowed", { asOf: "2030-01-01", allowAsOf: true }, "2030-01-01"],
        ["is the components' default if none was given", {}, undefined],
    ])("%s", (_, config, expected) => {
        expect(deploymentDate(config, "2026-11-23")).toBe(expected);
    });
});
