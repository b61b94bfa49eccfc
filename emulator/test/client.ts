// A client that goes the way every client goes: CONNECT through the proxy, TLS with nothing but the emulator's own
// authority, then HTTP/1.1. Small, so that a test sees exactly what went over the wire.
import { readFileSync } from "node:fs";
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { request as httpsRequest } from "node:https";
import { connect, type TLSSocket } from "node:tls";
import type { RunningEmulator } from "../emulator";

export interface Answer {
    status: number;
    headers: IncomingHttpHeaders;
    text: string;
    /** The body as JSON. */
    // biome-ignore lint/suspicious/noExplicitAny: a test states in its expectations what the reply holds
    json: any;
}

export interface Call {
    method?: string;
    headers?: Record<string, string>;
    /** Sent as JSON, or as a form if it is URLSearchParams. */
    body?: unknown;
    bearer?: string;
}

/** Opens a tunnel to a host; rejects with the proxy's status if the proxy refuses. */
export function tunnel(emulator: Pick<RunningEmulator, "proxyUrl" | "caFile">, host: string): Promise<TLSSocket> {
    return new Promise((resolve, reject) => {
        const connection = httpRequest(emulator.proxyUrl, { method: "CONNECT", path: `${host}:443` });
        connection.on("error", reject);
        connection.on("connect", (response, socket) => {
            if (response.statusCode !== 200) {
                socket.destroy();
                reject(new Error(`CONNECT ${host}: ${response.statusCode}`));
                return;
            }
            const secure = connect({ socket, servername: host, ca: readFileSync(emulator.caFile) }, () =>
                resolve(secure),
            );
            secure.on("error", reject);
        });
        connection.end();
    });
}

/** One request to an emulated host, `url` being its real one. */
export async function call(
    emulator: Pick<RunningEmulator, "proxyUrl" | "caFile">,
    url: string,
    { method, headers, body, bearer }: Call = {},
): Promise<Answer> {
    const { host, pathname, search } = new URL(url);
    const socket = await tunnel(emulator, host);
    const isForm = body instanceof URLSearchParams;
    const payload =
        body === undefined ? undefined : isForm || typeof body === "string" ? String(body) : JSON.stringify(body);
    const request = httpsRequest({
        host,
        path: pathname + search,
        method: method ?? (payload === undefined ? "GET" : "POST"),
        headers: {
            ...(payload !== undefined && {
                "content-type": isForm ? "application/x-www-form-urlencoded" : "application/json",
                "content-length": String(Buffer.byteLength(payload)),
            }),
            ...(bearer && { authorization: `Bearer ${bearer}` }),
            ...headers,
        },
        createConnection: () => socket,
    });
    return new Promise((resolve, reject) => {
        request.on("error", reject);
        request.on("response", async (response) => {
            const chunks: Buffer[] = [];
            for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
            socket.destroy();
            const text = Buffer.concat(chunks).toString("utf8");
            const json = response.headers["content-type"]?.includes("json") ? JSON.parse(text) : undefined;
            resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json });
        });
        request.end(payload);
    });
}
