import { describe, expect, it } from "vitest";
import { armFailure, entraFailure, noAnswer, registryFailure } from "../../proofs/answers";
import type { HttpReply } from "../../proofs/http";

const reply = (status: number, body: unknown): HttpReply => ({
    status,
    header: () => undefined,
    text: typeof body === "string" ? body : JSON.stringify(body),
});
const registryError = (code: string, message: string) => ({ errors: [{ code, message, detail: null }] });
const entraError = (error: string, code?: number) => ({
    error,
    error_description: "AADSTS: why. Trace ID: 1 Correlation ID: 2\r\nTimestamp: now",
    ...(code === undefined ? {} : { error_codes: [code] }),
});

describe("an answer of a registry", () => {
    it.each<[string, HttpReply, string, string]>([
        ["a refusal", reply(401, registryError("UNAUTHORIZED", "authentication required")), "refused", "UNAUTHORIZED"],
        ["a denial", reply(403, registryError("DENIED", "requested access is denied")), "refused", "DENIED"],
        [
            "a network rule",
            reply(403, registryError("DENIED", "client with IP '192.0.2.1' is not allowed access.")),
            "error",
            "DENIED",
        ],
        ["a proxy's refusal", reply(403, "Forbidden"), "error", "HTTP_403"],
        ["no such thing", reply(404, registryError("NAME_UNKNOWN", "unknown")), "error", "NAME_UNKNOWN"],
        ["throttling", reply(429, registryError("TOOMANYREQUESTS", "slow down")), "error", "TOOMANYREQUESTS"],
        ["a server's error", reply(500, ""), "error", "HTTP_500"],
        ["a success of another shape", reply(200, "{}"), "error", "HTTP_200"],
    ])("is judged: %s", (_, given, actual, code) => {
        const outcome = registryFailure(given);
        expect([outcome.actual, outcome.evidence.code]).toEqual([actual, code]);
    });

    it("keeps no correlation id", () => {
        const message = "authentication required, visit https://aka.ms/acr. CorrelationId: 6e0c";
        expect(registryFailure(reply(401, registryError("UNAUTHORIZED", message))).evidence.message).toBe(
            "authentication required, visit https://aka.ms/acr.",
        );
    });
});

describe("an answer of Entra", () => {
    it.each<[string, HttpReply, string, string]>([
        ["an expired secret", reply(401, entraError("invalid_client", 7000222)), "refused", "AADSTS7000222"],
        ["an unknown application", reply(400, entraError("unauthorized_client", 700016)), "refused", "AADSTS700016"],
        ["a token that nobody trusts yet", reply(400, entraError("invalid_request", 70021)), "refused", "AADSTS70021"],
        ["a subject that nobody trusts", reply(401, entraError("invalid_client", 700213)), "refused", "AADSTS700213"],
        ["our own mistake", reply(400, entraError("invalid_request", 900144)), "error", "AADSTS900144"],
        ["an error without a number", reply(400, entraError("invalid_scope")), "error", "invalid_scope"],
        ["throttling", reply(429, entraError("invalid_client", 90055)), "error", "AADSTS90055"],
        ["a page", reply(503, "<html>"), "error", "HTTP_503"],
    ])("is judged: %s", (_, given, actual, code) => {
        const outcome = entraFailure(given);
        expect([outcome.actual, outcome.evidence.code]).toEqual([actual, code]);
    });

    it("keeps the sentence and no trace id", () => {
        expect(entraFailure(reply(401, entraError("invalid_client", 7000215))).evidence.message).toBe("AADSTS: why.");
    });
});

describe("an answer of ARM", () => {
    it.each<[string, HttpReply, string, string]>([
        [
            "a refusal",
            reply(403, { error: { code: "AuthorizationFailed", message: "no" } }),
            "refused",
            "AuthorizationFailed",
        ],
        [
            "an admin user that is off",
            reply(400, { error: { code: "UnAuthorizedForCredentialOperations", message: "off" }, status: "Failed" }),
            "refused",
            "UnAuthorizedForCredentialOperations",
        ],
        ["no such thing", reply(404, { error: { code: "ResourceNotFound" } }), "error", "ResourceNotFound"],
        ["a page", reply(403, "Forbidden"), "error", "HTTP_403"],
    ])("is judged: %s", (_, given, actual, code) => {
        const outcome = armFailure(given);
        expect([outcome.actual, outcome.evidence.code]).toEqual([actual, code]);
    });
});

describe("no answer", () => {
    it.each([
        [
            Object.assign(new Error("connect ECONNREFUSED\n at x"), { code: "ECONNREFUSED" }),
            "ECONNREFUSED",
            "connect ECONNREFUSED",
        ],
        [new Error("broken"), "NO_ANSWER", "broken"],
    ])("is an error: %s", (cause, code, message) => {
        expect(noAnswer(cause)).toEqual({ actual: "error", evidence: { code, message } });
    });
});
