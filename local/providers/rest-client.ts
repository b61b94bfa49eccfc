// One REST call to Azure with the retries, the sign-in and the proxy support of Azure's own client library, and one
// clear error when it is refused.
import {
    bearerTokenAuthenticationPolicy,
    createDefaultHttpClient,
    createHttpHeaders,
    createPipelineFromOptions,
    createPipelineRequest,
    type HttpMethods,
    type PipelineResponse,
} from "@azure/core-rest-pipeline";
import type { TokenCredential } from "@azure/identity";
import { isObject } from "./plugin/property-values";

export interface Answer {
    status: number;
    /** One header's value, by its name in lower case. */
    header(name: string): string | undefined;
    /** The JSON body; `undefined` when there is none. */
    body: unknown;
}

/** A refusal of the service. The message never holds a request body, so never a secret that was sent. */
export class RestError extends Error {
    constructor(
        message: string,
        readonly status: number,
        /** The service's own word, for example `RoleAssignmentExists`; empty when the answer has none. */
        readonly code: string,
    ) {
        super(message);
    }
}

export type Send = (method: HttpMethods, url: string, body?: unknown) => Promise<Answer>;

/** @param scope what the bearer tokens are for, for example `https://management.azure.com/.default`. */
export function restClient(credential: TokenCredential, scope: string, product: string): Send {
    const pipeline = createPipelineFromOptions({ userAgentOptions: { userAgentPrefix: product } });
    pipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential, scopes: scope }));
    const client = createDefaultHttpClient();
    return async (method, url, body) => {
        const request = createPipelineRequest({
            url,
            method,
            headers: createHttpHeaders({ Accept: "application/json" }),
        });
        if (body !== undefined) {
            request.headers.set("Content-Type", "application/json");
            request.body = JSON.stringify(body);
        }
        return toAnswer(await pipeline.sendRequest(client, request));
    };
}

/** Whether the service said that the thing is not there. A 404 without a code is somebody else's, a proxy's. */
export const isNotFound = (answer: Answer): boolean => answer.status === 404 && errorOf(answer.body).code !== "";

export function refusal(method: string, url: string, answer: Answer): RestError {
    const { code, message } = errorOf(answer.body);
    const requestId = answer.header("x-ms-request-id") ?? answer.header("request-id");
    const { host, pathname } = new URL(url);
    return new RestError(
        `${method} ${pathname} was refused by ${host} with status ${answer.status}` +
            (code ? `, code ${code}` : "") +
            (message ? `: ${message}` : ".") +
            (requestId ? ` (request id ${requestId})` : ""),
        answer.status,
        code,
    );
}

/** `error.code` and `error.message` of an answer or of a long-running operation. */
export function errorOf(body: unknown): { code: string; message: string } {
    const error = isObject(body) && isObject(body.error) ? body.error : {};
    return {
        code: typeof error.code === "string" ? error.code : "",
        message: typeof error.message === "string" ? error.message : "",
    };
}

function toAnswer(response: PipelineResponse): Answer {
    return { status: response.status, header: (name) => response.headers.get(name), body: parsed(response.bodyAsText) };
}

function parsed(body: string | null | undefined): unknown {
    if (!body) return undefined;
    try {
        return JSON.parse(body);
    } catch {
        // Not every refusal on the way to Azure is JSON; its status tells enough.
        return undefined;
    }
}
