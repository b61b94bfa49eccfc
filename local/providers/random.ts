// The fake random provider. Nothing of it can be changed: every input forces a replacement.
import { randomBytes, randomInt, randomUUID } from "node:crypto";
import { compare } from "./plugin/difference";
import { type Properties, unknown } from "./plugin/property-values";
import type { Provider } from "./plugin/provider";
import { packageSchema } from "./plugin/schema";

interface RandomType {
    inputs: string[];
    required: string[];
    outputs: string[];
    generate(inputs: Properties): { id: string; outputs: Properties };
    /** The inputs and outputs of what is imported by its id. */
    fromId(id: string): { inputs: Properties; outputs: Properties };
}

/** What the real provider takes a string's characters from, and the inputs that ask for each kind. */
const characterKinds = [
    { wanted: ["upper"], least: "minUpper", characters: "ABCDEFGHIJKLMNOPQRSTUVWXYZ" },
    { wanted: ["lower"], least: "minLower", characters: "abcdefghijklmnopqrstuvwxyz" },
    { wanted: ["numeric", "number"], least: "minNumeric", characters: "0123456789" },
    { wanted: ["special"], least: "minSpecial", characters: "!@#$%&*()-_=+[]{}<>:?" },
] as const;

/** Each kind of character is wanted unless it is switched off. */
export function randomString(inputs: Properties): string {
    const length = Number(inputs.length);
    const kinds = characterKinds
        .filter(({ wanted }) => wanted.every((name) => inputs[name] !== false))
        .map(({ least, characters }) => ({
            least: Number(inputs[least] ?? 0),
            characters: least === "minSpecial" ? String(inputs.overrideSpecial ?? characters) : characters,
        }));
    const all = kinds.map(({ characters }) => characters).join("");
    const demanded = kinds.flatMap(({ least, characters }) => Array.from({ length: least }, () => pickOne(characters)));
    if (!all || !(length >= Math.max(1, demanded.length))) {
        throw new Error(
            `A random string of length ${inputs.length} cannot hold ${demanded.length} demanded characters.`,
        );
    }
    const rest = Array.from({ length: length - demanded.length }, () => pickOne(all));
    return shuffled([...demanded, ...rest]).join("");
}

const pickOne = (characters: string): string => characters.charAt(randomInt(characters.length));

function shuffled(items: string[]): string[] {
    const rest = [...items];
    return items.map(() => rest.splice(randomInt(rest.length), 1)[0] ?? "");
}

/** The forms in which RandomId shows its bytes. */
export function idForms(bytes: Buffer, prefix = ""): Properties {
    const hex = bytes.toString("hex");
    return {
        b64Url: prefix + bytes.toString("base64url"),
        b64Std: prefix + bytes.toString("base64"),
        hex: prefix + hex,
        dec: prefix + BigInt(`0x${hex}`).toString(),
    };
}

const types: Record<string, RandomType> = {
    RandomString: {
        inputs: [
            ...["keepers", "length", "lower", "minLower", "minNumeric", "minSpecial", "minUpper", "number", "numeric"],
            ...["overrideSpecial", "special", "upper"],
        ],
        required: ["length"],
        outputs: ["result"],
        generate(inputs) {
            const result = randomString(inputs);
            return { id: result, outputs: { result } };
        },
        fromId: (id) => ({ inputs: { length: id.length }, outputs: { result: id } }),
    },
    RandomId: {
        inputs: ["byteLength", "keepers", "prefix"],
        required: ["byteLength"],
        outputs: ["b64Std", "b64Url", "dec", "hex"],
        generate({ byteLength, prefix }) {
            const bytes = randomBytes(Number(byteLength));
            return {
                id: bytes.toString("base64url"),
                outputs: idForms(bytes, prefix === undefined ? "" : String(prefix)),
            };
        },
        fromId(id) {
            const bytes = Buffer.from(id, "base64url");
            return { inputs: { byteLength: bytes.length }, outputs: idForms(bytes) };
        },
    },
    RandomUuid: {
        inputs: ["keepers"],
        required: [],
        outputs: ["result"],
        generate() {
            const result = randomUUID();
            return { id: result, outputs: { result } };
        },
        fromId: (id) => ({ inputs: {}, outputs: { result: id } }),
    },
};

function resolveType(token: string): RandomType {
    const [packageName, , name = ""] = token.split(":");
    const type = types[name];
    if (type && packageName === "random") return type;
    throw new Error(`The local random provider does not know ${token}; add it to local/providers/random.ts.`);
}

/** @param version of the SDK whose resources are served. */
export const random = (version: string): Provider => ({
    name: "random",
    version,
    schema: () =>
        packageSchema(
            "random",
            version,
            Object.fromEntries(
                Object.entries(types).map(([name, { inputs, required, outputs }]) => [
                    `random:index/r${name.slice(1)}:${name}`,
                    { inputs, required, outputs: [...inputs, ...outputs] },
                ]),
            ),
        ),
    configure() {},
    async check({ type: token, inputs }) {
        const failures = resolveType(token)
            .required.filter((name) => inputs[name] === undefined)
            .map((property) => ({ property, reason: `missing required property '${property}'` }));
        return { inputs, failures };
    },
    diff({ type: token, oldInputs, inputs }) {
        const replaceOnChanges = new Set(resolveType(token).inputs);
        return { changes: compare(oldInputs, inputs, { replaceOnChanges }), deleteBeforeReplace: false };
    },
    async create({ type: token, inputs, preview }) {
        const { generate, outputs: names } = resolveType(token);
        if (preview)
            return { id: "", properties: { ...inputs, ...Object.fromEntries(names.map((name) => [name, unknown])) } };
        const { id, outputs } = generate(inputs);
        return { id, properties: { ...inputs, ...outputs } };
    },
    async read({ type: token, id, oldInputs, state }) {
        if (oldInputs) return { id, properties: state, inputs: oldInputs };
        const { inputs, outputs } = resolveType(token).fromId(id);
        return { id, properties: { ...inputs, ...outputs }, inputs };
    },
    async update({ type }) {
        throw new Error(`${type} cannot be updated.`);
    },
    async delete() {},
    async invoke(token) {
        throw new Error(`The random provider has no function ${token}.`);
    },
    cancel() {},
});
