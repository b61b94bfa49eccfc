// Reads what a client of the control API sent, and says in one sentence what is wrong with it.
import { isObject, type Json } from "../json";
import { Refusal } from "../server/service";

/** A request that the control API refuses; the message goes into the reply. */
export class ControlError extends Refusal {}

export const badRequest = (message: string): ControlError => new ControlError(400, "BadRequest", message);

/** The value as a JSON object with no other keys than the known ones. */
export function objectOf(value: unknown, known: readonly string[], what = "The body"): Json {
    const keys = known.join(", ");
    if (!isObject(value)) throw badRequest(`${what} must be a JSON object; its keys may be: ${keys}.`);
    for (const key of Object.keys(value))
        if (!known.includes(key)) throw badRequest(`${what} has the unknown key ${key}; known are: ${keys}.`);
    return value;
}

export function optionalText(object: Json, key: string): string | undefined {
    const value = object[key];
    if (value === undefined || (typeof value === "string" && value !== "")) return value;
    throw badRequest(`${key} must be a non-empty string.`);
}

export function requiredText(object: Json, key: string): string {
    const value = optionalText(object, key);
    if (value === undefined) throw badRequest(`${key} is missing; it must be a non-empty string.`);
    return value;
}

/** A number of at least `minimum`; `undefined` if the key is absent. */
export function optionalNumber(object: Json, key: string, minimum = 0): number | undefined {
    const value = object[key];
    if (value === undefined || (typeof value === "number" && value >= minimum)) return value;
    throw badRequest(`${key} must be a number${Number.isFinite(minimum) ? ` of at least ${minimum}` : ""}.`);
}

/** A whole number of at least `minimum`; `undefined` if the key is absent. */
export function optionalInteger(object: Json, key: string, minimum: number): number | undefined {
    const value = optionalNumber(object, key, minimum);
    if (value === undefined || Number.isSafeInteger(value)) return value;
    throw badRequest(`${key} must be a whole number.`);
}

/** `undefined` if the key is absent. */
export function optionalBoolean(object: Json, key: string): boolean | undefined {
    const value = object[key];
    if (value === undefined || typeof value === "boolean") return value;
    throw badRequest(`${key} must be true or false.`);
}
