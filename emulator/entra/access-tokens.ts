// The tokens Entra hands out, and which resource a scope asks for.
import type { Emulator } from "../server/service";
import type { User } from "../state/azure-state";
import { isKnownResource } from "./audiences";
import { EntraError } from "./errors";

/** Who a token speaks for. */
export interface Subject {
    tenantId: string;
    /** Object id of the user or service principal in that tenant. */
    objectId: string;
    /** Application id of the client. */
    clientId: string;
    /** How the client proved itself: `0` not at all, `1` by secret, `2` by certificate or federation. */
    clientProof: "0" | "1" | "2";
    /** Absent: the client speaks for itself. */
    user?: User;
    /** Of a managed identity: the ARM id it belongs to. */
    resourceId?: string;
}

/** The audience is the resource exactly as sent, slash included. Throws Entra's refusal for a resource it doesn't know. */
export function audienceOf(resource: string, tenantId: string): string {
    if (isKnownResource(resource)) return resource;
    throw new EntraError(
        400,
        "invalid_resource",
        500011,
        `The resource principal named ${resource} was not found in the tenant named ${tenantId}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.`,
    );
}

/** The resource in a scope such as `https://graph.microsoft.com//.default offline_access openid`. */
export const resourceInScope = (scope: string): string | undefined =>
    scope
        .split(" ")
        .find((part) => part.includes("://"))
        ?.replace(/\/[^/]*$/, "");

export function issueAccessToken(
    emulator: Emulator,
    subject: Subject,
    audience: string,
    lifetime: number,
): Promise<string> {
    const { tenantId, objectId, clientId, clientProof, user, resourceId } = subject;
    const issuer = `https://sts.windows.net/${tenantId}/`;
    return emulator.tokens.issue(
        {
            aud: audience,
            iss: issuer,
            idp: issuer,
            tid: tenantId,
            oid: objectId,
            sub: objectId,
            appid: clientId,
            appidacr: clientProof,
            idtyp: user ? "user" : "app",
            ver: "1.0",
            ...(user && {
                upn: user.userPrincipalName,
                unique_name: user.userPrincipalName,
                name: user.displayName,
                scp: "user_impersonation",
            }),
            ...(resourceId && { xms_mirid: resourceId }),
        },
        lifetime,
    );
}

const refreshAudience = "urn:acr-emulator:entra-refresh";
const refreshLifetime = 90 * 86_400;

/** Remembers the user, not the tenant: it buys tokens in every tenant the user belongs to. */
export const issueRefreshToken = (emulator: Emulator, user: User, clientId: string): Promise<string> =>
    emulator.tokens.issue({ aud: refreshAudience, oid: user.id, client_id: clientId }, refreshLifetime);

/** The user a refresh token was issued to, if the same client presents it and the user is still there. */
export async function refreshTokenUser(emulator: Emulator, token: string, clientId: string): Promise<User | undefined> {
    const claims = await emulator.tokens.verify(token);
    if (claims?.aud !== refreshAudience || claims.client_id !== clientId) return undefined;
    return emulator.state.users.find(({ id }) => id === claims.oid);
}

/** What the client may know of the user; no client here checks its signature. */
export const issueIdToken = (emulator: Emulator, user: User, clientId: string): Promise<string> =>
    emulator.tokens.issue(
        {
            aud: clientId,
            iss: `https://login.microsoftonline.com/${user.tenantId}/v2.0`,
            tid: user.tenantId,
            oid: user.id,
            sub: user.id,
            name: user.displayName,
            preferred_username: user.userPrincipalName,
            ver: "2.0",
        },
        3600,
    );
