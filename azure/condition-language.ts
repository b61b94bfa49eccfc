// The language of role assignment conditions, version 2.0: from text to tree. What a condition means for the repositories of
// a registry is in `conditions.ts`.
// Source: https://learn.microsoft.com/azure/role-based-access-control/conditions-format

/** A condition as a tree. Attributes are as written, without the leading `@`: `Request[PROVIDER/TYPE:NAME]`. */
export type Condition =
    | { kind: "and" | "or"; parts: readonly Condition[] }
    | { kind: "not"; part: Condition }
    | { kind: "action" | "subOperation"; pattern: string }
    | { kind: "exists"; attribute: string }
    | Comparison;

export interface Comparison {
    kind: "compare";
    left: Operand;
    /** As written, such as `StringEqualsIgnoreCase`. */
    operator: string;
    /** How several values are compared, such as `ForAnyOfAnyValues`; absent where the condition does not say. */
    quantifier?: string;
    right: Operand;
}

/** An attribute of the request, or what is written in the condition: texts, numbers, dates, GUIDs, `true` and `false`. */
export type Operand = { attribute: string } | { values: readonly string[] };

type TokenKind = "symbol" | "attribute" | "text" | "bare";

interface Token {
    kind: TokenKind;
    text: string;
    /** Where it begins, counted from 0. */
    at: number;
}

const lexemes: readonly (readonly [TokenKind, RegExp])[] = [
    ["symbol", /&&|\|\||[(){},!]/y],
    ["attribute", /@(?:Request|Resource|Principal|Environment)\s*\[[^\]]+\]/iy],
    ["text", /'[^']*'/y],
    ["bare", /[\w:.+-]+/y],
];

class Mistake extends Error {}

/** The tokens of a text; throws `Mistake` for a character that begins none. */
function tokensOf(text: string): Token[] {
    const tokens: Token[] = [];
    for (let at = 0; ; ) {
        at += /^\s*/.exec(text.slice(at))?.[0].length ?? 0;
        if (at === text.length) return tokens;
        const token = lexemes.flatMap(([kind, pattern]): Token[] => {
            pattern.lastIndex = at;
            const found = pattern.exec(text)?.[0];
            return found === undefined ? [] : [{ kind, text: found, at }];
        })[0];
        if (token === undefined) throw new Mistake(`unexpected '${text[at]}' at position ${at}`);
        tokens.push(token);
        at += token.text.length;
    }
}

/** A tree, or what is wrong with the text: `expected an operator at position 12`. */
export type Parsed = { condition: Condition } | { problem: string };

/**
 * Reads a condition. AND and OR side by side without parentheses are a problem, as the documentation asks for the
 * parentheses and does not tell what is meant without.
 */
export function parseCondition(text: string): Parsed {
    try {
        return { condition: new Parser(tokensOf(text), text.length).whole() };
    } catch (error) {
        if (error instanceof Mistake) return { problem: error.message };
        throw error;
    }
}

const conjunctions: Readonly<Record<string, "and" | "or">> = { and: "and", "&&": "and", or: "or", "||": "or" };

/** Descends by one method for each level of the grammar. */
class Parser {
    private position = 0;

    constructor(
        private readonly tokens: readonly Token[],
        private readonly end: number,
    ) {}

    whole(): Condition {
        const condition = this.junction();
        if (this.position < this.tokens.length) this.fail("the end");
        return condition;
    }

    private junction(): Condition {
        const parts = [this.part()];
        let kind: "and" | "or" | undefined;
        for (let next = this.conjunction(); next !== undefined; next = this.conjunction()) {
            if (kind !== undefined && kind !== next) this.fail("parentheses between AND and OR");
            kind = next;
            this.position += 1;
            parts.push(this.part());
        }
        const [only] = parts as [Condition];
        return kind === undefined ? only : { kind, parts };
    }

    private conjunction(): "and" | "or" | undefined {
        const token = this.tokens[this.position];
        return token === undefined || token.kind === "text" ? undefined : conjunctions[token.text.toLowerCase()];
    }

    private part(): Condition {
        if (this.takes("!", "not")) return { kind: "not", part: this.part() };
        if (this.takes("(")) {
            const inner = this.junction();
            this.symbol(")");
            return inner;
        }
        if (this.takes("actionmatches")) return { kind: "action", pattern: this.braced() };
        if (this.takes("suboperationmatches")) return { kind: "subOperation", pattern: this.braced() };
        if (this.takes("exists")) return { kind: "exists", attribute: this.attribute() };
        if (this.takes("notexists")) return { kind: "not", part: { kind: "exists", attribute: this.attribute() } };
        return this.comparison();
    }

    private comparison(): Comparison {
        const left = this.operand();
        const [, quantifier, operator = ""] =
            /^(?:(\w+):)?([A-Za-z]+)$/.exec(this.next("bare", "an operator").text) ?? [];
        if (operator === "") {
            this.position -= 1;
            this.fail("an operator");
        }
        return {
            kind: "compare",
            left,
            operator,
            ...(quantifier === undefined ? {} : { quantifier }),
            right: this.operand(),
        };
    }

    private operand(): Operand {
        const token = this.tokens[this.position];
        if (token?.kind === "attribute") return { attribute: this.attribute() };
        if (!this.takes("{")) return { values: [this.value()] };
        const values = [this.value()];
        while (this.takes(",")) values.push(this.value());
        this.symbol("}");
        return { values };
    }

    private value(): string {
        const token = this.tokens[this.position];
        if (token?.kind === "bare") return this.next("bare", "a value").text;
        return this.next("text", "a value").text.slice(1, -1);
    }

    private braced(): string {
        this.symbol("{");
        const text = this.next("text", "a name in single quotes").text.slice(1, -1);
        this.symbol("}");
        return text;
    }

    private attribute(): string {
        return this.next("attribute", "an attribute").text.slice(1).replace(/\s+/g, "");
    }

    private symbol(text: string): void {
        if (!this.takes(text)) this.fail(`'${text}'`);
    }

    private takes(...words: string[]): boolean {
        const token = this.tokens[this.position];
        const found = token !== undefined && token.kind !== "text" && words.includes(token.text.toLowerCase());
        if (found) this.position += 1;
        return found;
    }

    private next(kind: TokenKind, expected: string): Token {
        const token = this.tokens[this.position];
        if (token === undefined || token.kind !== kind) return this.fail(expected);
        this.position += 1;
        return token;
    }

    private fail(expected: string): never {
        throw new Mistake(`expected ${expected} at position ${this.tokens[this.position]?.at ?? this.end}`);
    }
}
