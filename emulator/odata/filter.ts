// OData `$filter`: parses an expression to a predicate. It knows what Graph and Azure Resource Manager are asked here:
// `and`, `or`, `not`, comparisons, `in`, `startswith`, `endswith`, and `any` over a list. A service adds functions of its
// own (`atScope()`), and may name the only properties that it filters by.

import { sameText } from "../text";

export class FilterError extends Error {}

export class UnknownProperty extends FilterError {
    constructor(
        readonly property: string,
        expression: string,
    ) {
        super(`Unknown property '${property}' in '${expression}'.`);
    }
}

/** More alternatives, joined by `or` or listed after `in`, than the language allows. */
export class TooManyAlternatives extends FilterError {
    constructor(
        readonly count: number,
        expression: string,
    ) {
        super(`There are ${count} alternatives in '${expression}'.`);
    }
}

export type Predicate = (item: unknown) => boolean;

/** What the variables of the expression stand for: the item itself under `""`, lambda variables under their names. */
type Scope = Record<string, unknown>;
type Test = (scope: Scope) => boolean;
type Value = (scope: Scope) => unknown;

const tokenPattern = /\s*(?:('(?:[^']|'')*')|([A-Za-z_@][\w.@]*(?:\/[A-Za-z_$]\w*)*)|(-?\d+(?:\.\d+)?)|([(),:]))/y;

/** What one list of a service can be filtered by. */
export interface FilterLanguage {
    /** The properties that it filters by: whole (`properties/type`), or with all below them (`properties`). Defaults to any. */
    properties?: readonly string[];
    /** How many alternatives there may be, joined by `or` or listed after `in`. Defaults to any number. */
    maximumAlternatives?: number;
    /** Functions besides `startswith` and `endswith`, by name in lower case. */
    functions?: Record<string, FilterFunction>;
}

export interface FilterFunction {
    /** How many it takes. */
    parameters: number;
    test(values: unknown[], item: unknown): boolean;
}

/**
 * Throws FilterError for an expression it can't read, and for a property or function that the language lacks. Texts compare
 * without regard to case, as both services do.
 */
export function parseFilter(expression: string, language: FilterLanguage = {}): Predicate {
    const parser = new Parser(tokenize(expression), expression, language);
    const test = parser.either();
    parser.end();
    return (item) => test({ "": item });
}

function tokenize(expression: string): string[] {
    const tokens: string[] = [];
    const text = expression.trimEnd();
    tokenPattern.lastIndex = 0;
    while (tokenPattern.lastIndex < text.length) {
        const from = tokenPattern.lastIndex;
        const match = tokenPattern.exec(text);
        if (!match) throw new FilterError(`Syntax error at position ${from} in '${expression}'.`);
        tokens.push(match[0].trim());
    }
    return tokens;
}

class Parser {
    private position = 0;
    /** Of the lambdas around the current position. */
    private readonly variables: string[] = [];

    constructor(
        private readonly tokens: string[],
        private readonly expression: string,
        private readonly language: FilterLanguage,
    ) {}

    either(): Test {
        const tests = [this.all()];
        while (this.take("or")) tests.push(this.all());
        this.checkAlternatives(tests.length);
        return (scope) => tests.some((test) => test(scope));
    }

    end(): void {
        if (this.position < this.tokens.length) throw this.unexpected();
    }

    private all(): Test {
        const tests = [this.single()];
        while (this.take("and")) tests.push(this.single());
        return (scope) => tests.every((test) => test(scope));
    }

    private single(): Test {
        if (this.take("not")) {
            const test = this.single();
            return (scope) => !test(scope);
        }
        if (this.take("(")) {
            const test = this.either();
            this.expect(")");
            return test;
        }
        const word = this.tokens[this.position] ?? "";
        if (this.tokens[this.position + 1] === "(") {
            this.position += 2;
            return word.endsWith("/any") ? this.any(word.slice(0, -"/any".length)) : this.call(word);
        }
        return this.comparison();
    }

    /** After `list/any(`. */
    private any(list: string): Test {
        const items = this.path(list);
        if (this.take(")")) return (scope) => asList(items(scope)).length > 0;
        const variable = this.next();
        this.expect(":");
        this.variables.push(variable);
        const test = this.either();
        this.variables.pop();
        this.expect(")");
        return (scope) => asList(items(scope)).some((item) => test({ ...scope, [variable]: item }));
    }

