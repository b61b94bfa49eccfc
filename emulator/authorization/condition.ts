// Conditions of role assignments, version 2.0: a parser and an evaluator, both pure. The grammar is Azure's "role
// assignment condition format and syntax"; of its operators, those on strings and GUIDs are known.
import { matchesPattern } from "../text";

export interface ConditionInput {
    /** The action that is judged. */
    action: string;
    /** By source and name in lower case: `request[microsoft.containerregistry/registries/repositories:name]`. */
    attributes: Record<string, string>;
}

type Operand = { attribute: string } | { values: string[] };

export type Condition =
    | { kind: "and" | "or"; parts: Condition[] }
    | { kind: "not"; part: Condition }
    | { kind: "action"; name: string }
    | { kind: "subOperation"; name: string }
    | { kind: "exists"; attribute: string }
    | { kind: "compare"; left: Operand; quantifier: string; operator: string; right: Operand };

/** The condition is not one: `message` says where and what was expected. */
export class ConditionError extends Error {}

type Compare = (left: string, right: string) => boolean;

const base: Record<string, Compare> = {
    StringEquals: (left, right) => left === right,
    StringStartsWith: (left, right) => left.startsWith(right),
    StringLike: (value, pattern) => matchesPattern(pattern, value),
};

/** Every operator by name in lower case, the negated and the case-ignoring ones included. */
const operators: Record<string, Compare> = Object.fromEntries(
    Object.entries(base).flatMap(([name, compare]) => {
        const forms: [string, Compare][] = [
            [name, compare],
            [name.replace("String", "StringNot"), (left, right) => !compare(left, right)],
        ];
        return forms.flatMap(([form, test]): [string, Compare][] => [
            [form.toLowerCase(), test],
            [`${form}IgnoreCase`.toLowerCase(), (left, right) => test(left.toLowerCase(), right.toLowerCase())],
        ]);
    }),
);
operators.guidequals = (left, right) => left.toLowerCase() === right.toLowerCase();
operators.guidnotequals = (left, right) => left.toLowerCase() !== right.toLowerCase();

const quantifiers: Record<string, (left: string[], right: string[], test: Compare) => boolean> = {
    foranyofanyvalues: (left, right, test) => left.some((one) => right.some((other) => test(one, other))),
    forallofanyvalues: (left, right, test) => left.every((one) => right.some((other) => test(one, other))),
    foranyofallvalues: (left, right, test) => left.some((one) => right.every((other) => test(one, other))),
    forallofallvalues: (left, right, test) => left.every((one) => right.every((other) => test(one, other))),
};

const lexer =
    /\s*(?:(?<symbol>\(|\)|\{|\}|,|!|&&|\|\|)|(?<attribute>@(?:Request|Resource|Principal|Environment)\[[^\]]+\])|'(?<literal>[^']*)'|(?<guid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})|(?<word>[A-Za-z][A-Za-z:]*))/iy;

interface Token {
    kind: "symbol" | "attribute" | "literal" | "guid" | "word";
    text: string;
    at: number;
}

const tokenize = (text: string): Token[] => {
    const tokens: Token[] = [];
    lexer.lastIndex = 0;
    while (lexer.lastIndex < text.trimEnd().length) {
        const start = lexer.lastIndex;
        const groups = lexer.exec(text)?.groups;
        const found = Object.entries(groups ?? {}).find(([, value]) => value !== undefined);
        if (found === undefined) throw new ConditionError(`The condition is not valid at position ${start}.`);
        tokens.push({ kind: found[0] as Token["kind"], text: found[1] ?? "", at: start });
    }
    return tokens;
};

