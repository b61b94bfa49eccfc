// What every operation of Graph works with: who calls, in which tenant, with which body; and Graph's way to say no.
import { randomUUID } from "node:crypto";
import { isObject, type Json } from "../json";
import { type Emulator, Refusal, type Reply, type Request } from "../server/service";
import type { Area, Caller } from "./rights";

export interface GraphCall {
    emulator: Emulator;
    tenantId: string;
    caller: Caller;
    /** The segments that stand for `{}` in the operation's path. */
    keys: string[];
    query: URLSearchParams;
    /** As sent, with the API's version; a list's link to its next page repeats it. */
    path: string;
    /** Names in lower case. */
    headers: Request["headers"];
    /** The request's body; empty where there is none. */
    body: Json;
}

export interface Operation {
    method: "GET" | "POST" | "PATCH" | "DELETE";
    /** Below `/v1.0`, with `{}` for a key. */
    path: string;
    /** What the caller must be allowed: to read or write which kind of object. Absent: nothing beyond a valid token. */
    right?: { area: Area; write: boolean };
    handle(call: GraphCall): Reply;
}

/** An operation that reads objects of an area. */
export const reading = (area: Area, path: string, handle: Operation["handle"]): Operation => ({
    method: "GET",
    path,
    right: { area, write: false },
    handle,
});

/** A POST that may change objects of an area, and whose answer has a body; what it changed is saved. */
export const posting = (area: Area, path: string, handle: Operation["handle"]): Operation => ({
    method: "POST",
    path,
    right: { area, write: true },
    handle: (call) => {
        const reply = handle(call);
        call.emulator.save();
        return reply;
    },
});

/** An operation that changes objects of an area and answers 204. */
export const changing = (
    area: Area,
    method: Operation["method"],
    path: string,
    change: (call: GraphCall) => void,
): Operation => ({
    method,
    path,
    right: { area, write: true },
    handle: (call) => {
        change(call);
        call.emulator.save();
        return { status: 204, headers: { "request-id": randomUUID() } };
    },
});

export class GraphError extends Refusal {}

export function errorReply({ status, code, message }: GraphError, { headers }: Request): Reply {
    const requestId = randomUUID();
    return {
        status,
        headers: { "content-type": "application/json", "request-id": requestId },
        body: {
            error: {
                code,
                message,
                innerError: {
                    date: new Date().toISOString().slice(0, 19),
                    "request-id": requestId,
                    "client-request-id": headers["client-request-id"] ?? requestId,
                },
            },
        },
    };
}

export const badRequest = (message: string, code = "Request_BadRequest"): GraphError =>
    new GraphError(400, code, message);

export const denied = (): GraphError =>
    new GraphError(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");

export const notFound = (key: string): GraphError =>
    new GraphError(
        404,
        "Request_ResourceNotFound",
        `Resource '${key}' does not exist or one of its queried reference-property objects are not present.`,
    );

const metadata = "https://graph.microsoft.com/v1.0/$metadata";

/** A reply as Graph sends it; `context` is what follows `$metadata#`. */
export const success = (status: number, context: string, body: Json, location?: string): Reply => ({
    status,
    headers: {
        "content-type":
            "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8",
        "odata-version": "4.0",
        "request-id": randomUUID(),
        ...(location && { location }),
    },
    body: { "@odata.context": `${metadata}#${context}`, ...body },
});

/** A text the body must have, or Graph's refusal; `resource` is the type's name, as in `Application`. */
export function requiredText(body: Json, property: string, resource: string): string {
    const value = body[property];
    if (typeof value === "string" && value !== "") return value;
    throw badRequest(`A value is required for property '${property}' of resource '${resource}'.`);
}

/** The properties a client wrote, over those every object of the kind has; refuses a name that the kind lacks. */
export function writtenProperties(body: Json, template: Json, resource: string): Json {
    const written = Object.entries(body).filter(([name]) => !name.includes("@odata."));
    for (const [name] of written)
        if (!Object.hasOwn(template, name)) throw badRequest(`Invalid property '${name}' of resource '${resource}'.`);
    return Object.fromEntries(written);
}

/** The written properties over the template; those of a nested object are merged one by one. */
export const overlay = (template: Json, written: Json): Json =>
    Object.fromEntries(
        Object.entries({ ...template, ...written }).map(([name, value]) => {
            const base = template[name];
            return [name, isObject(base) && isObject(value) ? { ...base, ...value } : value];
        }),
    );
