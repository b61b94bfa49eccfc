// HTTP as the proofs need it: through the proxy that HTTPS_PROXY names, without any retry, because an answer that changed on the
// second try is itself a result, and without following redirects, because a request carries a secret.
import type { Agent } from "node:https";
import {
    createDefaultHttpClient,
    createEmptyPipeline,
    createHttpHeaders,
    createPipelineRequest,
    type HttpMethods,
    proxyPolicy,
} from "@azure/core-rest-pipeline";

export interface HttpRequest {
    method: HttpMethods;
    url: string;
    headers?: Record<string, string>;
    /** Sent as `application/x-www-form-urlencoded`. */
    form?: Record<string, string>;
    /** Sent as JSON, or as it is with the content type given in `headers`. */
    body?: unknown;
}

export interface HttpReply {
    status: number;
    header(name: string): string | undefined;
    text: string;
}

/** Sends one request. Rejects only where there was no answer: network, TLS, timeout. */
export type Http = (request: HttpRequest) => Promise<HttpReply>;

/**
 * @param options.agent how to connect by TLS instead of through the environment's proxy: for a certificate authority that the
 * process does not trust as a whole.
 * @param options.timeout from the request to the end of its answer, in milliseconds. Defaults to 30,000.
 */
export function createHttp({ agent, timeout = 30_000 }: { agent?: Agent; timeout?: number } = {}): Http {
    const client = createDefaultHttpClient();
    const pipeline = createEmptyPipeline();
    if (agent === undefined) pipeline.addPolicy(proxyPolicy());
    return async ({ method, url, headers = {}, form, body }) => {
        const content = form === undefined ? body : new URLSearchParams(form).toString();
        const type = form === undefined ? "application/json" : "application/x-www-form-urlencoded";
        // Plain HTTP is what the endpoint of managed identities speaks, on the machine itself.
        const plain = url.startsWith("http:");
        // The library's own `timeout` keeps its timer when a connection breaks, and the process up to the end of it.
        const late = AbortSignal.timeout(timeout);
        const request = createPipelineRequest({
            url,
            method,
            abortSignal: late,
            allowInsecureConnection: plain,
            headers: createHttpHeaders(content === undefined ? headers : { "content-type": type, ...headers }),
            body: content === undefined || isBytes(content) ? content : JSON.stringify(content),
        });
        if (!plain) request.agent = agent;
        const response = await pipeline.sendRequest(client, request).catch((error: unknown) => {
            if (!late.aborted) throw error;
            throw Object.assign(new Error(`no answer within ${timeout / 1000} s`), { code: "TIMEOUT" });
        });
        return {
            status: response.status,
            header: (name) => response.headers.get(name),
            text: response.bodyAsText ?? "",
        };
    };
}

const isBytes = (value: unknown): value is string | Uint8Array =>
    typeof value === "string" || value instanceof Uint8Array;

/** The body as JSON, or `undefined` when it is none: a proxy's or a gateway's page. */
export function json(reply: HttpReply): unknown {
    try {
        return JSON.parse(reply.text);
    } catch {
        return undefined;
    }
}
