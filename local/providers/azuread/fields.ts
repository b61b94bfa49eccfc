// Between the names and shapes of the azuread SDK and those of Graph: pure functions over a type's fields.
import { isDeepStrictEqual } from "node:util";
import { isObject, type Properties } from "../plugin/property-values";
import type { Field, Fields } from "./resource-type";

const graphName = (name: string, field: Field): string => field.graph ?? name;

/** Graph's body for the inputs named; an input that is no longer given is cleared, which needs what it held. */
export function toGraph(fields: Fields, inputs: Properties, names: string[], state: Properties = {}): Properties {
    const body: Properties = {};
    for (const name of names) {
        const field = fields[name];
        if (!field || field.output || field.local || field.references) continue;
        const given = inputs[name] ?? cleared(state[name]);
        const value = field.toGraph && given !== null ? field.toGraph(given) : given;
        setAt(body, graphName(name, field).split("."), value);
    }
    return body;
}

function cleared(value: unknown): unknown {
    if (Array.isArray(value)) return [];
    return typeof value === "boolean" ? false : null;
}

/** What can be read of an object, by the SDK's names; references are read apart. */
export function fromGraph(fields: Fields, body: Properties): Properties {
    const outputs: Properties = {};
    for (const [name, field] of Object.entries(fields)) {
        if (field.local || field.kept || field.references) continue;
        const value = graphName(name, field)
            .split(".")
            .reduce<unknown>((at, part) => (isObject(at) ? at[part] : undefined), body);
        if (value !== null && value !== undefined) outputs[name] = field.fromGraph ? field.fromGraph(value) : value;
    }
    return outputs;
}

/** Graph's properties that {@link fromGraph} reads. */
export const readFrom = (fields: Fields): string[] => [
    ...new Set(
        Object.entries(fields)
            .filter(([, field]) => !field.local && !field.kept && !field.references)
            .map(([name, field]) => graphName(name, field).replace(/\..*$/, "")),
    ),
];

/** The values of the fields for which `which` holds. */
export const pick = (fields: Fields, values: Properties, which: (field: Field) => unknown): Properties =>
    Object.fromEntries(Object.entries(values).filter(([name]) => fields[name] && which(fields[name])));

/**
 * A value for comparing: sets without order, and nothing where Graph answers an empty text, list or object, or false,
 * for what was never set.
 */
export function comparable(value: unknown): unknown {
    if (Array.isArray(value)) {
        const items = value.map(comparable).filter((item) => item !== undefined);
        if (items.length === 0) return undefined;
        return items.every((item) => typeof item === "string") ? items.sort() : items;
    }
    if (isObject(value)) {
        const entries = Object.entries(value).map(([name, item]) => [name, comparable(item)] as const);
        const present = entries.filter(([, item]) => item !== undefined);
        return present.length > 0 ? Object.fromEntries(present) : undefined;
    }
    return value === "" || value === false || value === null ? undefined : value;
}

/** Whether two values mean the same to Graph. */
export const same = (one: unknown, other: unknown): boolean => isDeepStrictEqual(comparable(one), comparable(other));

function setAt(body: Properties, [step = "", ...rest]: string[], value: unknown): void {
    if (rest.length === 0) {
        body[step] = value;
        return;
    }
    const inner = body[step];
    const target = isObject(inner) ? inner : {};
    body[step] = target;
    setAt(target, rest, value);
}
