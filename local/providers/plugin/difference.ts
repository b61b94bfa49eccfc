// What differs between two sets of properties, path by path, and how a change seen outside is carried into inputs.
import { isDeepStrictEqual } from "node:util";
import { isObject, type Properties } from "./property-values";

export interface Change {
    kind: "add" | "delete" | "update";
    /** Whether the change can only be made by replacing the resource. */
    replace: boolean;
}

/** By property path: `sku.name`, `actions[1]`. */
export type Changes = Record<string, Change>;

export interface CompareOptions {
    /** Paths, with `[]` for any index, at and below which a change means replacement. */
    replaceOnChanges?: ReadonlySet<string>;
    /** Says that two values of a top-level property mean the same, although they are not equal. */
    sameMeaning?: (name: string, before: unknown, after: unknown) => boolean;
}

/** Top-level names that start with two underscores are the providers' own notes and never differ. */
export function compare(before: Properties, after: Properties, options: CompareOptions = {}): Changes {
    const { replaceOnChanges = new Set<string>(), sameMeaning = () => false } = options;
    const changes: Changes = {};

    const visit = (path: string, pattern: string, old: unknown, now: unknown, inReplaced: boolean): void => {
        const replace = inReplaced || replaceOnChanges.has(pattern);
        if (isDeepStrictEqual(old, now) || (path === pattern && sameMeaning(path, old, now))) return;
        if (old === undefined) changes[path] = { kind: "add", replace };
        else if (now === undefined) changes[path] = { kind: "delete", replace };
        else if (isObject(old) && isObject(now)) {
            for (const name of unionOfKeys(old, now)) {
                visit(`${path}.${name}`, `${pattern}.${name}`, old[name], now[name], replace);
            }
        } else if (Array.isArray(old) && Array.isArray(now)) {
            for (let index = 0; index < Math.max(old.length, now.length); index++) {
                visit(`${path}[${index}]`, `${pattern}[]`, old[index], now[index], replace);
            }
        } else changes[path] = { kind: "update", replace };
    };

    for (const name of unionOfKeys(before, after)) {
        if (!name.startsWith("__")) visit(name, name, before[name], after[name], false);
    }
    return changes;
}

/**
 * The inputs after a refresh. Inputs cannot be read back, and what the service answers holds its own defaults too; so
 * only what changed between the last and the present answer is carried over, and the rest of the inputs stays.
 */
export function followChanges(inputs: Properties, before: Properties, after: Properties): Properties {
    const result: Properties = { ...inputs };
    for (const name of unionOfKeys(before, after)) {
        if (isDeepStrictEqual(before[name], after[name])) continue;
        if (after[name] === undefined) delete result[name];
        else result[name] = name in inputs ? followed(inputs[name], before[name], after[name]) : after[name];
    }
    return result;
}

function followed(input: unknown, before: unknown, after: unknown): unknown {
    if (isObject(input) && isObject(before) && isObject(after)) return followChanges(input, before, after);
    if (Array.isArray(input) && Array.isArray(before) && Array.isArray(after)) {
        return after.map((item, index) => {
            if (index >= input.length || index >= before.length) return item;
            return isDeepStrictEqual(before[index], item) ? input[index] : followed(input[index], before[index], item);
        });
    }
    return after;
}

const unionOfKeys = (one: Properties, other: Properties): Set<string> =>
    new Set([...Object.keys(one), ...Object.keys(other)]);
