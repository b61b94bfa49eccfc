// What a service of the emulator is: a function from a request to a reply, over the state, the clock and the token
// issuer that all services share. One server serves them all and picks the service by host name.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AzureState } from "../state/azure-state";
import type { Settings } from "./settings";

export interface Request {
    method: string;
    /** Lower case, without port: `management.azure.com`, `contoso.azurecr.io`. */
    host: string;
    /** As sent, still percent-encoded, without the query. */
    path: string;
    query: URLSearchParams;
    /** Names in lower case. */
    headers: Record<string, string | undefined>;
    /** The whole body; may be called more than once. Not for image layers: those are streamed from `raw`. */
    text(): Promise<string>;
    /** The body as JSON; `undefined` when empty. Malformed JSON is answered with 400 by the server. */
    json(): Promise<unknown>;
    /** The body as a form. */
    form(): Promise<URLSearchParams>;
    raw: { request: IncomingMessage; response: ServerResponse };
}

export interface Reply {
    status: number;
    headers?: Record<string, string>;
    /** Sent as JSON. Absent: an empty body. */
    body?: unknown;
    /** Sent in place of a body, as plain text. */
    text?: string;
}

/** A refusal that any depth of a service may throw; each service answers it in an envelope of its own. */
export class Refusal extends Error {
    constructor(
        readonly status: number,
        readonly code: string,
        message: string,
        readonly headers: Record<string, string> = {},
    ) {
        super(message);
    }
}

/** The envelope of most services. */
export const refusalReply = ({ status, headers, code, message }: Refusal) => ({
    status,
    headers,
    body: { error: { code, message } },
});

/** The token that a request carries as its credential. */
export const bearerToken = ({ headers }: Pick<Request, "headers">): string | undefined =>
    /^Bearer (.+)$/i.exec(headers.authorization ?? "")?.[1];

/** `"handled"` when the service wrote to `request.raw.response` itself. */
export type Service = (request: Request, emulator: Emulator) => Promise<Reply | "handled">;

/** The emulator's own time, which tests and `npm run local` move. */
export interface Clock {
    now(): Date;
    /** Moves the clock to a date; nothing is aged or renewed by it, validity is simply judged at the new time. */
    set(date: Date): void;
}

/**
 * Signs and checks every token of the emulator: Entra's access tokens, the registries' refresh and access tokens.
 * `iat`, `nbf` and `exp` follow the machine's clock, because clients act on them; validity is judged on the emulator's
 * clock by a claim of its own.
 */
export interface Tokens {
    /** `iat` and `nbf` lie `backdatedSeconds` before now (default 0); the token ends `lifetimeSeconds` from now. */
    issue(claims: Record<string, unknown>, lifetimeSeconds: number, backdatedSeconds?: number): Promise<string>;
    /** The claims, or `undefined` for a token that is not ours, malformed or past its end on the emulator's clock. */
    verify(token: string): Promise<Record<string, unknown> | undefined>;
    /** The public keys, as Entra publishes them. */
    jwks(): Promise<{ keys: Record<string, unknown>[] }>;
}

/** An injected fault: applied to the next requests that match, before the service sees them. */
export interface Fault {
    host: RegExp;
    method?: string;
    path?: RegExp;
    /** How many requests it hits; 1 if not given, `Infinity` for as long as it is there. */
    times?: number;
    /** How many requests that match are let through first; none if not given. */
    after?: number;
    effect: { status: number; headers?: Record<string, string>; body?: unknown } | "drop" | { delayMs: number };
}

export interface Emulator {
    state: AzureState;
    clock: Clock;
    tokens: Tokens;
    /** Signs and checks the tokens of every issuer outside Entra: GitHub's, a Kubernetes cluster's. */
    federation: Tokens;
    settings: Settings;
    faults: Fault[];
    /** Where the stock registry answers that keeps the image bytes; absent where none runs. */
    images?: URL;
    /** Writes the state to its file soon; call after every change. */
    save(): void;
}
