// From an HTTP message to a service and back. The same listener serves the emulated hosts behind TLS and the managed
// identity endpoint in plain HTTP; they differ only in how a service is found for a host.
import { randomUUID } from "node:crypto";
import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { applyFaults } from "../faults";
import { type Emulator, Refusal, type Reply, type Request, refusalReply, type Service } from "./service";
import type { TrafficLog } from "./traffic-log";

const maximumBody = 8 * 1024 * 1024;

/** What a client sent can't be read. The text goes into the reply and quotes nothing of the body. */
export class UnreadableRequest extends Error {}

/** `serviceFor` answers `undefined` for a host that is not emulated. */
export function createListener(
    emulator: Emulator,
    log: Pick<TrafficLog, "exchange" | "failure">,
    serviceFor: (host: string) => Service | undefined,
): RequestListener {
    return async (raw, response) => {
        const requestId = randomUUID();
        const request = readRequest(raw, response);
        response.on("close", () => {
            const { method, host, path } = request;
            log.exchange({ method, host, path, status: response.headersSent ? response.statusCode : 0 });
        });
        let reply: Reply | "handled" | "dropped";
        try {
            reply = (await applyFaults(emulator.faults, request)) ?? (await answer(request, emulator, serviceFor));
        } catch (error) {
            reply = failureReply(error, requestId, log);
        }
        if (reply !== "handled" && reply !== "dropped") send(response, reply, requestId);
    };
}

function answer(request: Request, emulator: Emulator, serviceFor: (host: string) => Service | undefined) {
    const service = serviceFor(request.host);
    if (service) return service(request, emulator);
    return Promise.resolve(errorReply(421, "MisdirectedRequest", `${request.host} is not an emulated host.`));
}

const errorReply = (status: number, code: string, message: string): Reply =>
    refusalReply(new Refusal(status, code, message));

function failureReply(error: unknown, requestId: string, log: Pick<TrafficLog, "failure">): Reply {
    if (error instanceof UnreadableRequest) return errorReply(400, "BadRequest", error.message);
    if (error instanceof URIError) return errorReply(400, "BadRequest", "The path has a malformed percent-encoding.");
    log.failure(requestId, error);
    return errorReply(500, "InternalServerError", `The emulator failed on this request; its log has ${requestId}.`);
}

function send(response: ServerResponse, reply: Reply, requestId: string): void {
    if (response.headersSent) {
        response.destroy();
        return;
    }
    const text = reply.text ?? (reply.body === undefined ? "" : JSON.stringify(reply.body));
    response.statusCode = reply.status;
    response.setHeader("x-ms-request-id", requestId);
    const type = reply.text === undefined ? "application/json" : "text/plain";
    if (text) response.setHeader("content-type", `${type}; charset=utf-8`);
    for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
    if (reply.status !== 204) response.setHeader("content-length", Buffer.byteLength(text));
    response.end(text);
}

function readRequest(request: IncomingMessage, response: ServerResponse): Request {
    const [path = "/", query] = (request.url ?? "/").split(/\?(.*)/s);
    let body: Promise<string> | undefined;
    const text = () => {
        body ??= readBody(request);
        return body;
    };
    return {
        method: request.method ?? "GET",
        host: (request.headers.host ?? "").toLowerCase().replace(/:\d+$/, ""),
        path,
        query: new URLSearchParams(query),
        headers: Object.fromEntries(
            Object.entries(request.headers).map(([name, value]) => [
                name,
                Array.isArray(value) ? value.join(", ") : value,
            ]),
        ),
        text,
        json: async () => parseJson(await text()),
        form: async () => new URLSearchParams(await text()),
        raw: { request, response },
    };
}

function parseJson(text: string): unknown {
    if (text.trim() === "") return undefined;
    try {
        return JSON.parse(text);
    } catch {
        throw new UnreadableRequest("The request body is not valid JSON.");
    }
}

async function readBody(request: IncomingMessage): Promise<string> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
        size += chunk.length;
        if (size > maximumBody) throw new UnreadableRequest(`The request body is larger than ${maximumBody} bytes.`);
        chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString("utf8");
}

/** Listens on loopback and answers the port; 0 lets the system choose one. */
export function listen(server: Server, port: number): Promise<number> {
    return new Promise((resolve, reject) => {
        server.once("error", (error: NodeJS.ErrnoException) =>
            reject(
                error.code === "EADDRINUSE"
                    ? new Error(`Port ${port} of 127.0.0.1 is in use. Stop what listens there, or choose another port.`)
                    : error,
            ),
        );
        server.listen(port, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
    });
}