    /** After `startswith(`. */
    private call(name: string): Test {
        const known = this.language.functions?.[name.toLowerCase()] ?? textFunctions[name.toLowerCase()];
        if (!known) throw new FilterError(`Unknown function '${name}' in '${this.expression}'.`);
        const parameters = this.take(")") ? [] : this.list();
        if (parameters.length !== known.parameters)
            throw new FilterError(`'${name}' takes ${known.parameters} parameters, in '${this.expression}'.`);
        return (scope) =>
            known.test(
                parameters.map((parameter) => parameter(scope)),
                scope[""],
            );
    }

    private comparison(): Test {
        const left = this.value();
        const operator = this.next().toLowerCase();
        if (operator === "in") return this.membership(left);
        const compare = comparisons[operator];
        if (!compare) throw this.unexpected(-1);
        const right = this.value();
        return (scope) => compare(folded(left(scope)), folded(right(scope)));
    }

    /** After `property in`. */
    private membership(left: Value): Test {
        this.expect("(");
        const values = this.list();
        this.checkAlternatives(values.length);
        return (scope) => values.some((value) => folded(value(scope)) === folded(left(scope)));
    }

    /** Values up to the closing parenthesis. */
    private list(): Value[] {
        const values = [this.value()];
        while (this.take(",")) values.push(this.value());
        this.expect(")");
        return values;
    }

    private value(): Value {
        const token = this.next();
        if (token.startsWith("'")) return constant(token.slice(1, -1).replaceAll("''", "'"));
        if (/^-?\d/.test(token)) return constant(Number(token));
        if (token in literals) return constant(literals[token]);
        if (/^[(),:]$/.test(token)) throw this.unexpected(-1);
        return this.path(token);
    }

    private path(text: string): Value {
        const [first = ""] = text.split("/");
        const isKnown =
            this.language.properties?.some((property) => sameText(property, text) || sameText(property, first)) ?? true;
        if (!isKnown && !this.variables.includes(first)) throw new UnknownProperty(text, this.expression);
        return path(text);
    }

    private checkAlternatives(count: number): void {
        const { maximumAlternatives = count } = this.language;
        if (count > maximumAlternatives) throw new TooManyAlternatives(count, this.expression);
    }

    private take(token: string): boolean {
        if (this.tokens[this.position]?.toLowerCase() !== token) return false;
        this.position += 1;
        return true;
    }

    private expect(token: string): void {
        if (!this.take(token)) throw this.unexpected();
    }

    private next(): string {
        const token = this.tokens[this.position];
        if (token === undefined) throw this.unexpected();
        this.position += 1;
        return token;
    }

    private unexpected(offset = 0): FilterError {
        const token = this.tokens[this.position + offset];
        return new FilterError(
            token === undefined
                ? `The expression ends too soon: '${this.expression}'.`
                : `Unexpected '${token}' in '${this.expression}'.`,
        );
    }
}

const textFunction = (test: (whole: string, part: string) => boolean): FilterFunction => ({
    parameters: 2,
    test: ([whole, part]) =>
        typeof whole === "string" && typeof part === "string" && test(whole.toLowerCase(), part.toLowerCase()),
});

const textFunctions: Record<string, FilterFunction> = {
    startswith: textFunction((whole, part) => whole.startsWith(part)),
    endswith: textFunction((whole, part) => whole.endsWith(part)),
};

type Scalar = string | number | boolean | null;

const comparisons: Record<string, (left: Scalar, right: Scalar) => boolean> = {
    eq: (left, right) => left === right,
    ne: (left, right) => left !== right,
    gt: (left, right) => left !== null && right !== null && left > right,
    ge: (left, right) => left !== null && right !== null && left >= right,
    lt: (left, right) => left !== null && right !== null && left < right,
    le: (left, right) => left !== null && right !== null && left <= right,
};

const literals: Record<string, boolean | null> = { true: true, false: false, null: null };

const constant =
    (value: unknown): Value =>
    () =>
        value;

/** `a/b` in the item, or in a lambda's variable if the first segment names one. */
function path(text: string): Value {
    const [first = "", ...rest] = text.split("/");
    return (scope) => {
        const isVariable = Object.hasOwn(scope, first);
        return (isVariable ? rest : [first, ...rest]).reduce(property, isVariable ? scope[first] : scope[""]);
    };
}

const property = (item: unknown, name: string): unknown =>
    typeof item === "object" && item !== null ? (item as Record<string, unknown>)[name] : undefined;

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function folded(value: unknown): Scalar {
    if (typeof value === "string") return value.toLowerCase();
    return typeof value === "number" || typeof value === "boolean" ? value : null;
}
