import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseFilter } from "../../odata/filter";

const item = {
    displayName: "Contoso O'Neil",
    appId: "11111111-2222-3333-4444-555555555555",
    enabled: true,
    note: null,
    size: 3,
    names: ["one", "two"],
    owner: { name: "ada" },
    keys: [
        { id: "a", live: true },
        { id: "b", live: false },
    ],
};

describe("parseFilter", () => {
    it.each([
        ["displayName eq 'Contoso O''Neil'", true],
        ["displayName eq 'contoso o''neil'", true],
        ["displayName eq 'Contoso'", false],
        ["displayName ne 'Contoso'", true],
        ["startswith(displayName,'contoso')", true],
        ["startswith(displayName, 'neil')", false],
        ["endswith(displayName,'NEIL')", true],
        ["startswith(missing,'')", false],
        ["enabled eq true", true],
        ["enabled eq false", false],
        ["note eq null", true],
        ["missing eq null", true],
        ["size gt 2 and size lt 4", true],
        ["size ge 4 or size le 3", true],
        ["size ge 4 or size le 2", false],
        ["names/any(n:n eq 'two')", true],
        ["names/any(n: n eq 'three')", false],
        ["names/any()", true],
        ["missing/any()", false],
        ["keys/any(k:k/id eq 'b' and k/live eq false)", true],
        ["keys/any(k:k/id eq 'b' and k/live eq true)", false],
        ["keys/any(k:k/id eq 'a' and displayName eq 'Contoso O''Neil')", true],
        ["owner/name eq 'ada'", true],
        ["owner/name/deeper eq 'ada'", false],
        ["appId in ('x', '11111111-2222-3333-4444-555555555555')", true],
        ["appId in ('x')", false],
        ["not (enabled eq true)", false],
        ["not enabled eq false", true],
        ["enabled eq false and size eq 3 or names/any(n:n eq 'one')", true],
        ["enabled eq false and (size eq 3 or names/any(n:n eq 'one'))", false],
        ["displayName eq 'x' or displayName eq ' and '", false],
    ])("%s is %s", (expression, expected) => {
        expect(parseFilter(expression)(item)).toBe(expected);
    });

    it.each([
        ["displayName eq", "The expression ends too soon: 'displayName eq'."],
        ["", "The expression ends too soon: ''."],
        ["displayName like 'x'", "Unexpected 'like' in 'displayName like 'x''."],
        ["displayName eq 'x' 'y'", "Unexpected ''y'' in 'displayName eq 'x' 'y''."],
        ["contains(displayName,'x')", "Unknown function 'contains' in 'contains(displayName,'x')'."],
        ["displayName eq 'x", "Syntax error at position 14 in 'displayName eq 'x'."],
        ["displayName eq )", "Unexpected ')' in 'displayName eq )'."],
        ["(displayName eq 'x'", "The expression ends too soon: '(displayName eq 'x''."],
    ])("refuses %s", (expression, message) => {
        expect(() => parseFilter(expression)).toThrow(message);
    });

    const language = {
        properties: ["displayName", "keys"],
        functions: {
            atscope: { parameters: 0, test: () => true },
            assignedto: {
                parameters: 1,
                test: ([id]: unknown[], assigned: unknown) => id === (assigned as typeof item).appId,
            },
        },
    };

    it.each([
        ["atScope()", true],
        ["atScope() and assignedTo('11111111-2222-3333-4444-555555555555')", true],
        ["atScope() and assignedTo('x')", false],
        ["startswith(displayName,'contoso')", true],
        ["keys/any(k:k/id eq 'b')", true],
    ])("%s is %s for a service with functions of its own", (expression, expected) => {
        expect(parseFilter(expression, language)(item)).toBe(expected);
    });

    it.each([
        ["size eq 3", "Unknown property 'size' in 'size eq 3'."],
        ["owner/name eq 'ada'", "Unknown property 'owner/name' in 'owner/name eq 'ada''."],
        ["names/any()", "Unknown property 'names' in 'names/any()'."],
        ["assignedTo()", "'assignedTo' takes 1 parameters, in 'assignedTo()'."],
        ["startswith(displayName)", "'startswith' takes 2 parameters, in 'startswith(displayName)'."],
        ["atScope(", "The expression ends too soon: 'atScope('."],
    ])("refuses %s of a service that filters by other properties", (expression, message) => {
        expect(() => parseFilter(expression, language)).toThrow(message);
    });

    it("finds any text by equality, and nothing else of the same list", () => {
        fc.assert(
            fc.property(
                fc.uniqueArray(fc.string(), { selector: (text) => text.toLowerCase(), minLength: 1 }),
                (names) => {
                    const [wanted = ""] = names;
                    const matches = parseFilter(`name eq '${wanted.replaceAll("'", "''")}'`);
                    expect(names.filter((name) => matches({ name }))).toEqual([wanted]);
                },
            ),
        );
    });
});
