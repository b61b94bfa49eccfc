// Entra's refusals: an OAuth error code, and an AADSTS code that clients and people go by.
import { randomUUID } from "node:crypto";
import type { Reply } from "../server/service";

export class EntraError extends Error {
    /** `code` is the number after AADSTS; `error` the OAuth error. */
    constructor(
        readonly status: number,
        readonly error: string,
        readonly code: number,
        message: string,
    ) {
        super(message);
    }

    reply(): Reply {
        const [trace, correlation] = [randomUUID(), randomUUID()];
        const timestamp = `${new Date().toISOString().slice(0, 19).replace("T", " ")}Z`;
        const text = `AADSTS${this.code}: ${this.message}`;
        return {
            status: this.status,
            body: {
                error: this.error,
                error_description: `${text} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
                error_codes: [this.code],
                timestamp,
                trace_id: trace,
                correlation_id: correlation,
                error_uri: `https://login.microsoftonline.com/error?code=${this.code}`,
            },
        };
    }
}

/** A value of a form, or Entra's refusal of a form without it. */
export function required(form: URLSearchParams, name: string): string {
    const value = form.get(name);
    if (value) return value;
    throw new EntraError(
        400,
        "invalid_request",
        900144,
        `The request body must contain the following parameter: '${name}'.`,
    );
}

export const invalidClient = (code: number, message: string) => new EntraError(401, "invalid_client", code, message);

export const invalidGrant = (code: number, message: string) => new EntraError(400, "invalid_grant", code, message);

export const unauthorizedClient = (code: number, message: string) =>
    new EntraError(400, "unauthorized_client", code, message);
