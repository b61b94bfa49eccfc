// Reading a property that may be known, absent, not known yet or withheld as a secret. Pulumi writes the last two as
// sentinels in the same JSON: this is the only place that knows them, so that no rule can mistake one for a value.

/** A value that the deployment has yet to produce. */
export const UNKNOWN: unique symbol = Symbol("not yet known");
/** A value that is set, and kept from the reader. */
export const SECRET: unique symbol = Symbol("secret");

/** JSON as Pulumi records it, sentinels included. */
export type PropertyMap = Readonly<Record<string, unknown>>;
/** `undefined` stands for absent, and for JSON's null. */
export type Value =
    | string
    | number
    | boolean
    | readonly unknown[]
    | PropertyMap
    | undefined
    | typeof UNKNOWN
    | typeof SECRET;

/** The engine's placeholders for unknown values, one for each type (pulumi/pulumi, sdk/proto: property serialisation). */
const unknownSentinels: ReadonlySet<string> = new Set([
    "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "030794c1-ac77-496b-92df-f27374a8bd58",
    "e48ece36-62e2-4504-bad9-02848725956a",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
/** What the engine shows in place of a secret that it can't or mustn't decrypt. */
const redacted = "[secret]";

/** One raw value of a property, with the sentinels made into symbols. */
export function unwrap(raw: unknown): Value {
    if (raw === null) return undefined;
    if (typeof raw === "string") return unknownSentinels.has(raw) ? UNKNOWN : raw === redacted ? SECRET : raw;
    return isSecret(raw) ? unwrapSecret(raw) : (raw as Value);
}

/** A raw value with the sentinels at any depth made into symbols. JSON's null stays null. */
export function unwrapDeep(raw: unknown): unknown {
    if (raw === null) return null;
    const value = unwrap(raw);
    if (typeof value !== "object") return value;
    if (Array.isArray(value)) return value.map(unwrapDeep);
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unwrapDeep(inner)]));
}

/** Whether a raw value is a secret whose plain text stands beside the marker. */
export function isPlainSecret(raw: unknown): boolean {
    return isSecret(raw) && "plaintext" in raw;
}

function isSecret(raw: unknown): raw is PropertyMap {
    return typeof raw === "object" && raw !== null && (raw as PropertyMap)[signatureKey] === secretSignature;
}

// An export made with --show-secrets carries the value as JSON text, a recorded registration as it is; both may be
// judged (never printed). An encrypted one stays closed.
function unwrapSecret(envelope: PropertyMap): Value {
    if (typeof envelope.plaintext === "string") return unwrap(JSON.parse(envelope.plaintext));
    return "value" in envelope ? unwrap(envelope.value) : SECRET;
}

/** The value at a dotted path (`policies.exportPolicy.status`, `passwords.0.expiry`); unknown below an unknown. */
export function read(properties: unknown, path: string): Value {
    let value = unwrap(properties);
    for (const key of path.split(".")) {
        if (typeof value !== "object") return isUndetermined(value) ? value : undefined;
        value = Object.hasOwn(value, key) ? unwrap((value as PropertyMap)[key]) : undefined;
    }
    return value;
}

/** Whether a value is there but can't be judged: not known yet, or secret. */
export function isUndetermined(value: Value): value is typeof UNKNOWN | typeof SECRET {
    return value === UNKNOWN || value === SECRET;
}

/** The text, if the value is a known text. */
export function text(value: Value): string | undefined {
    return typeof value === "string" ? value : undefined;
}

/** The elements of a list; `undefined` if the list itself is not known. A single object counts as a list of one, an absent value as an empty one. */
export function items(value: Value): readonly unknown[] | undefined {
    if (isUndetermined(value)) return undefined;
    if (value === undefined) return [];
    return Array.isArray(value) ? value : [value];
}

/** The entries of a map; `undefined` if the map is not known, none if it is absent. */
export function entries(value: Value): readonly (readonly [string, unknown])[] | undefined {
    if (isUndetermined(value)) return undefined;
    return typeof value === "object" && !Array.isArray(value) ? Object.entries(value) : [];
}
