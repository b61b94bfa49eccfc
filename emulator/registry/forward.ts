// The stock registry behind the front: requests are streamed to it with the registry's own prefix before every
// repository name, and the prefix is taken out of what comes back.
import { request as httpRequest, type IncomingMessage } from "node:http";
import type { Request } from "../server/service";
import { refusal } from "./call";

/** The name a repository has behind the front. */
export const backendName = (uid: string, repository: string): string => `${uid}/${repository}`;

const hopByHop = new Set([
    "connection",
    "keep-alive",
    "transfer-encoding",
    "authorization",
    "proxy-authorization",
    "upgrade",
]);

const forwarded = (request: Request): Record<string, string | string[] | undefined> => ({
    ...Object.fromEntries(Object.entries(request.raw.request.headers).filter(([name]) => !hopByHop.has(name))),
    "x-forwarded-proto": "https",
});

/** Sends a request of the front's own, without a body. */
export const callBackend = (backend: URL, method: string, path: string): Promise<number> =>
    new Promise((resolve, reject) => {
        const outgoing = httpRequest(new URL(path, backend), { method }, (reply) => {
            reply.resume();
            reply.once("end", () => resolve(reply.statusCode ?? 502));
        });
        outgoing.once("error", reject);
        outgoing.end();
    });

const unavailable = refusal(502, "UNAVAILABLE", "the registry behind the front does not answer");

export interface Forwarded {
    status: number;
    headers: IncomingMessage["headers"];
}

/**
 * Streams a request to a path of the backend and the answer to the client. `beforeReply` sees status and headers before
 * the client does, so that what the front remembers is there when the client asks.
 */
export const forward = (
    request: Request,
    backend: URL,
    path: string,
    uid: string,
    beforeReply: (reply: Forwarded) => void,
): Promise<"handled"> =>
    new Promise((resolve) => {
        const { request: incoming, response } = request.raw;
        const fail = () => {
            if (response.headersSent) response.destroy();
            else response.writeHead(502, { "content-type": "application/json" }).end(JSON.stringify(unavailable.body));
        };
        const outgoing = httpRequest(
            new URL(path, backend),
            { method: request.method, headers: forwarded(request) },
            (reply) => {
                const status = reply.statusCode ?? 502;
                const headers = Object.fromEntries(
                    Object.entries(reply.headers).filter(([name]) => !hopByHop.has(name)),
                );
                if (reply.headers.location) headers.location = reply.headers.location.replace(`/v2/${uid}/`, "/v2/");
                beforeReply({ status, headers });
                const isError = status >= 400 && request.method !== "HEAD";
                if (isError) delete headers["content-length"];
                response.writeHead(status, headers);
                if (!isError) {
                    reply.pipe(response);
                } else {
                    const chunks: Buffer[] = [];
                    reply.on("data", (chunk: Buffer) => chunks.push(chunk));
                    reply.once("end", () => response.end(Buffer.concat(chunks).toString().replaceAll(`${uid}/`, "")));
                }
                reply.once("error", fail);
            },
        );
        outgoing.on("error", fail);
        response.once("close", () => {
            outgoing.destroy();
            resolve("handled");
        });
        incoming.pipe(outgoing);
    });
