// Paths into the stack config, followed in its schema and in its values.
import { z } from "zod";

type Path = readonly PropertyKey[];

/** `registries.shop.allowedIpRanges[0]` */
export function pathText(path: Path): string {
    return path
        .map((part, index) => (typeof part === "number" ? `[${part}]` : `${index === 0 ? "" : "."}${String(part)}`))
        .join("");
}

export function valueAt(value: unknown, path: Path): unknown {
    return path.reduce<unknown>(
        (inner, key) =>
            typeof inner === "object" && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined,
        value,
    );
}

/** The keys that the schema knows at a path. */
export function keysAt(schema: z.core.$ZodType, path: Path): string[] {
    const found = required(path.reduce<z.core.$ZodType | undefined>(schemaOf, schema));
    return found instanceof z.ZodObject ? Object.keys(found.shape) : [];
}

/** Every value in a config whose schema is the wanted one, such as `registryKey`, with its path. */
export function valuesOf(
    wanted: z.ZodString,
    schema: z.core.$ZodType | undefined,
    value: unknown,
    path: Path = [],
): { path: string; value: string }[] {
    if (required(schema) === wanted) {
        return [{ path: pathText(path), value: String(value) }];
    }
    if (typeof value !== "object" || value === null) {
        return [];
    }
    const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
    return keys.flatMap((key) => valuesOf(wanted, schemaOf(schema, key), valueAt(value, [key]), [...path, key]));
}

/** The schema of what is at a key, if the schema knows it. */
function schemaOf(outer: z.core.$ZodType | undefined, key: PropertyKey): z.core.$ZodType | undefined {
    const schema = required(outer);
    if (schema instanceof z.ZodRecord) {
        return schema.valueType;
    }
    if (schema instanceof z.ZodArray) {
        return schema.element;
    }
    return schema instanceof z.ZodObject ? schema.shape[String(key)] : undefined;
}

function required(schema: z.core.$ZodType | undefined): z.core.$ZodType | undefined {
    return schema instanceof z.ZodOptional ? schema.unwrap() : schema;
}
