// How days are written.
import { describe, expect, it } from "vitest";
import { distance } from "../../inventory/wording";

describe("a day relative to another", () => {
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
