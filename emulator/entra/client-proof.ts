// How an application proves to Entra that it is itself: by a secret, by a signature with its certificate, or by a token
// of an issuer it trusts.
import { X509Certificate } from "node:crypto";
import { decodeJwt, decodeProtectedHeader, importX509, jwtVerify } from "jose";
import { hasPassed } from "../clock";
import type { Emulator } from "../server/service";
import type {
    Application,
    FederatedCredential,
    KeyCredential,
    PasswordCredential,
    ServicePrincipal,
    Tenant,
} from "../state/azure-state";
import {
    findApplication,
    findServicePrincipal,
    identityCredentials,
    isCurrent,
    isOpenTo,
    recentlyRemoved,
    userAssignedIdentities,
    withDeleted,
} from "../state/directory";
import { secretHash } from "../state/secrets";
import { sameText } from "../text";
import type { Subject } from "./access-tokens";
import { EntraError, invalidClient, required, unauthorizedClient } from "./errors";

/** What a client proves itself against. */
interface Client {
    clientId: string;
    tenant: Tenant;
    principal: ServicePrincipal;
    /** Absent for a managed identity. */
    application?: Application;
    /** Of the application and of the service principal; what is too new to be known is not among them. */
    passwords: PasswordCredential[];
    federatedCredentials: FederatedCredential[];
}

/** Throws Entra's refusal unless the form proves the client in the tenant. */
export async function proveClient(emulator: Emulator, tenant: Tenant, form: URLSearchParams): Promise<Subject> {
    const client = findClient(emulator, tenant, required(form, "client_id"));
    const assertion = form.get("client_assertion");
    if (assertion) await proveByAssertion(emulator, client, assertion);
    else proveBySecret(emulator, client, form.get("client_secret"));
    return {
        tenantId: tenant.tenantId,
        objectId: client.principal.id,
        clientId: client.clientId,
        clientProof: assertion ? "2" : "1",
    };
}

function findClient(current: Emulator, tenant: Tenant, clientId: string): Client {
    const emulator = withDeleted(current);
    const { state, settings } = emulator;
    const application = findApplication(state, clientId);
    const identity = userAssignedIdentities(state).find(({ properties }) =>
        sameText(String(properties.clientId), clientId),
    );
    const principal = findServicePrincipal(emulator, tenant.tenantId, clientId);
    const isOpen = application !== undefined && isOpenTo(application, tenant.tenantId);
    if (!principal && isOpen)
        throw invalidClient(
            7000229,
            `The client application ${clientId} is missing service principal in the tenant ${tenant.tenantId}. See instructions here: https://go.microsoft.com/fwlink/?linkid=2225119`,
        );
    if (!principal || !(isOpen || identity))
        throw unauthorizedClient(
            700016,
            `Application with identifier '${clientId}' was not found in the directory '${tenant.displayName}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
        );
    if (!principal.accountEnabled)
        throw unauthorizedClient(7000112, `Application '${clientId}'(${principal.displayName}) is disabled.`);
    const trusted = identity ? identityCredentials(state, identity) : (application?.federatedCredentials ?? []);
    const removed = [application?.id, principal.id].flatMap((id) => recentlyRemoved(emulator, id));
    const works = ({ addedDateTime }: { addedDateTime?: string }, delay: number) =>
        addedDateTime === undefined || hasPassed(emulator, addedDateTime, delay);
    return {
        clientId,
        tenant,
        principal,
        application,
        passwords: [
            ...(application?.passwordCredentials ?? []),
            ...principal.passwordCredentials,
            ...removed.flatMap(({ password }) => password ?? []),
        ].filter((password) => works(password, settings.applicationPasswordSeconds)),
        federatedCredentials: [...trusted, ...removed.flatMap(({ federated }) => federated ?? [])].filter(
            (credential) => works(credential, settings.federatedCredentialSeconds),
        ),
    };
}

function proveBySecret(emulator: Emulator, { clientId, passwords }: Client, secret: string | null): void {
    if (!secret)
        throw invalidClient(
            7000218,
            "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
        );
    const hash = secretHash(secret);
    const credentials = passwords.filter(({ secretHash }) => secretHash === hash);
    const now = emulator.clock.now();
    if (credentials.some((credential) => isCurrent(credential, now))) return;
    if (credentials.some(({ endDateTime }) => Date.parse(endDateTime) <= now.getTime()))
        throw invalidClient(
            7000222,
            `The provided client secret keys for app '${clientId}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.`,
        );
    throw invalidClient(
        7000215,
        `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`,
    );
}

