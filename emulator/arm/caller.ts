// Who calls Azure Resource Manager, and whether they may: the bearer token's audience, tenant and life first, then
// the roles the caller holds.
import { decodeJwt } from "jose";
import { isAllowed, principalAndGroups } from "../authorization/access-control";
import { isAudience } from "../entra/audiences";
import { text } from "../json";
import { bearerToken, type Emulator, type Request } from "../server/service";
import type { AzureState, Subscription } from "../state/azure-state";
import { findSubscription } from "../state/resources";
import { assignmentsHolding, assignmentsWithin } from "../state/scopes";
import { ManagerError } from "./errors";

export interface Caller {
    objectId: string;
    tenantId: string;
    /** What messages call it: the application id or the user principal name. */
    name: string;
    isUser: boolean;
}

const unauthorized = (code: string, message: string, challenge: string): ManagerError =>
    new ManagerError(401, code, message, { "www-authenticate": `Bearer ${challenge}` });

/** A token of a JWT's form that no longer verifies has ended: the client is asked for a fresh one. */
const ended = (emulator: Emulator): ManagerError => {
    const claims = { access_token: { nbf: { essential: true, value: String(Math.floor(Date.now() / 1000)) } } };
    return unauthorized(
        "ExpiredAuthenticationToken",
        `The access token expiry UTC time is earlier than current UTC time '${emulator.clock.now().toISOString()}'.`,
        `error="insufficient_claims", claims="${Buffer.from(JSON.stringify(claims)).toString("base64")}"`,
    );
};

/** Whether a token has the form of one that was issued here. */
const isJwt = (token: string): boolean => {
    try {
        return decodeJwt(token).exp !== undefined;
    } catch {
        return false;
    }
};

/** The caller of a request; throws the 401 that Azure answers. */
export const authenticate = async (request: Request, emulator: Emulator): Promise<Caller> => {
    const token = bearerToken(request);
    const authority = 'authorization_uri="https://login.windows.net/common"';
    if (token === undefined)
        throw unauthorized(
            "AuthenticationFailed",
            "Authentication failed. The 'Authorization' header is missing.",
            authority,
        );
    const claims = await emulator.tokens.verify(token);
    if (claims === undefined && isJwt(token)) throw ended(emulator);
    const [objectId, tenantId, aud] = [text(claims?.oid), text(claims?.tid), text(claims?.aud)];
    if (claims === undefined || objectId === undefined || tenantId === undefined)
        throw unauthorized(
            "InvalidAuthenticationToken",
            "The access token is invalid.",
            `${authority}, error="invalid_token"`,
        );
    if (!isAudience("arm", aud))
        throw unauthorized(
            "InvalidAuthenticationTokenAudience",
            `The access token has been obtained for wrong audience or resource '${aud}'. It should exactly match with one of the allowed audiences 'https://management.core.windows.net/','https://management.core.windows.net','https://management.azure.com/','https://management.azure.com'.`,
            `${authority}, error="invalid_token"`,
        );
    const user = text(claims.upn) ?? text(claims.preferred_username) ?? text(claims.unique_name);
    return {
        objectId,
        tenantId,
        name: user ?? text(claims.appid) ?? text(claims.azp) ?? objectId,
        isUser: user !== undefined,
    };
};

/** The subscription of a path, which the caller's tenant must own. */
export const callersSubscription = (state: AzureState, subscriptionId: string, caller: Caller): Subscription => {
    const found = findSubscription(state, subscriptionId);
    if (found === undefined)
        throw new ManagerError(404, "SubscriptionNotFound", `The subscription '${subscriptionId}' could not be found.`);
    if (found.tenantId !== caller.tenantId)
        throw unauthorized(
            "InvalidAuthenticationTokenTenant",
            `The access token is from the wrong issuer 'https://sts.windows.net/${caller.tenantId}/'. It must match the tenant 'https://sts.windows.net/${found.tenantId}/' associated with this subscription. Please use the authority (URL) 'https://login.windows.net/${found.tenantId}' to get the token.`,
            `authorization_uri="https://login.windows.net/${found.tenantId}", error="invalid_token"`,
        );
    return found;
};

/** Throws the 403 of a caller that lacks an action; `attributes` are the request's, for the conditions of its roles. */
export const authorize = (
    state: AzureState,
    caller: Caller,
    action: string,
    scope: string,
    attributes?: Record<string, string>,
): void => {
    if (isAllowed(state, caller.objectId, action, scope, { attributes })) return;
    throw new ManagerError(
        403,
        "AuthorizationFailed",
        `The client '${caller.name}' with object id '${caller.objectId}' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
    );
};

/**
 * Whether a caller has a role at a scope, above it or below it, whatever the role allows. Who has none anywhere in a subscription
 * does not get to ask for its lists.
 */
export const hasRoleNear = (state: AzureState, { objectId }: Caller, scope: string): boolean => {
    const principals = principalAndGroups(state, objectId);
    return [...assignmentsHolding(state, scope), ...assignmentsWithin(state, scope)].some(({ principalId }) =>
        principals.has(principalId.toLowerCase()),
    );
};

/**
 * Those of a list at a subscription or a resource group that the caller may read. Who may read them at that scope reads all;
 * who has roles on a part of it gets 200 with that part, which can be nothing at all, and is not told that there is more; who
 * has no role near it is refused. Reported for role assignments, without a word that some are missing:
 * https://github.com/Azure/azure-sdk-for-python/issues/22873, https://github.com/MicrosoftDocs/azure-docs/issues/66312
 */
export const readableOf = <T>(
    state: AzureState,
    caller: Caller,
    action: string,
    scope: string,
    items: readonly T[],
    idOf: (item: T) => string,
): readonly T[] => {
    if (isAllowed(state, caller.objectId, action, scope)) return items;
    if (!hasRoleNear(state, caller, scope))
        authorize(state, caller, action, `${scope}/providers/${action.split("/")[0]}`);
    return items.filter((item) => isAllowed(state, caller.objectId, action, idOf(item)));
};

/**
 * Throws the 403 of a caller that may write a resource, and lacks an action on another that this one is linked to: an identity,
 * a subnet, a registry. Any of `actions` will do.
 */
export const authorizeLinked = (
    state: AzureState,
    caller: Caller,
    actions: string[],
    linked: string,
    own: string,
): void => {
    if (actions.some((action) => isAllowed(state, caller.objectId, action, linked))) return;
    throw new ManagerError(
        403,
        "LinkedAuthorizationFailed",
        `The client '${caller.name}' with object id '${caller.objectId}' has permission to write '${own}'; however, it does not have permission to perform action(s) '${actions[0]}' on the linked scope(s) '${linked}' (respectively) or the linked scope(s) are invalid.`,
    );
};
