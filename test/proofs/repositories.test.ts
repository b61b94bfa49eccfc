import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coversRepository } from "../../azure/repositories";
import { exampleOf, nearMiss } from "../../proofs/repositories";

const name = fc
    .array(fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/), { minLength: 1, maxLength: 3 })
    .map((parts) => parts.join("/"));
const pattern = fc.oneof(
    name,
    name.map((each) => `${each}/*`),
    fc.constant("*"),
);

describe("a repository pattern", () => {
    it.each([
        [["team/app"], "team/app-acr-auth-proof"],
        [["team/*"], "team-acr-auth-proof"],
        [["team/*", "team-acr-auth-proof"], "team-acr-auth-proof-acr-auth-proof"],
        [["team/app", "*"], undefined],
        [[], undefined],
    ])("the nearest that %j do not cover is %s", (patterns, expected) => {
        expect(nearMiss(patterns)).toBe(expected);
    });

    it("covers its own example", () => {
        fc.assert(fc.property(pattern, (each) => coversRepository(each, exampleOf(each))));
    });

    it("has a near miss that none of the patterns covers, unless one covers everything", () => {
        fc.assert(
            fc.property(fc.array(pattern, { minLength: 1, maxLength: 5 }), (patterns) => {
                const missed = nearMiss(patterns);
                return missed === undefined
                    ? patterns.includes("*")
                    : !patterns.some((each) => coversRepository(each, missed));
            }),
        );
    });
});
