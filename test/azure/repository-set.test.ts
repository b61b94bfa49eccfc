import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coversRepository } from "../../azure/repositories";
import {
    complement,
    everything,
    intersection,
    inWords,
    isEmpty,
    isSame,
    nothing,
    patternsOf,
    type RepositorySet,
    repositorySet,
    union,
    without,
} from "../../azure/repository-set";

/** Few letters, so that patterns often lie within each other. */
const name = fc.stringMatching(/^[ab]{1,3}(\/[ab]{1,2})?$/);
const pattern = fc.oneof(
    name,
    name.map((prefix) => `${prefix}/*`),
    name.map((prefix) => `${prefix}*`),
    fc.constant("*"),
);
const patterns = fc.array(pattern, { maxLength: 5 });

/** Whether a repository is in a set, by the patterns that describe it. */
function holds(set: RepositorySet, repository: string): boolean {
    const found = patternsOf(set);
    const deciding = [...found.patterns, ...found.except]
        .filter((each) => coversRepository(each, repository))
        .sort((a, b) => b.replace(/\*$/, "").length - a.replace(/\*$/, "").length || a.length - b.length)[0];
    return deciding !== undefined && found.patterns.includes(deciding);
}

describe("sets of repositories", () => {
    it("hold what their patterns cover", () => {
        fc.assert(
            fc.property(patterns, name, (given, repository) => {
                const covered = given.some((each) => coversRepository(each, repository));
                expect(holds(repositorySet(given), repository)).toBe(covered);
            }),
        );
    });

    it("combine as their members do", () => {
        fc.assert(
            fc.property(patterns, patterns, name, (given, others, repository) => {
                const [one, other] = [repositorySet(given), repositorySet(others)];
                const [a, b] = [holds(one, repository), holds(other, repository)];
                const isIn = (set: RepositorySet) => holds(set, repository);
                expect(isIn(union(one, other))).toBe(a || b);
                expect(isIn(intersection(one, other))).toBe(a && b);
                expect(isIn(without(one, other))).toBe(a && !b);
                expect(isIn(complement(one))).toBe(!a);
            }),
        );
    });

    it("are the same however they are put together", () => {
        fc.assert(
            fc.property(patterns, patterns, (given, others) => {
                const [one, other] = [repositorySet(given), repositorySet(others)];
                const joined = repositorySet([...others, ...given, ...given]);
                expect(isSame(joined, union(one, other))).toBe(true);
                expect(new Map(joined)).toEqual(new Map(complement(intersection(complement(one), complement(other)))));
                expect(isEmpty(without(one, joined))).toBe(true);
            }),
        );
    });

    it.each<[RepositorySet, string]>([
        [nothing, "no repository"],
        [everything, "every repository"],
        [repositorySet(["Team/*", "app", "team/app", "team/"]), "'app', 'team/*'"],
        [repositorySet(["a", "*"]), "every repository"],
        [without(everything, repositorySet(["app"])), "every repository except 'app'"],
        [without(repositorySet(["team/*"]), repositorySet(["team/a/*"])), "'team/*' except 'team/a/*'"],
        [without(repositorySet(["app"]), repositorySet(["a*"])), "no repository"],
    ])("%# are told in words", (set, words) => {
        expect(inWords(set)).toBe(words);
    });
});
