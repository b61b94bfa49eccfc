import { expect, it } from "vitest";
import { DAY } from "../../azure/days";
import { todayFrom } from "../../estate/today";

it("takes today from what is given, or from the clock", () => {
    expect(todayFrom("2026-11-23")).toBe(Date.parse("2026-11-23"));
    expect(todayFrom(undefined) % DAY).toBe(0);
    expect(() => todayFrom("2026-11-23T10:00:00Z")).toThrow("is not a date; write YYYY-MM-DD");
});
