// How azure-native turns inputs into ARM requests and ARM answers into outputs and inputs: pure functions over an entry
// of the table of types. The SDK flattens what ARM keeps under `properties`, both ways.
import { createHash, randomBytes } from "node:crypto";
import { isObject, type Properties, unknown } from "../plugin/property-values";
import { pathInputs, type ResolvedType } from "./package";
import type { AzureType } from "./resource-type";

/** A whole resource id as one part of a path: `/{scope}/providers/...`. */
const isSubPath = (name: string): boolean => name === "scope" || name === "resourceUri";

/** @throws when an input of the path is missing. */
export function resourceId(type: AzureType, inputs: Properties, subscriptionId: string | undefined): string {
    const values: Properties = { subscriptionId, ...inputs };
    return type.path.replace(/\{(\w+)\}/g, (_, name: string) => {
        const value = values[name];
        if (typeof value !== "string") throw new Error(missingValue(name));
        return isSubPath(name) ? value.replace(/^\/+|\/+$/g, "") : encodeURIComponent(value);
    });
}

const missingValue = (name: string): string =>
    name === "subscriptionId"
        ? "No subscription is configured: set azure-native:subscriptionId or ARM_SUBSCRIPTION_ID."
        : `missing required property '${name}'`;

/** The inputs of the path in an id; ARM does not distinguish upper and lower case in the fixed parts. */
export function parseResourceId(type: AzureType, id: string): Properties {
    const pattern = type.path.replace(
        /\{(\w+)\}/g,
        (_, name: string) => `(?<${name}>${isSubPath(name) ? ".*" : "[^/]+"})`,
    );
    const { subscriptionId: _, ...found } = new RegExp(`^${pattern}$`, "i").exec(id)?.groups ?? {};
    if (Object.keys(found).length === 0) throw new Error(`"${id}" is not an id of the form ${type.path}`);
    return Object.fromEntries(
        Object.entries(found).map(([name, value]) => [name, isSubPath(name) ? `/${value}` : decodeURIComponent(value)]),
    );
}

/** The body of a PUT: every input the type knows. */
export function requestBody(type: ResolvedType, inputs: Properties): Properties {
    const body: Properties = {};
    const properties: Properties = {};
    const path = new Set([...pathInputs(type), "azureApiVersion"]);
    for (const [name, value] of Object.entries(atPaths(inputs, type.flattened, split))) {
        if (type.envelope?.includes(name)) body[name] = value;
        else if (path.has(name) || name.startsWith("__")) continue;
        else if (type.otherVersion || type.properties?.includes(name)) properties[type.renames?.[name] ?? name] = value;
    }
    if (type.properties || Object.keys(properties).length > 0) body.properties = properties;
    const withSets = atPaths(body, type.stringSets, (value) =>
        Array.isArray(value) ? Object.fromEntries(value.map((key) => [key, {}])) : value,
    );
    return renamedInside(withSets, type, ([sdk, arm]) => [sdk, arm]);
}

/** With the names inside objects turned from the SDK's to ARM's, or back. */
function renamedInside(
    value: Properties,
    { renamesInside = {} }: AzureType,
    direction: (names: [sdk: string, arm: string]) => [from: string, to: string],
): Properties {
    return Object.entries(renamesInside).reduce((result, [path, names]) => {
        const nameOf = Object.fromEntries(Object.entries(names).map(direction));
        return atPaths(result, [path], (object) =>
            isObject(object)
                ? Object.fromEntries(Object.entries(object).map(([name, item]) => [nameOf[name] ?? name, item]))
                : object,
        );
    }, value);
}

/** What the SDK shows of an answer: `properties` flattened into it, and the API version that was asked. */
export function outputsOf(type: ResolvedType, answer: Properties): Properties {
    const { properties, ...envelope } = renamedInside(answer, type, ([sdk, arm]) => [arm, sdk]);
    const shown: Properties = { ...envelope, azureApiVersion: type.apiVersion };
    if (type.nested || !isObject(properties)) return properties === undefined ? shown : { ...shown, properties };
    const sdkName = Object.fromEntries(Object.entries(type.renames ?? {}).map(([sdk, arm]) => [arm, sdk]));
    const renamed = Object.entries(properties).map(([name, value]) => [sdkName[name] ?? name, value]);
    return atPaths({ ...Object.fromEntries(renamed), ...shown }, type.flattened, joined);
}

const besideProperties = new Set(["id", "name", "type", "etag"]);

/** An object as ARM has it; a mere reference by id stays one. */
function split(value: unknown): unknown {
    if (!isObject(value)) return value;
    const entries = Object.entries(value);
    const envelope = Object.fromEntries(entries.filter(([name]) => besideProperties.has(name)));
    const rest = entries.filter(([name]) => !besideProperties.has(name));
    return rest.length > 0 ? { ...envelope, properties: Object.fromEntries(rest) } : envelope;
}

