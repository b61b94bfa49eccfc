// Requests to Azure Resource Manager, Microsoft Graph and Log Analytics: a few at a time, through the proxy that HTTPS_PROXY names,
// sent again for a while where the service asks for patience. @azure/core-rest-pipeline alone loads in about 110 ms here
// (127 modules); one of the @azure/arm-* SDKs takes about 180 ms, needs this library as well, and four would be needed.
import type { Agent } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import {
    createDefaultHttpClient,
    createEmptyPipeline,
    createHttpHeaders,
    createPipelineRequest,
    type PipelinePolicy,
    type PipelineResponse,
    proxyPolicy,
    type RetryModifiers,
    retryPolicy,
} from "@azure/core-rest-pipeline";
import type { AccessTokens } from "../../../azure/access-tokens";
import type { GapCause } from "../../gap";
import { read, text } from "../../value";

export type Host = "management.azure.com" | "graph.microsoft.com" | "api.loganalytics.io";

/** What came instead of an answer; `notAllowed` also for a caller without a token. */
export interface Failure {
    cause: GapCause;
    /** One line. */
    why: string;
    /** The service's own word, such as `AuthorizationFailed`; empty where it gave none. */
    code: string;
    /** HTTP status; `undefined` where there was no answer. */
    status: number | undefined;
}

export type Answer = { body: unknown } | { failure: Failure };

/** A list as far as it could be read. */
export interface Listed {
    items: unknown[];
    failure?: Failure;
}

export interface Client {
    get(host: Host, path: string): Promise<Answer>;
    post(host: Host, path: string, body: unknown): Promise<Answer>;
    /** All pages of a list. */
    list(host: Host, path: string): Promise<Listed>;
    /** The list that an answer begins. */
    rest(host: Host, answer: Answer): Promise<Listed>;
    /** How many requests were sent, repetitions not counted. */
    requests(): number;
}

export interface ClientOptions {
    accessTokens: AccessTokens;
    /** How to connect by TLS instead of through the environment's proxy. */
    agent?: Agent;
    /** How many requests are under way at a time. */
    atATime?: number;
}

const maxRetries = 3;
/** Milliseconds before the first repetition where the service names no time; doubled for each further one. */
const firstDelay = 500;
/** Nobody waits longer than this for one answer, in milliseconds: what asks for more patience becomes a gap. */
const longestDelay = 120_000;
/** One attempt may take so long, in milliseconds. */
const longestAttempt = 60_000;

/** The library's own `timeout` keeps its timer when a connection breaks, and the process up to the end of it. */
const inTime: PipelinePolicy = {
    name: "inTime",
    sendRequest: (request, next) => {
        request.abortSignal = AbortSignal.timeout(longestAttempt);
        return next(request);
    },
};

export function createClient({ accessTokens, agent, atATime = 6 }: ClientOptions): Client {
    const http = createDefaultHttpClient();
    const pipeline = createEmptyPipeline();
    pipeline.addPolicy(retryPolicy([{ name: "patience", retry: patience }], { maxRetries }));
    pipeline.addPolicy(inTime);
    if (agent === undefined) pipeline.addPolicy(proxyPolicy());
    const turn = turns(atATime);
    let requests = 0;

    async function send(host: Host, method: "GET" | "POST", url: string, body?: unknown): Promise<Answer> {
        let token: string;
        try {
            token = await accessTokens(`https://${host}`);
        } catch (error) {
            const why = `no access token for ${host}: ${firstLine((error as Error).message)}`;
            return { failure: { cause: "notAllowed", why, code: "", status: undefined } };
        }
        const headers = createHttpHeaders({ authorization: `Bearer ${token}`, accept: "application/json" });
        if (body !== undefined) headers.set("content-type", "application/json");
        const request = createPipelineRequest({ method, url, headers });
        if (body !== undefined) request.body = JSON.stringify(body);
        request.agent = agent;
        requests += 1;
        try {
            return answerOf(host, await pipeline.sendRequest(http, request));
        } catch (error) {
            const { code = "", message } = error as { code?: string; message: string };
            const why = `no answer from ${host}: ${firstLine(message)}`;
            return { failure: { cause: "failed", why, code, status: undefined } };
        }
    }

    const get: Client["get"] = (host, path) => turn(() => send(host, "GET", `https://${host}${path}`));

    async function rest(host: Host, first: Answer): Promise<Listed> {
        const items: unknown[] = [];
        const seen = new Set<string>();
        for (let answer = first; ; ) {
            if ("failure" in answer) return { items, failure: answer.failure };
            const value = read(answer.body, "value");
            if (!Array.isArray(value)) return { items, failure: malformed(host, "no list") };
            for (const item of value) items.push(item);
            const next = nextOf(answer.body);
            if (next === undefined) return { items };
            // The token goes to the service that it was asked for, and nowhere else.
            if (!next.startsWith(`https://${host}/`))
                return { items, failure: malformed(host, "a page of another host") };
            if (seen.has(next)) return { items, failure: malformed(host, "the same page twice") };
            seen.add(next);
            answer = await turn(() => send(host, "GET", next));
        }
    }

    return {
        get,
        post: (host, path, body) => turn(() => send(host, "POST", `https://${host}${path}`, body)),
        rest,
        list: async (host, path) => rest(host, await get(host, path)),
        requests: () => requests,
    };
}

