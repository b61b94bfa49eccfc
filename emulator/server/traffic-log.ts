// The log of connections and requests, for tests and for debugging: each attempt to connect through the proxy and each
// request answered. Never a body, a query or a header, since those carry secrets.
import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";

/** An attempt to reach a host through the proxy. */
export interface Attempt {
    time: string;
    method: string;
    /** `management.azure.com:443`; for plain HTTP proxying the URL without its query. */
    target: string;
    allowed: boolean;
}

export interface Exchange {
    time: string;
    method: string;
    host: string;
    path: string;
    /** 0 when the connection was dropped before an answer. */
    status: number;
}

export interface TrafficLog {
    /** The latest, oldest first. */
    attempts: Attempt[];
    requests: Exchange[];
    attempt(attempt: Omit<Attempt, "time">): void;
    exchange(exchange: Omit<Exchange, "time">): void;
    /** An exception in a service, under the id its reply carries. */
    failure(requestId: string, error: unknown): void;
    close(): Promise<void>;
}

const kept = 10_000;

/** Also writes a line for each to `file` (mode 0600), which starts empty. */
export function openTrafficLog(file: string): TrafficLog {
    const stream = createWriteStream(file, { mode: 0o600 });
    const keep = <T>(list: T[], entry: T) => {
        list.push(entry);
        if (list.length > kept) list.shift();
    };
    const time = () => new Date().toISOString();
    // A request that was under way when the emulator closed may end after its log.
    const write = (line: string) => {
        if (!stream.writableEnded) stream.write(line);
    };
    const log: TrafficLog = {
        attempts: [],
        requests: [],
        attempt(attempt) {
            const entry = { time: time(), ...attempt };
            keep(log.attempts, entry);
            write(`${entry.time} ${entry.method} ${entry.target} ${entry.allowed ? "allowed" : "refused"}\n`);
        },
        exchange(exchange) {
            const entry = { time: time(), ...exchange };
            keep(log.requests, entry);
            write(`${entry.time} ${entry.method} ${entry.host}${entry.path} ${entry.status}\n`);
        },
        failure(requestId, error) {
            const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
            write(`${time()} failure ${requestId} ${trace}\n`);
        },
        async close() {
            stream.end();
            await finished(stream);
        },
    };
    return log;
}
