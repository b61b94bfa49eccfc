// Small helpers for JSON that a client wrote and nobody has checked yet.

export type Json = Record<string, unknown>;

export const isObject = (value: unknown): value is Json =>
    typeof value === "object" && value !== null && !Array.isArray(value);

/** The value as an object; anything else is an empty one. */
export const object = (value: unknown): Json => (isObject(value) ? value : {});

/** The value as a string; anything else is `undefined`. */
export const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** The strings of a list; anything else is an empty list. */
export const strings = (value: unknown): string[] =>
    Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];

/** An object whose values are all strings, such as tags; anything else is an empty one. */
export const stringValues = (value: unknown): Record<string, string> =>
    Object.fromEntries(Object.entries(object(value)).map(([key, item]) => [key, String(item)]));

/** The objects of a list; anything else is an empty list. */
export const objects = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** The value at a dotted path: `at(body, "properties.policies")`. */
export const at = (value: unknown, path: string): unknown =>
    path.split(".").reduce<unknown>((here, key) => object(here)[key], value);

/** RFC 7396: objects are merged, `null` removes, everything else replaces. */
export const mergePatch = (target: unknown, patch: unknown): unknown => {
    if (!isObject(patch)) return patch;
    const merged: Json = { ...object(target) };
    for (const [key, value] of Object.entries(patch)) {
        if (value === null) delete merged[key];
        else merged[key] = mergePatch(merged[key], value);
    }
    return merged;
};

/** The object without the keys whose value is `undefined`, so that a JSON comparison sees what is sent. */
export const defined = (value: Json): Json =>
    Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined));
