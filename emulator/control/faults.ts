// Faults as JSON: regular expressions are written as their source.
import type { Fault } from "../server/service";
import { badRequest, objectOf, optionalInteger, optionalText, requiredText } from "./checks";

/** A fault from the body of `POST /faults`. */
export function readFault(body: unknown): Fault {
    const fields = objectOf(body, ["host", "method", "path", "times", "after", "effect"]);
    const path = optionalText(fields, "path");
    return {
        host: pattern("host", requiredText(fields, "host")),
        method: optionalText(fields, "method")?.toUpperCase(),
        path: path === undefined ? undefined : pattern("path", path),
        times: fields.times === "always" ? Number.POSITIVE_INFINITY : optionalInteger(fields, "times", 1),
        after: optionalInteger(fields, "after", 0),
        effect: readEffect(fields.effect),
    };
}

/** A fault as `GET /faults` shows it; `times` and `after` are how many requests it will still hit and let through. */
export const showFault = ({ host, path, times = 1, ...fault }: Fault) => ({
    host: host.source,
    path: path?.source,
    times: Number.isFinite(times) ? times : "always",
    ...fault,
});

function pattern(key: string, source: string): RegExp {
    try {
        return new RegExp(source);
    } catch {
        throw badRequest(`${key} is not a valid regular expression.`);
    }
}

function readEffect(value: unknown): Fault["effect"] {
    if (value === "drop") return value;
    const fields = objectOf(value, ["status", "headers", "body", "delayMs"], 'effect, unless it is "drop",');
    const delayMs = optionalInteger(fields, "delayMs", 0);
    const status = optionalInteger(fields, "status", 200);
    if (delayMs !== undefined && Object.keys(fields).length === 1) return { delayMs };
    if (delayMs !== undefined || status === undefined || status > 599)
        throw badRequest(
            'effect must be "drop", {"delayMs": N} or {"status": 200 to 599, "headers": {}, "body": ...}.',
        );
    return { status, headers: readHeaders(fields.headers), body: fields.body };
}

function readHeaders(value: unknown): Record<string, string> | undefined {
    if (value === undefined) return undefined;
    const headers = Object.entries(value ?? {});
    const valid = headers.every(
        ([name, text]) => /^[\w-]+$/.test(name) && typeof text === "string" && /^[\t\x20-\x7e]*$/.test(text),
    );
    if (typeof value !== "object" || !valid) throw badRequest("effect.headers must be an object of header texts.");
    return Object.fromEntries(headers) as Record<string, string>;
}
