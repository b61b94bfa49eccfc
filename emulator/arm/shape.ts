// Whether a body has the form that a provider reads: known names, and values of their types. Names that no api-version of
// Microsoft.ContainerRegistry has are refused here; the service is known to ignore a property that the api-version at hand
// lacks (Azure/azure-sdk-for-go issue 5181), and whether it refuses a misspelt one is not known. Codes and words are a guess.
import { isObject } from "../json";
import { badRequest } from "./errors";

export type Shape = "boolean" | "integer" | "string" | "any" | readonly [Shape] | { readonly [name: string]: Shape };

const describe = (shape: Shape): string => {
    if (typeof shape === "string") return shape;
    return Array.isArray(shape) ? "list" : "object";
};

const hasType = (value: unknown, shape: Shape): boolean => {
    if (shape === "any") return true;
    if (shape === "integer") return Number.isInteger(value);
    if (typeof shape === "string") return typeof value === shape;
    return Array.isArray(shape) ? Array.isArray(value) : isObject(value);
};

/** Throws the refusal of the first value that is not of its form. A `null` counts as absent, names have any case. */
export const checkShape = (value: unknown, shape: Shape, path = "$"): void => {
    if (value === null || value === undefined) return;
    if (!hasType(value, shape))
        throw badRequest(
            "InvalidRequestContent",
            `The request content was invalid and could not be deserialized: the value ${JSON.stringify(value)} of '${path}' cannot be read as ${describe(shape)}.`,
        );
    if (typeof shape === "string") return;
    if (Array.isArray(shape)) {
        for (const [index, item] of (value as unknown[]).entries()) checkShape(item, shape[0], `${path}[${index}]`);
        return;
    }
    const known = new Map(Object.entries(shape).map(([name, inner]) => [name.toLowerCase(), inner]));
    for (const [name, item] of Object.entries(value)) {
        const inner = known.get(name.toLowerCase());
        if (inner === undefined)
            throw badRequest(
                "InvalidRequestContent",
                `The request content was invalid and could not be deserialized: could not find member '${name}' on '${path}'.`,
            );
        checkShape(item, inner, `${path}.${name}`);
    }
};

/** What ARM itself reads of every resource; `properties` is its provider's. */
export const resourceShape = (properties: Shape, more: Record<string, Shape> = {}): Shape => ({
    id: "string",
    name: "string",
    type: "string",
    location: "string",
    tags: "any",
    systemData: "any",
    ...more,
    properties,
});
