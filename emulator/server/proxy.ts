// How clients reach the emulator: CONNECT to an emulated host goes to the emulator's TLS server, every other request is
// refused and logged.
import { createServer, type Server } from "node:http";
import type { Server as TlsServer } from "node:https";
import type { Socket } from "node:net";
import type { TrafficLog } from "./traffic-log";

export interface Proxy {
    server: Server;
    /** Ends the server and every connection that went through it. */
    close(): void;
}

/** Hands connections to hosts that `exists` knows to `tls`, which need not listen itself, and refuses all others. */
export function createProxy(exists: (host: string) => boolean, tls: TlsServer, log: TrafficLog): Proxy {
    const connections = new Set<Socket>();
    const server = createServer((request, response) => {
        const target = (request.url ?? "").replace(/\?.*/s, "");
        log.attempt({ method: request.method ?? "GET", target, allowed: false });
        response.writeHead(403, { "content-type": "text/plain", connection: "close" });
        response.end("This proxy passes on nothing but CONNECT to the hosts of the emulator.\n");
    });
    server.on("connect", (request, stream, head) => {
        const connection = stream as Socket;
        const target = (request.url ?? "").toLowerCase();
        const host = /^([^:]+):443$/.exec(target)?.[1];
        const allowed = host !== undefined && exists(host);
        log.attempt({ method: "CONNECT", target, allowed });
        connection.on("error", () => connection.destroy());
        if (!allowed) {
            connection.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            return;
        }
        connections.add(connection);
        connection.on("close", () => connections.delete(connection));
        connection.write("HTTP/1.1 200 Connection established\r\n\r\n");
        if (head.length > 0) connection.unshift(head);
        tls.emit("connection", connection);
    });
    return {
        server,
        close() {
            closeServer(server);
            for (const connection of connections) connection.destroy();
        },
    };
}

export function closeServer(server: Server): void {
    server.close();
    server.closeAllConnections();
}
