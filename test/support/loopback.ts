// Servers of this machine that treat connections as a test wants, as a fixture:
// `test.extend("serving", loopbackServers)`.
import { createServer, type Socket } from "node:net";

/** Does to a connection what a test wants, when its first bytes have arrived. */
type Serve = (socket: Socket, first: string) => void;

/** Starts servers; a server's address is answered, and everything is closed when the scope ends. */
// biome-ignore lint/correctness/noEmptyPattern: vitest asks for a pattern, also of a fixture that uses no other.
export function loopbackServers({}, { onCleanup }: { onCleanup(close: () => unknown): void }) {
    return async (serve: Serve): Promise<string> => {
        const sockets = new Set<Socket>();
        const server = createServer((socket) => {
            sockets.add(socket);
            socket.on("error", () => undefined);
            socket.once("data", (data) => serve(socket, data.toString()));
        });
        onCleanup(() => {
            for (const socket of sockets) socket.destroy();
            server.close();
        });
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        const address = server.address();
        return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
    };
}
