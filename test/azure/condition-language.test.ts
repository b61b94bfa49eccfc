import { describe, expect, it } from "vitest";
import { type Condition, parseCondition } from "../../azure/condition-language";

const action = (pattern: string): Condition => ({ kind: "action", pattern });
const compare = (operator: string, left: string, ...values: string[]): Condition => ({
    kind: "compare",
    left: { attribute: left },
    operator,
    right: { values },
});

describe("parseCondition", () => {
    it.each<[string, string, Condition]>([
        [
            "the form that the portal writes, over several lines",
            `(
                (
                    !(ActionMatches{'a/read'})
                    AND
                    !(ActionMatches{'b/read'})
                )
                OR
                (
                    @Request[P/T:name] StringEqualsIgnoreCase 'x y'
                )
            )`,
            {
                kind: "or",
                parts: [
                    {
                        kind: "and",
                        parts: [
                            { kind: "not", part: action("a/read") },
                            { kind: "not", part: action("b/read") },
                        ],
                    },
                    compare("StringEqualsIgnoreCase", "Request[P/T:name]", "x y"),
                ],
            },
        ],
        [
            "other spellings of the same words, in any case",
            "not(actionmatches { 'a' }) && NOT SubOperationMatches{'b'} and Exists @Environment[utcNow]",
            {
                kind: "and",
                parts: [
                    { kind: "not", part: action("a") },
                    { kind: "not", part: { kind: "subOperation", pattern: "b" } },
                    { kind: "exists", attribute: "Environment[utcNow]" },
                ],
            },
        ],
        [
            "a quantifier with several values, GUIDs among them",
            "@Resource[P/T:role] ForAnyOfAllValues:GuidNotEquals {5e467623-bb1f-42f4-a55d-6e525e11384b, 'b'}",
            {
                kind: "compare",
                left: { attribute: "Resource[P/T:role]" },
                quantifier: "ForAnyOfAllValues",
                operator: "GuidNotEquals",
                right: { values: ["5e467623-bb1f-42f4-a55d-6e525e11384b", "b"] },
            },
        ],
        [
            "two attributes, and values on the left",
            "@Principal[Microsoft.Directory/CustomSecurityAttributes/Id:a_b] StringEquals @Resource[P/T/tags:c<$k$>] || {1, 2} NumericLessThan 3",
            {
                kind: "or",
                parts: [
                    {
                        kind: "compare",
                        left: { attribute: "Principal[Microsoft.Directory/CustomSecurityAttributes/Id:a_b]" },
                        operator: "StringEquals",
                        right: { attribute: "Resource[P/T/tags:c<$k$>]" },
                    },
                    {
                        kind: "compare",
                        left: { values: ["1", "2"] },
                        operator: "NumericLessThan",
                        right: { values: ["3"] },
                    },
                ],
            },
        ],
        [
            "words of the language inside a text",
            "@Request[P/T:name] StringEquals '(a) AND !b'",
            compare("StringEquals", "Request[P/T:name]", "(a) AND !b"),
        ],
    ])("reads %s", (_, text, condition) => {
        expect(parseCondition(text)).toEqual({ condition });
    });

    it.each([
        ["", "expected a value at position 0"],
        ["ActionMatches{'a'} AND", "expected a value at position 22"],
        ["ActionMatches{'a'", "expected '}' at position 17"],
        ["ActionMatches('a')", "expected '{' at position 13"],
        ["(ActionMatches{'a'}", "expected ')' at position 19"],
        ["ActionMatches{'a'})", "expected the end at position 18"],
        ["@Request[a:b] 'c'", "expected an operator at position 14"],
        ["@Request[a:b] 7 'c'", "expected an operator at position 14"],
        ["@Request[a:b] StringEquals 'c", "unexpected ''' at position 27"],
        [
            "ActionMatches{'a'} AND ActionMatches{'b'} OR ActionMatches{'c'}",
            "expected parentheses between AND and OR at position 42",
        ],
    ])("tells what is wrong with %j", (text, problem) => {
        expect(parseCondition(text)).toEqual({ problem });
    });
});
