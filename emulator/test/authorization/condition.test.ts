// Conditions of role assignments, version 2.0.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConditionError, evaluateCondition, parseCondition } from "../../authorization/condition";

const read = "Microsoft.ContainerRegistry/registries/repositories/content/read";
const write = "Microsoft.ContainerRegistry/registries/repositories/content/write";
const attribute = "@Request[Microsoft.ContainerRegistry/registries/repositories:name]";
const key = "request[microsoft.containerregistry/registries/repositories:name]";

const holds = (condition: string, repository?: string, action = read) =>
    evaluateCondition(parseCondition(condition), {
        action,
        attributes: repository === undefined ? {} : { [key]: repository },
    });

/** As Azure's own documents write it. */
const documented = `(
 (
  !(ActionMatches{'${read}'})
  AND
  !(ActionMatches{'Microsoft.ContainerRegistry/registries/repositories/metadata/read'})
 )
 OR
 (
  ${attribute} StringEqualsIgnoreCase 'hello-world'
  OR
  ${attribute} StringStartsWithIgnoreCase 'backend/'
 )
)`;

describe("the documented condition", () => {
    it.each([
        ["hello-world", read, true],
        ["Hello-World", read, true],
        ["backend/api", read, true],
        ["backend", read, false],
        ["backend-infra/api", read, false],
        ["other", read, false],
        ["other", "Microsoft.ContainerRegistry/registries/repositories/metadata/read", false],
        ["other", write, true],
    ])("for %s and %s: %s", (repository, action, expected) => {
        expect(holds(documented, repository, action)).toBe(expected);
    });

    it("leaves an action that it does not name to every repository", () => {
        fc.assert(fc.property(fc.string(), (repository) => holds(documented, repository, write)));
    });
});

describe("operators", () => {
    it.each([
        ["StringEquals 'app'", "app", true],
        ["StringEquals 'app'", "App", false],
        ["StringEqualsIgnoreCase 'app'", "App", true],
        ["StringNotEquals 'app'", "app", false],
        ["StringNotEqualsIgnoreCase 'app'", "APP", false],
        ["StringStartsWith 'team/'", "team/app", true],
        ["StringStartsWith 'team/'", "Team/app", false],
        ["StringNotStartsWith 'team/'", "team/app", false],
        ["StringLike 'team/*/app'", "team/one/app", true],
        ["StringLike 'team/?'", "team/ab", false],
        ["StringLike 'a.c'", "abc", false],
        ["StringNotLikeIgnoreCase 'TEAM/*'", "team/app", false],
        ["ForAnyOfAnyValues:StringEquals {'app', 'web'}", "web", true],
        ["ForAnyOfAnyValues:StringEquals {'app', 'web'}", "api", false],
        ["ForAnyOfAllValues:StringNotEquals {'app', 'web'}", "api", true],
        ["ForAllOfAllValues:StringNotEquals {'app', 'web'}", "web", false],
        ["ForAllOfAnyValues:StringStartsWithIgnoreCase {'app/', 'web/'}", "WEB/1", true],
    ])("%s of %s: %s", (rest, repository, expected) => {
        expect(holds(`${attribute} ${rest}`, repository)).toBe(expected);
    });

    it("find nothing in an attribute that is not there, negated or not", () => {
        expect(holds(`${attribute} StringEquals 'app'`)).toBe(false);
        expect(holds(`${attribute} StringNotEquals 'app'`)).toBe(false);
        expect(holds(`Exists ${attribute}`)).toBe(false);
        expect(holds(`NotExists ${attribute}`)).toBe(true);
        expect(holds(`Exists ${attribute}`, "app")).toBe(true);
    });

    it("read their names in any case", () => {
        expect(holds(`${attribute.toUpperCase()} stringequals 'app' and not(actionmatches{'x'})`, "app")).toBe(true);
    });
});

describe("logic", () => {
    const yes = `${attribute} StringLike '*'`;
    const no = `${attribute} StringNotLike '*'`;

    it.each([
        [`${yes} OR ${no} AND ${no}`, true],
        [`(${yes} OR ${no}) AND ${no}`, false],
        [`${yes} || ${no} && ${no}`, true],
        [`!${no} AND NOT ${no}`, true],
        [`!!${yes}`, true],
        [`ActionMatches{'Microsoft.ContainerRegistry/registries/repositories/*'}`, true],
        [`SubOperationMatches{'Anything'}`, false],
    ])("%s: %s", (condition, expected) => {
        expect(holds(condition, "app")).toBe(expected);
    });

    interface Tree {
        text: string;
        value: boolean;
    }
    const { tree } = fc.letrec<{ tree: Tree; leaf: Tree }>((tie) => ({
        leaf: fc.boolean().map((value) => ({ text: value ? yes : no, value })),
        tree: fc.oneof(
            { maxDepth: 5 },
            tie("leaf"),
            tie("tree").map(({ text, value }) => ({ text: `!(${text})`, value: !value })),
            fc.tuple(tie("tree"), tie("tree")).map(([left, right]) => ({
                text: `(${left.text}) AND (${right.text})`,
                value: left.value && right.value,
            })),
            fc.tuple(tie("tree"), tie("tree")).map(([left, right]) => ({
                text: `(${left.text}) OR (${right.text})`,
                value: left.value || right.value,
            })),
        ),
    }));

    it("is that of its parts, however they are nested", () => {
        fc.assert(fc.property(tree, ({ text, value }) => holds(text, "app") === value));
    });
});

describe("what is no condition", () => {
    it.each([
        ["", "The condition is not valid at position 0: expected a text in single quotes, found the end."],
        [`${attribute}`, "found the end."],
        [`${attribute} StringContains 'app'`, "expected a string or GUID operator, found 'StringContains'."],
        [`${attribute} StringEquals 'app`, "The condition is not valid at position"],
        [`(${attribute} StringEquals 'app'`, "expected ')', found the end."],
        [`${attribute} StringEquals 'app' ${attribute} StringEquals 'web'`, "expected the end, AND or OR"],
        ["ActionMatches{read}", "expected a text in single quotes, found 'read'."],
        ["@Nowhere[x] StringEquals 'y'", "The condition is not valid at position 0."],
        [`${attribute} StringEquals {}`, "expected a text in single quotes, found '}'."],
    ])("%s", (text, message) => {
        expect(() => parseCondition(text)).toThrow(ConditionError);
        expect(() => parseCondition(text)).toThrow(message);
    });

    it("is always told from one, never a crash", () => {
        const pieces = fc.constantFrom(
            "(",
            ")",
            "!",
            "AND",
            "OR",
            "{",
            "}",
            ",",
            "'x'",
            attribute,
            "StringEquals",
            "Exists",
            " ",
            "@",
        );
        fc.assert(
            fc.property(fc.array(pieces), (parts) => {
                try {
                    parseCondition(parts.join(" "));
                } catch (error) {
                    expect(error).toBeInstanceOf(ConditionError);
                }
            }),
        );
    });
});