/** Parses a condition; throws `ConditionError`. AND binds stronger than OR. */
export const parseCondition = (text: string): Condition => {
    const tokens = tokenize(text);
    let position = 0;
    const fail = (expected: string): never => {
        const token = tokens[position];
        throw new ConditionError(
            `The condition is not valid at position ${token?.at ?? text.length}: expected ${expected}, found ${token ? `'${token.text}'` : "the end"}.`,
        );
    };
    const is = (...texts: string[]): boolean => {
        const token = tokens[position];
        return token !== undefined && token.kind !== "literal" && texts.includes(token.text.toLowerCase());
    };
    const take = (expected: string, accepts: (token: Token) => boolean): string => {
        const token = tokens[position];
        if (token === undefined || !accepts(token)) return fail(expected);
        position += 1;
        return token.text;
    };
    const symbol = (text: string) => take(`'${text}'`, (token) => token.kind === "symbol" && token.text === text);
    const literal = () => take("a text in single quotes", (token) => token.kind === "literal");
    const guid = () => take("a GUID", (token) => token.kind === "guid" || token.kind === "literal");
    const attribute = () =>
        take("an attribute", (token) => token.kind === "attribute")
            .slice(1)
            .toLowerCase();

    const many = (kind: "and" | "or", words: string[], next: () => Condition): Condition => {
        const parts = [next()];
        while (is(...words)) {
            position += 1;
            parts.push(next());
        }
        const [only] = parts;
        return parts.length === 1 && only ? only : { kind, parts };
    };
    const any = (): Condition => many("or", ["or", "||"], all);
    const all = (): Condition => many("and", ["and", "&&"], unary);
    const unary = (): Condition => {
        if (is("!", "not")) {
            position += 1;
            return { kind: "not", part: unary() };
        }
        if (is("(")) {
            position += 1;
            const inner = any();
            symbol(")");
            return inner;
        }
        return primary();
    };
    const braced = (): string => {
        symbol("{");
        const name = literal();
        symbol("}");
        return name;
    };
    const primary = (): Condition => {
        if (is("actionmatches")) {
            position += 1;
            return { kind: "action", name: braced() };
        }
        if (is("suboperationmatches")) {
            position += 1;
            return { kind: "subOperation", name: braced() };
        }
        if (is("exists", "notexists")) {
            const negated = is("notexists");
            position += 1;
            const part: Condition = { kind: "exists", attribute: attribute() };
            return negated ? { kind: "not", part } : part;
        }
        const left = operand();
        const name = take("an operator", (token) => token.kind === "word").toLowerCase();
        const colon = name.indexOf(":");
        const quantifier = colon < 0 ? "foranyofanyvalues" : name.slice(0, colon);
        const operator = name.slice(colon + 1);
        if (!(operator in operators) || !(quantifier in quantifiers)) {
            position -= 1;
            return fail("a string or GUID operator");
        }
        return {
            kind: "compare",
            left,
            quantifier,
            operator,
            right: operand(operator.startsWith("guid") ? guid : literal),
        };
    };
    const operand = (value: () => string = literal): Operand => {
        if (tokens[position]?.kind === "attribute") return { attribute: attribute() };
        if (!is("{")) return { values: [value()] };
        position += 1;
        const values = [value()];
        while (is(",")) {
            position += 1;
            values.push(value());
        }
        symbol("}");
        return { values };
    };

    const condition = any();
    if (position < tokens.length) fail("the end, AND or OR");
    return condition;
};

/** Whether a parsed condition holds. A comparison with an attribute that is not there does not. */
export const evaluateCondition = (condition: Condition, input: ConditionInput): boolean => {
    const values = (operand: Operand): string[] | undefined => {
        if ("values" in operand) return operand.values;
        const value = input.attributes[operand.attribute];
        return value === undefined ? undefined : [value];
    };
    switch (condition.kind) {
        case "and":
            return condition.parts.every((part) => evaluateCondition(part, input));
        case "or":
            return condition.parts.some((part) => evaluateCondition(part, input));
        case "not":
            return !evaluateCondition(condition.part, input);
        case "action":
            return matchesPattern(condition.name.toLowerCase(), input.action.toLowerCase());
        case "subOperation":
            return false;
        case "exists":
            return condition.attribute in input.attributes;
        case "compare": {
            const [left, right] = [values(condition.left), values(condition.right)];
            const [holds, test] = [quantifiers[condition.quantifier], operators[condition.operator]];
            return (
                left !== undefined &&
                right !== undefined &&
                holds !== undefined &&
                test !== undefined &&
                holds(left, right, test)
            );
        }
    }
};

/** Whether a condition lets an action through, given the attributes of the request. */
export const conditionHolds = (condition: string, action: string, attributes: Record<string, string>): boolean =>
    evaluateCondition(parseCondition(condition), { action, attributes });
