// JSON batches: up to 20 requests in one, each answered for itself.
// Source: https://learn.microsoft.com/graph/json-batching. The codes and words of the refusals are a guess. Graph answers in any
// order; here it is the reverse of the order of execution, so that nobody relies on it.
import { randomUUID } from "node:crypto";
import { applyFaults } from "../faults";
import { type Json, object, objects, strings, stringValues, text } from "../json";
import type { Emulator, Reply, Request } from "../server/service";
import { badRequest, GraphError } from "./call";

const maximum = 20;

interface Step {
    id: string;
    request: Request;
    dependsOn: string[];
}

/** How one request is answered that is not a batch itself. */
type Answer = (request: Request, emulator: Emulator) => Promise<Reply>;

const isSame = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

/** One request of a batch as if it had come alone: below the same version, with the batch's own token. */
function toRequest(outer: Request, step: Json): Request {
    const [method, url, body] = [text(step.method)?.toUpperCase(), text(step.url), step.body];
    if (method === undefined || url === undefined)
        throw badRequest("Each request of a batch needs an id, a method and a url.");
    if (/^[a-z]+:/i.test(url)) throw badRequest("The url of a request of a batch must be relative.");
    const headers = Object.fromEntries(
        Object.entries(stringValues(step.headers)).map(([name, value]) => [name.toLowerCase(), value]),
    );
    if (body !== undefined && headers["content-type"] === undefined)
        throw badRequest("A request of a batch that has a body needs the header Content-Type.");
    const { pathname, searchParams } = new URL(`https://graph.microsoft.com/${url.replace(/^\/+/, "")}`);
    const sent = body === undefined ? "" : JSON.stringify(body);
    return {
        method,
        host: outer.host,
        path: outer.path.replace(/\/(\$|%24)batch$/i, pathname),
        query: searchParams,
        headers: { ...headers, authorization: outer.headers.authorization },
        text: async () => sent,
        json: async () => body,
        form: async () => new URLSearchParams(sent),
        get raw() {
            return outer.raw;
        },
    };
}

function readSteps(outer: Request, body: unknown): Step[] {
    const requests = objects(object(body).requests);
    if (requests.length === 0) throw badRequest("A batch needs at least one request.");
    if (requests.length > maximum)
        throw new GraphError(
            400,
            "MaximumValueExceeded",
            `Number of batch request steps exceeds the maximum value of ${maximum}.`,
        );
    const steps = requests.map((step) => ({
        id: text(step.id) ?? "",
        request: toRequest(outer, step),
        dependsOn: strings(step.dependsOn),
    }));
    for (const [index, { id, dependsOn }] of steps.entries()) {
        if (id === "" || steps.findIndex((other) => isSame(other.id, id)) !== index)
            throw badRequest("The ids of the requests of a batch must be unique.");
        if (!dependsOn.every((wanted) => steps.some((other) => !isSame(other.id, id) && isSame(other.id, wanted))))
            throw badRequest(`The request '${id}' of the batch depends on one that is not in it.`);
    }
    return steps;
}

const failedDependency = (): Reply => ({
    status: 424,
    headers: { "request-id": randomUUID() },
    body: { error: { code: "FailedDependency", message: "A request that this one depends on failed." } },
});

const show = (id: string, { status, headers = {}, body }: Reply): Json => ({
    id,
    status,
    headers: { ...(body === undefined ? {} : { "Content-Type": "application/json" }), ...headers },
    body,
});

/** `POST /$batch`. A fault can hit one request of it; `"handled"` where that one took the connection. */
export async function batch(outer: Request, emulator: Emulator, answer: Answer): Promise<Reply | "handled"> {
    const steps = readSteps(outer, await outer.json());
    const replies = new Map<string, Reply>();
    for (let waiting = steps; waiting.length > 0; ) {
        const isDone = (id: string) => [...replies.keys()].some((done) => isSame(done, id));
        const ready = waiting.find(({ dependsOn }) => dependsOn.every(isDone));
        if (ready === undefined) throw badRequest("The requests of the batch depend on each other.");
        const isFailed = [...replies].some(
            ([id, { status }]) => status >= 400 && ready.dependsOn.some((wanted) => isSame(wanted, id)),
        );
        const fault = isFailed ? failedDependency() : await applyFaults(emulator.faults, ready.request);
        if (fault === "dropped") return "handled";
        replies.set(ready.id, fault ?? (await answer(ready.request, emulator)));
        waiting = waiting.filter((step) => step !== ready);
    }
    const responses = [...replies].map(([id, reply]) => show(id, reply)).reverse();
    return { status: 200, headers: { "request-id": randomUUID() }, body: { responses } };
}

export const isBatch = ({ method, path }: Request): boolean =>
    method === "POST" && /^\/(v1\.0|beta)\/(\$|%24)batch$/i.test(path);
