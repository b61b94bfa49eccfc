import { describe, expect, it } from "vitest";
import { coversRepository } from "../../azure/repositories";

describe("a repository pattern", () => {
    it.each([
        ["team/app", "team/app", true],
        ["team/app", "team/app2", false],
        ["team/app", "team", false],
        ["team/*", "team/app", true],
        ["team/*", "team/app/deep", true],
        ["team/*", "team", false],
        ["team/*", "team-b/app", false],
        ["team/", "team/app", true],
        ["*", "anything/at/all", true],
    ])("%s covers %s: %s", (given, repository, expected) => {
        expect(coversRepository(given, repository)).toBe(expected);
    });
});
