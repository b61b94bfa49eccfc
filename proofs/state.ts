// The state that `pulumi stack export` writes, as far as the proofs read it. Secrets are recognised and stay wrapped
// until a login needs one.
import { z } from "zod";

/** A state that can't be used; the message is one line that says why. */
export class UnusableState extends Error {
    override readonly name = "UnusableState";
}

/** Pulumi marks a secret by this key and value. */
const secretKey = "4dabf18193072939515e22adb298388d";
const secretValue = "1b47061264138c4ac30d75fd1eb44270";

const properties = z.record(z.string(), z.unknown());
const resource = z.object({
    urn: z.string(),
    type: z.string(),
    id: z.string().optional(),
    parent: z.string().optional(),
    inputs: properties.default({}),
    outputs: properties.default({}),
    /** On its way out: the old half of a replacement. */
    delete: z.boolean().optional(),
});
const deployment = z.object({
    deployment: z.object({ resources: z.array(resource).default([]) }),
});

export type Resource = z.infer<typeof resource>;

export interface State {
    resources: Resource[];
    /** Whether the text holds secrets in clear: such a file must be its owner's alone. */
    clearSecrets: boolean;
}

/** Several stacks as one: what one of them declares may log in with what another holds. */
export const joined = (states: readonly State[]): State => ({
    resources: states.flatMap(({ resources }) => resources),
    clearSecrets: states.some(({ clearSecrets }) => clearSecrets),
});

/**
 * Reads the text of `pulumi stack export`, with or without `--show-secrets`.
 * @throws UnusableState when it is not JSON, cut off, or JSON of another kind.
 */
export const parseState = (text: string): State => stateOf(parseJson(text));

/**
 * The same from JSON that is parsed already.
 * @throws UnusableState when it is of another kind.
 */
export function stateOf(value: unknown): State {
    const parsed = deployment.safeParse(value);
    if (!parsed.success) {
        const found = describe(value);
        throw new UnusableState(`not a Pulumi state: expected what \`pulumi stack export\` writes, found ${found}`);
    }
    const resources = parsed.data.deployment.resources.filter((each) => each.delete !== true);
    return { resources, clearSecrets: holdsClearSecret(value) };
}

function parseJson(text: string): unknown {
    if (text.trim() === "") throw new UnusableState("empty, where the JSON of `pulumi stack export` was expected");
    try {
        // A byte order mark is what some shells put before redirected output.
        return JSON.parse(text.replace(/^\uFEFF/, ""));
    } catch {
        const last = text.trimEnd().at(-1);
        const cutOff = text.trimStart().startsWith("{") && last !== "}";
        throw new UnusableState(cutOff ? "JSON that is cut off before its end" : "not JSON");
    }
}

function describe(value: unknown): string {
    if (Array.isArray(value)) return "a list";
    if (typeof value !== "object" || value === null) return `a ${value === null ? "null" : typeof value}`;
    const keys = Object.keys(value);
    if (keys.includes("deployment")) return "a 'deployment' of another shape";
    return keys.length === 0 ? "an empty object" : `an object with ${keys.slice(0, 3).join(", ")}`;
}

function holdsClearSecret(value: unknown): boolean {
    if (typeof value !== "object" || value === null) return false;
    if (isSecret(value) && "plaintext" in value) return true;
    return Object.values(value).some(holdsClearSecret);
}

const isSecret = (value: unknown): value is Record<string, unknown> =>
    typeof value === "object" && value !== null && (value as Record<string, unknown>)[secretKey] === secretValue;

/** A value that was encrypted in the export and therefore can't be used. */
export const encrypted = Symbol("encrypted");

/** The value behind Pulumi's secret wrappers, at any depth; `encrypted` where only a ciphertext is there. */
export function reveal(value: unknown): unknown {
    if (isSecret(value)) return typeof value.plaintext === "string" ? reveal(JSON.parse(value.plaintext)) : encrypted;
    if (Array.isArray(value)) return value.map(reveal);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, reveal(inner)]));
}
