// Passwords and certificates of applications and service principals.
import { randomUUID, X509Certificate } from "node:crypto";
import type { Json } from "../json";
import type { KeyCredential, PasswordCredential } from "../state/azure-state";
import { newClientSecret, secretHash } from "../state/secrets";
import { passwordJson } from "./bodies";
import { badRequest, changing, type GraphCall, type Operation, posting, success } from "./call";
import { findByKey, type Kind } from "./collections";

export function passwordOperations<T extends { id: string; passwordCredentials: PasswordCredential[] }>(
    kind: Kind<T>,
): Operation[] {
    return [
        posting(kind.area, `/${kind.collection}/{}/addPassword`, (call) => {
            const { passwordCredentials } = findByKey(kind, call);
            const secretText = newClientSecret();
            const credential = newPassword(call, secretText);
            passwordCredentials.push(credential);
            const context = "microsoft.graph.passwordCredential";
            return success(200, context, passwordJson(credential, secretText), "https://graph.microsoft.com");
        }),
        changing(kind.area, "POST", `/${kind.collection}/{}/removePassword`, (call) => {
            const { passwordCredentials } = findByKey(kind, call);
            const { keyId } = call.body;
            const index = passwordCredentials.findIndex((credential) => credential.keyId === keyId);
            if (index < 0) throw badRequest(`No password credential found with keyId ${keyId}`);
            passwordCredentials.splice(index, 1);
        }),
    ];
}

function newPassword({ emulator, body }: GraphCall, secretText: string): PasswordCredential {
    const asked = (body.passwordCredential ?? {}) as Json;
    const start = dateOf(asked, "startDateTime") ?? emulator.clock.now();
    const twoYearsOn = new Date(start);
    twoYearsOn.setUTCFullYear(start.getUTCFullYear() + 2);
    const end = dateOf(asked, "endDateTime") ?? twoYearsOn;
    if (end <= start)
        throw badRequest("The end date of a credential must be after its start date.", "CredentialInvalidDates");
    return {
        keyId: randomUUID(),
        displayName: typeof asked.displayName === "string" ? asked.displayName : null,
        startDateTime: iso(start),
        endDateTime: iso(end),
        hint: secretText.slice(0, 3),
        secretHash: secretHash(secretText),
    };
}

function dateOf(body: Json, property: string): Date | undefined {
    const value = body[property];
    if (value === undefined || value === null) return undefined;
    const date = new Date(
        typeof value === "string" && /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(value) ? value : NaN,
    );
    if (Number.isNaN(date.getTime())) throw badRequest(`Cannot convert the value of '${property}' to a date and time.`);
    return date;
}

/** Without the fraction when it is none, as Graph writes times. */
const iso = (date: Date) => date.toISOString().replace(".000Z", "Z");

/** The `keyCredentials` a client wrote replace all there are; one without `key` keeps what it had. */
export function writtenKeys(written: unknown, existing: KeyCredential[]): KeyCredential[] {
    if (!Array.isArray(written)) throw badRequest("The property 'keyCredentials' must be a list.");
    return written.map((entry: Json) => {
        const kept = existing.find(({ keyId }) => keyId === entry.keyId);
        if (kept && !entry.key) return kept;
        const certificate = readCertificate(entry.key);
        const start = dateOf(entry, "startDateTime") ?? new Date(certificate.validFrom);
        const end = dateOf(entry, "endDateTime") ?? new Date(certificate.validTo);
        return {
            keyId: typeof entry.keyId === "string" ? entry.keyId : randomUUID(),
            displayName: typeof entry.displayName === "string" ? entry.displayName : null,
            startDateTime: iso(start),
            endDateTime: iso(end),
            certificate: certificate.toString(),
        };
    });
}

function readCertificate(key: unknown): X509Certificate {
    try {
        return new X509Certificate(Buffer.from(String(key), "base64"));
    } catch {
        throw badRequest(
            "Key credential has an invalid value: its key is not a certificate.",
            "KeyCredentialsInvalidValue",
        );
    }
}
