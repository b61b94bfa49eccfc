// What an answer of Entra, ARM or a registry means. `refused` is said only of an authorization refusal in the service's
// own words; everything else that is not a success - no connection, 404, throttling, a server error, a gateway's page -
// proves nothing and is an `error`.
import { z } from "zod";
import type { Outcome } from "./check-result";
import { type HttpReply, json } from "./http";

/** Either the value that was asked for, or what the attempt came to instead. */
export type Answer<T> = { value: T; status: number } | { outcome: Outcome };

const registryErrors = z.object({
    errors: z.array(z.object({ code: z.string(), message: z.string().optional() })).min(1),
});
const entraError = z.object({
    error: z.string(),
    error_description: z.string().optional(),
    error_codes: z.array(z.number()).optional(),
});
const armError = z.object({ error: z.object({ code: z.string(), message: z.string().optional() }) });

/** Entra's answers that say "not you" or "not with that"; `invalid_request` and the like are our own mistakes. */
const entraRefusals = new Set(["invalid_client", "unauthorized_client", "invalid_grant", "access_denied"]);
/** No federated credential has this issuer, subject or audience (yet); Entra says so as `invalid_request`, too. */
const federationRefusals = new Set([70021, 700211, 700212, 700213, 7002138]);

/** A network rule of the registry refuses everybody from here, which says nothing about this credential. */
const networkRule = /client with IP|is not allowed access/i;

/** What a registry's answer other than success comes to. */
export function registryFailure(reply: HttpReply): Outcome {
    const parsed = registryErrors.safeParse(json(reply));
    const error = parsed.data?.errors[0];
    const evidence = { status: reply.status, code: error?.code ?? httpCode(reply), message: firstLine(error?.message) };
    const unauthorized = reply.status === 401 || reply.status === 403;
    const refused = unauthorized && error !== undefined && !networkRule.test(error.message ?? "");
    return { actual: refused ? "refused" : "error", evidence };
}

/** What an answer of Entra's token endpoint other than success comes to. */
export function entraFailure(reply: HttpReply): Outcome {
    const { data } = entraError.safeParse(json(reply));
    const number = data?.error_codes?.[0];
    const evidence = {
        status: reply.status,
        code: number === undefined ? (data?.error ?? httpCode(reply)) : `AADSTS${number}`,
        message: firstLine(data?.error_description),
    };
    const unauthorized = reply.status === 400 || reply.status === 401;
    const refused = data && (entraRefusals.has(data.error) || (number !== undefined && federationRefusals.has(number)));
    return { actual: unauthorized && refused ? "refused" : "error", evidence };
}

/** What an answer of Azure Resource Manager or Microsoft Graph other than success comes to. */
export function armFailure(reply: HttpReply): Outcome {
    const error = armError.safeParse(json(reply)).data?.error;
    const evidence = { status: reply.status, code: error?.code ?? httpCode(reply), message: firstLine(error?.message) };
    const unauthorized = reply.status === 401 || reply.status === 403;
    const credentialOperation = error !== undefined && /^unauthorizedforcredentialoperations$/i.test(error.code);
    return { actual: (unauthorized && error) || credentialOperation ? "refused" : "error", evidence };
}

/** No answer at all: network, TLS, timeout, proxy. */
export function noAnswer(cause: unknown): Outcome {
    const { code, message } = cause as { code?: string; message?: string };
    return { actual: "error", evidence: { code: code ?? "NO_ANSWER", message: firstLine(message ?? String(cause)) } };
}

const httpCode = ({ status }: HttpReply): string => `HTTP_${status}`;

/** What a message says before its correlation ids and time stamps, which differ each time. */
export const firstLine = (text: string | undefined): string | undefined =>
    text
        ?.split(/\r?\n/)[0]
        ?.replace(/\s*(Trace ID|Correlation ?ID)\b.*$/i, "")
        .trim();