async function proveByAssertion(emulator: Emulator, client: Client, assertion: string): Promise<void> {
    const claims = decode(assertion);
    if (claims.iss === client.clientId) return proveByCertificate(emulator, client, assertion);
    matchFederatedCredential(client.federatedCredentials, claims);
    if (!(await emulator.federation.verify(assertion)))
        throw invalidClient(
            700024,
            "Client assertion is not within its valid time range, or its signature is not the issuer's.",
        );
}

function decode(assertion: string) {
    try {
        return decodeJwt(assertion);
    } catch {
        throw new EntraError(400, "invalid_request", 50027, "JWT token is invalid or malformed.");
    }
}

/** Issuer, subject and audience must each be equal to the letter. */
function matchFederatedCredential(
    credentials: FederatedCredential[],
    { iss = "", sub = "", aud = [] }: { iss?: string; sub?: string; aud?: string | string[] },
): void {
    const refuse = (code: number, what: string, presented: string, hint = "") =>
        invalidClient(
            code,
            `No matching federated identity record found for presented assertion ${what} '${presented}'.${hint} Check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation`,
        );
    const audiences = [aud].flat();
    const byIssuer = credentials.filter(({ issuer }) => issuer === iss);
    const bySubject = byIssuer.filter(({ subject }) => subject === sub);
    if (byIssuer.length === 0 && credentials.length > 0) throw refuse(700211, "issuer", iss);
    if (bySubject.length === 0 && byIssuer.some(({ subject }) => sameText(subject, sub)))
        throw refuse(7002138, "subject", sub, " The subject matches only without regard to upper and lower case.");
    if (bySubject.length === 0) throw refuse(700213, "subject", sub);
    if (!bySubject.some((credential) => credential.audiences.some((audience) => audiences.includes(audience))))
        throw refuse(700212, "audience", audiences.join());
}

async function proveByCertificate(emulator: Emulator, client: Client, assertion: string): Promise<void> {
    const header = decodeProtectedHeader(assertion);
    const keys = [...(client.application?.keyCredentials ?? []), ...(client.principal.keyCredentials ?? [])];
    const credential = keys.find((candidate) => isNamed(candidate, header));
    if (!credential)
        throw invalidClient(
            700027,
            `The certificate with identifier used to sign the client assertion is not registered on application. [Reason - The key was not found.] Application: '${client.clientId}'.`,
        );
    if (!isCurrent(credential, emulator.clock.now()))
        throw invalidClient(
            700027,
            `Client assertion contains an invalid signature. [Reason - The key used is expired.] Application: '${client.clientId}'.`,
        );
    // The client signs with the machine's time, so the assertion's own dates are judged by that, not by the emulator's clock.
    const key = await importX509(credential.certificate, header.alg ?? "RS256");
    await jwtVerify(assertion, key, {
        algorithms: ["RS256", "PS256"],
        subject: client.clientId,
        audience: tokenAudiences(client.tenant),
    }).catch((error: Error) => {
        throw invalidClient(700027, `Client assertion failed validation: ${error.message}.`);
    });
}

/** The token endpoints by id and by domain, and the issuer: what a client may address its assertion to. */
const tokenAudiences = ({ tenantId, defaultDomain }: Tenant) =>
    [tenantId, defaultDomain].flatMap((name) =>
        ["oauth2/v2.0/token", "oauth2/token", "v2.0"].map(
            (path) => `https://login.microsoftonline.com/${name}/${path}`,
        ),
    );

/** Whether the header names the certificate: by digest (`x5t`, `x5t#S256`) or by itself (`x5c`). */
function isNamed(
    { certificate }: KeyCredential,
    header: { x5t?: string; x5c?: string[]; [name: string]: unknown },
): boolean {
    const { raw, fingerprint, fingerprint256 } = new X509Certificate(certificate);
    const sent = [header.x5t, header["x5t#S256"]].filter((digest) => typeof digest === "string");
    const digests = [fingerprint, fingerprint256].map((hex) =>
        Buffer.from(hex.replaceAll(":", ""), "hex").toString("base64url"),
    );
    const [chain] = header.x5c ?? [];
    return (
        sent.some((digest) => digests.includes(digest.replace(/=+$/, ""))) ||
        (chain !== undefined && Buffer.from(chain, "base64").equals(raw))
    );
}
