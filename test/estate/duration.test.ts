import { expect, it } from "vitest";
import { DAY } from "../../azure/days";
import { parseDuration } from "../../estate/duration";

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
