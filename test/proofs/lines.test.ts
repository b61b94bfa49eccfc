import { describe, expect, it } from "vitest";
import { fitted } from "../../proofs/lines";

describe("a line that is printed", () => {
    it.each([
        ["short", "  as it is  ", ["  as it is  "]],
        ["longer than the line", "  one two three four", ["  one two", "      three", "      four"]],
        ["one long word", "    0123456789abcdef", ["    0123456789abcdef"]],
        ["a long word between others", "  at 0123456789abcdef now", ["  at", "      0123456789abcdef", "      now"]],
        ["a command", "    remedy: az role assignment", ["    remedy: az role assignment"]],
    ])("%s", (_, line, expected) => {
        expect(fitted(line, 12)).toEqual(expected);
    });

    it("is whole again when its pieces are joined", () => {
        const line = `          ${Array.from({ length: 80 }, (_, index) => `word${index}`).join(" ")}`;
        const lines = fitted(line);
        expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(100);
        expect(lines.map((each) => each.trim()).join(" ")).toBe(line.trim());
    });
});
