// HTTP as the proofs need it: through the proxy that HTTPS_PROXY names, and without any retry, because an answer that
// changed on the second try is itself a result.
import type { Agent } from "node:https";
import {
    createDefaultHttpClient,
    createEmptyPipeline,
    createHttpHeaders,
    createPipelineRequest,
    type HttpMethods,
    proxyPolicy,
    redirectPolicy,
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
 * @param options.timeout in milliseconds. Defaults to 30,000.
 */
export function createHttp({ agent, timeout = 30_000 }: { agent?: Agent; timeout?: number } = {}): Http {
    const client = createDefaultHttpClient();
    const pipeline = createEmptyPipeline();
    // A registry may redirect a blob to storage; the policy drops the Authorization header on the way.
    pipeline.addPolicy(redirectPolicy());
    if (agent === undefined) pipeline.addPolicy(proxyPolicy());
    return async ({ method, url, headers = {}, form, body }) => {
        const content = form === undefined ? body : new URLSearchParams(form).toString();
        const type = form === undefined ? "application/json" : "application/x-www-form-urlencoded";
        // Plain HTTP is what the endpoint of managed identities speaks, on the machine itself.
        const plain = url.startsWith("http:");
        const request = createPipelineRequest({
            url,
            method,
            timeout,
            allowInsecureConnection: plain,
            headers: createHttpHeaders(content === undefined ? headers : { "content-type": type, ...headers }),
            body: content === undefined || isBytes(content) ? content : JSON.stringify(content),
        });
        if (!plain) request.agent = agent;
        const response = await pipeline.sendRequest(client, request);
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