/** The link to the next page: `nextLink` of Azure Resource Manager, `@odata.nextLink` of Graph. */
function nextOf(body: unknown): string | undefined {
    const { nextLink, "@odata.nextLink": odata } = body as { nextLink?: unknown; "@odata.nextLink"?: unknown };
    const next = nextLink ?? odata;
    return typeof next === "string" && next !== "" ? next : undefined;
}

const malformed = (host: Host, what: string): Failure => ({
    cause: "failed",
    why: `${host} answered ${what}`,
    code: "",
    status: 200,
});

function answerOf(host: Host, { status, bodyAsText }: Pick<PipelineResponse, "status" | "bodyAsText">): Answer {
    const body = parsed(bodyAsText);
    if (status === 200 && typeof body === "object" && body !== null) return { body };
    return { failure: failureOf(host, status, body) };
}

const isRefusal = (status: number, code: string): boolean =>
    (status === 403 && code !== "") || (status === 401 && code === "InvalidAuthenticationTokenTenant");

/** What an answer other than 200 means, also inside a batch. */
export function failureOf(host: Host, status: number, body: unknown): Failure {
    const code = text(read(body, "error.code")) ?? "";
    const message = firstLine(text(read(body, "error.message")) ?? "");
    const said = [code, message].filter((part) => part !== "").join(": ");
    return {
        // Only the service's own refusal counts as one: a proxy's 403 says nothing about rights. A token that is not taken at
        // all is a failure, unless it is another tenant's.
        cause: isRefusal(status, code) ? "notAllowed" : "failed",
        why: `${host} answered ${status}${said === "" ? "" : ` ${said}`}`,
        code,
        status,
    };
}

/** Whether to send a request again, and when. */
export function patience({
    response,
    responseError,
    retryCount,
}: {
    response?: Pick<PipelineResponse, "status" | "headers">;
    responseError?: { code?: string };
    retryCount: number;
}): RetryModifiers {
    const again = response === undefined ? isTransient(responseError?.code) : isBusy(response.status);
    if (!again) return { skipStrategy: true };
    const wanted = response && retryAfter(response.headers.get("retry-after"));
    const delay = wanted ?? firstDelay * 2 ** retryCount;
    return delay > longestDelay ? { skipStrategy: true } : { retryAfterInMs: delay };
}

export const isBusy = (status: number): boolean =>
    status === 408 || status === 429 || (status >= 500 && status !== 501);

const isTransient = (code: string | undefined): boolean =>
    ["ECONNRESET", "ECONNREFUSED", "ETIMEDOUT", "EPIPE", "EAI_AGAIN"].includes(code ?? "");

/** Milliseconds of a Retry-After in seconds or as a date. */
export function retryAfter(value: string | undefined): number | undefined {
    if (value === undefined || value === "") return undefined;
    const milliseconds = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - Date.now();
    return Number.isNaN(milliseconds) ? undefined : Math.max(0, milliseconds);
}

/** The parts of a batch say themselves how long to wait. Resolves to `false` where it is too long, or too often. */
export async function waitFor(value: string | undefined, retryCount: number): Promise<boolean> {
    const delay = retryAfter(value) ?? firstDelay * 2 ** retryCount;
    if (delay > longestDelay || retryCount >= maxRetries) return false;
    await sleep(delay);
    return true;
}

/** Runs work in turn, at most so many at a time. */
function turns(atATime: number): <T>(work: () => Promise<T>) => Promise<T> {
    let free = atATime;
    const waiting: (() => void)[] = [];
    return async (work) => {
        if (free > 0) free -= 1;
        else await new Promise<void>((resolve) => waiting.push(resolve));
        try {
            return await work();
        } finally {
            const next = waiting.shift();
            if (next) next();
            else free += 1;
        }
    };
}

function parsed(source: string | null | undefined): unknown {
    try {
        return JSON.parse(source ?? "");
    } catch {
        return undefined;
    }
}

/** What a message says before its correlation ids and time stamps, which differ each time. */
const firstLine = (message: string): string =>
    (message.split(/\r?\n/)[0] ?? "").replace(/\s*(Trace ID|Correlation ?ID)\b.*$/i, "").trim();