/** An object as the SDK has it. */
function joined(value: unknown): unknown {
    if (!isObject(value) || !isObject(value.properties)) return value;
    const { properties, ...envelope } = value;
    return { ...properties, ...envelope };
}

/** The part of outputs that are inputs too, without what only the service fills in. */
export function inputPart(type: ResolvedType, outputs: Properties): Properties {
    const serviceOwned = new Set(["id", "name", "type", "systemData", "azureApiVersion", ...(type.outputs ?? [])]);
    const known = new Set([...(type.envelope ?? []), ...(type.properties ?? [])]);
    const isInput = (name: string) => !serviceOwned.has(name) && (type.otherVersion || known.has(name));
    const part = Object.fromEntries(Object.entries(outputs).filter(([name]) => isInput(name)));
    const own = atPaths(part, type.computed, () => undefined);
    return atPaths(own, type.stringSets, (value) => (isObject(value) ? Object.keys(value).sort() : value));
}

/** The inputs that would have produced an answer, for an import; empty lists and objects are taken for defaults. */
export const importedInputs = (type: ResolvedType, id: string, outputs: Properties): Properties => ({
    ...(withoutEmpty(inputPart(type, outputs)) as Properties | undefined),
    ...parseResourceId(type, id),
});

/** What a preview can say: inputs that come back as outputs, and that everything else is not known yet. */
export function previewOutputs(type: ResolvedType, inputs: Properties): Properties {
    const path = new Set(pathInputs(type));
    const names = [
        ...(type.envelope ?? []),
        ...(type.properties ?? []),
        ...(type.outputs ?? []),
        "name",
        "type",
        "systemData",
    ];
    const known = Object.entries(inputs).filter(([name]) => !path.has(name) && !name.startsWith("__"));
    const outputs: Properties = {
        ...Object.fromEntries(names.filter((name) => name !== "id").map((name) => [name, unknown])),
        ...Object.fromEntries(known),
        azureApiVersion: type.apiVersion,
    };
    const merged = atPaths(outputs, type.stringSets, (value) => (Array.isArray(value) ? unknown : value));
    return atPaths(merged, type.computed, () => unknown, "also absent");
}

/** The name of a resource that the program does not name; the same in a preview and in the deployment after it. */
export function generatedName(naming: AzureType["naming"], name: string, randomSeed: Uint8Array): string {
    if (naming === "copy") return name;
    const prefix = naming === "random" ? name : "";
    const seed = randomSeed.length > 0 ? randomSeed : randomBytes(32);
    const digits = createHash("sha512").update(seed).update(prefix).digest("hex");
    if (naming === "random") return `${name}${digits.slice(0, 8)}`;
    const parts = /^(.{8})(.{4}).(.{3}).(.{3})(.{12})/.exec(digits)?.slice(1) ?? [];
    return `${parts[0]}-${parts[1]}-4${parts[2]}-8${parts[3]}-${parts[4]}`;
}

/** Azure takes "West US 2" and "westus2" for the same place. */
export function sameMeaning(name: string, before: unknown, after: unknown): boolean {
    if (typeof before !== "string" || typeof after !== "string") return false;
    if (name === "location") return normalLocation(before) === normalLocation(after);
    return name === "resourceGroupName" && before.toLowerCase() === after.toLowerCase();
}

const normalLocation = (location: string): string => location.replaceAll(" ", "").toLowerCase();

/**
 * A copy with the values at some paths changed; `undefined` removes one. `*` stands for every entry of an object or a
 * list. What is not there stays so, unless a change is wanted there too and the object it would be in is there.
 */
export function atPaths(
    value: Properties,
    paths: string[] = [],
    change: (value: unknown) => unknown,
    absent?: "also absent",
): Properties {
    const visit = (at: unknown, [step, ...rest]: string[]): unknown => {
        if (step === undefined) return change(at);
        if (Array.isArray(at)) return step === "*" ? at.map((item) => visit(item, rest)) : at;
        if (!isObject(at)) return at;
        const names = step === "*" ? Object.keys(at) : [step];
        const copy = { ...at };
        for (const name of names) {
            if (!(name in at) && !(absent && rest.length === 0)) continue;
            const changed = visit(at[name], rest);
            if (changed === undefined) delete copy[name];
            else copy[name] = changed;
        }
        return copy;
    };
    return paths.reduce((result, path) => visit(result, path.split(".")) as Properties, value);
}

/** Without empty lists and objects, at any depth; `undefined` when nothing is left. */
function withoutEmpty(value: unknown): unknown {
    if (Array.isArray(value)) {
        const items = value.map(withoutEmpty).filter((item) => item !== undefined);
        return items.length > 0 ? items : undefined;
    }
    if (!isObject(value)) return value;
    const entries = Object.entries(value)
        .map(([name, item]) => [name, withoutEmpty(item)] as const)
        .filter(([, item]) => item !== undefined);
    return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}
