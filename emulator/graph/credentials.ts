// Passwords and certificates of applications and service principals.
import { randomUUID, X509Certificate } from "node:crypto";
import type { Json } from "../json";
import type { Emulator } from "../server/service";
import type { KeyCredential, PasswordCredential, RemovedCredential } from "../state/azure-state";
import { newClientSecret, secretHash } from "../state/secrets";
import { passwordJson } from "./bodies";
import { badRequest, changing, type GraphCall, type Operation, posting, success } from "./call";
import { findToChange, type Kind } from "./collections";

export function passwordOperations<
    T extends { id: string; owners?: string[]; passwordCredentials: PasswordCredential[] },
>(kind: Kind<T>): Operation[] {
    return [
        posting(kind.area, `/${kind.collection}/{}/addPassword`, (call) => {
            const { passwordCredentials } = findToChange(kind, call);
            const secretText = newClientSecret();
            const credential = newPassword(call, secretText);
            passwordCredentials.push(credential);
            const context = "microsoft.graph.passwordCredential";
            return success(200, context, passwordJson(credential, secretText), "https://graph.microsoft.com");
        }),
        changing(kind.area, "POST", `/${kind.collection}/{}/removePassword`, (call) => {
            const { id, passwordCredentials } = findToChange(kind, call);
            const { keyId } = call.body;
            const password = passwordCredentials.find((credential) => credential.keyId === keyId);
            if (!password) throw badRequest(`No password credential found with keyId ${keyId}`);
            passwordCredentials.splice(passwordCredentials.indexOf(password), 1);
            remember(call.emulator, { of: id, password });
        }),
    ];
}

/** A guess: Entra refuses a start in the past (terraform-provider-azuread#1582), but how far in the past is not known. */
const startToleranceMs = 5 * 60_000;

/** Stands for the id of the tenant's application management policy, which nobody reads here. */
const policyId = "00000000-0000-0000-0000-000000000000";

/** Keeps a removed credential for `Settings.deletionSeconds`. */
export function remember(
    { state, clock, settings }: Emulator,
    removed: Omit<RemovedCredential, "removedDateTime">,
): void {
    if (settings.deletionSeconds > 0)
        state.removedCredentials.push({ ...removed, removedDateTime: clock.now().toISOString() });
}

/**
 * Sources of the refusals: https://github.com/hashicorp/terraform-provider-azuread/issues/1582 (start) and /1671 (end), and
 * https://github.com/OfficeDev/microsoft-365-agents-toolkit/issues/10998 (the tenant's limit).
 */
function newPassword({ emulator, body }: GraphCall, secretText: string): PasswordCredential {
    const asked = (body.passwordCredential ?? {}) as Json;
    const now = emulator.clock.now();
    const start = dateOf(asked, "startDateTime") ?? now;
    if (start.getTime() < now.getTime() - startToleranceMs)
        throw badRequest("Key credential start date is invalid.", "KeyCredentialsInvalidStartDate");
    const twoYearsOn = new Date(start);
    twoYearsOn.setUTCFullYear(start.getUTCFullYear() + 2);
    const end = dateOf(asked, "endDateTime") ?? twoYearsOn;
    if (end <= start || end <= now)
        throw badRequest("Key credential end date is invalid.", "KeyCredentialsInvalidEndDate");
    const days = emulator.settings.maximumPasswordLifetimeDays;
    if (days > 0 && end.getTime() - start.getTime() > days * 86_400_000)
        throw badRequest(
            `Credential lifetime exceeds the max value allowed as per assigned policy '${policyId}'.`,
            "CredentialInvalidLifetimeAsPerAppPolicy",
        );
    return {
        keyId: randomUUID(),
        displayName: typeof asked.displayName === "string" ? asked.displayName : null,
        startDateTime: iso(start),
        endDateTime: iso(end),
        hint: secretText.slice(0, 3),
        secretHash: secretHash(secretText),
        addedDateTime: now.toISOString(),
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
