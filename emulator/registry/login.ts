// Logging in to a registry: the exchange of an Entra token for a refresh token, and the token endpoint with every kind
// of credential. Also the other side: who a presented access token lets in.
import { randomUUID, timingSafeEqual } from "node:crypto";
import { at, object, strings, text } from "../arm/json";
import { registryRid } from "../arm/registry";
import { acceptsPassword } from "../arm/registry-credentials";
import { subscriptionOf } from "../arm/resource-id";
import type { Emulator, Reply, Request } from "../server/service";
import type { ArmResource, PasswordCredential } from "../state/azure-state";
import { secretHash } from "../state/secrets";
import { type Access, grantAccess, type Principal, parseScopes, permissionsOf } from "./authorization";

const issuer = "Azure Container Registry";

/** Lives in seconds, as recorded: 3 h 15 min, 75 min, 20 min. */
const lives = { refresh: 11_700, access: 4_500, anonymous: 1_200 };

/** The user name that says "the password is a refresh token". */
const zeroGuid = "00000000-0000-0000-0000-000000000000";

const refused = (): Reply => ({
    status: 401,
    body: {
        errors: [
            {
                code: "UNAUTHORIZED",
                message: `authentication required, visit https://aka.ms/acr/authorization for more information. CorrelationId: ${randomUUID()}`,
            },
        ],
    },
});

const invalid = (message: string): Reply => ({ status: 400, body: { errors: [{ code: "UNSUPPORTED", message }] } });

const tenantOf = (emulator: Emulator, registry: ArmResource): string | undefined =>
    emulator.state.subscriptions.find(
        ({ subscriptionId }) => subscriptionId.toLowerCase() === subscriptionOf(registry.id)?.toLowerCase(),
    )?.tenantId;

/** A token for the registry's own audience always counts, one for Resource Manager only while the policy allows it. */
const acceptsAudience = (registry: ArmResource, audience: string): boolean => {
    if (/^https:\/\/containerregistry\.azure\.net\/*$/.test(audience)) return true;
    const isArm = /^https:\/\/management\.(azure\.com|core\.windows\.net)\/*$/.test(audience);
    return isArm && at(registry.properties, "policies.azureADAuthenticationAsArmPolicy.status") !== "disabled";
};

/** `POST /oauth2/exchange`. */
export const exchange = async (request: Request, emulator: Emulator, registry: ArmResource): Promise<Reply> => {
    const form = await request.form();
    if (!form.get("grant_type")?.startsWith("access_token"))
        return invalid("The grant type must be 'access_token' or 'access_token_refresh_token'.");
    const claims = await emulator.tokens.verify(form.get("access_token") ?? "");
    const [audience, tenant, objectId, appId] = [
        claims?.aud,
        claims?.tid,
        claims?.oid,
        claims?.appid ?? claims?.azp,
    ].map(text);
    if (audience === undefined || objectId === undefined || !acceptsAudience(registry, audience)) return refused();
    const asked = form.get("tenant");
    if (tenant !== tenantOf(emulator, registry) || (asked !== null && asked !== tenant)) return refused();
    const permissions = permissionsOf(emulator, registry, objectId);
    if (permissions.length === 0) return refused();
    const refresh_token = await emulator.tokens.issue(
        {
            jti: randomUUID(),
            sub: objectId,
            iss: issuer,
            aud: registry.properties.loginServer,
            version: "1.0",
            rid: registryRid(registry),
            grant_type: "refresh_token",
            appid: appId,
            permissions: { Actions: permissions, NotActions: null },
            roles: [],
        },
        lives.refresh,
    );
    return {
        status: 200,
        headers: { "x-ms-ratelimit-remaining-calls-per-second": "166.65" },
        body: { refresh_token },
    };
};

/** The claims of one of this registry's tokens. A change of role-assignment mode ends all that were issued before. */
const verify = async (
    emulator: Emulator,
    registry: ArmResource,
    token: string,
    kind: "refresh_token" | "access_token",
) => {
    const claims = await emulator.tokens.verify(token);
    const isOurs =
        claims?.iss === issuer &&
        claims.aud === registry.properties.loginServer &&
        claims.grant_type === kind &&
        claims.rid === registryRid(registry);
    return isOurs ? claims : undefined;
};

const byRefreshToken = async (
    emulator: Emulator,
    registry: ArmResource,
    token: string,
): Promise<Principal | undefined> => {
    const claims = await verify(emulator, registry, token, "refresh_token");
    const objectId = text(claims?.sub);
    if (claims === undefined || objectId === undefined) return undefined;
    return {
        kind: "entra",
        objectId,
        appId: text(claims.appid),
        snapshot: strings(object(claims.permissions).Actions),
    };
};

const matches = (password: PasswordCredential, secret: string, now: Date): boolean =>
    new Date(password.startDateTime) <= now &&
    now < new Date(password.endDateTime) &&
    timingSafeEqual(Buffer.from(password.secretHash, "hex"), Buffer.from(secretHash(secret), "hex"));

/** An application's secret opens the registry where the application has an enabled service principal in its tenant. */
const byApplicationSecret = (
    emulator: Emulator,
    registry: ArmResource,
    appId: string,
    secret: string,
): Principal | undefined => {
    const { applications, servicePrincipals } = emulator.state;
    const is = (other: { appId: string }) => other.appId.toLowerCase() === appId.toLowerCase();
    const tenantId = tenantOf(emulator, registry);
    const servicePrincipal = servicePrincipals.find((other) => is(other) && other.tenantId === tenantId);
    if (servicePrincipal?.accountEnabled !== true) return undefined;
    const passwords = [...(applications.find(is)?.passwordCredentials ?? []), ...servicePrincipal.passwordCredentials];
    if (!passwords.some((password) => matches(password, secret, emulator.clock.now()))) return undefined;
    if (permissionsOf(emulator, registry, servicePrincipal.id).length === 0) return undefined;
    return { kind: "entra", objectId: servicePrincipal.id, appId };
};

/** Whoever a user name and password are: a refresh token, the admin user, a token of the registry, an application. */
const byPassword = async (
    emulator: Emulator,
    registry: ArmResource,
    username: string,
    password: string,
): Promise<Principal | undefined> => {
    if (username === zeroGuid) return byRefreshToken(emulator, registry, password);
    if (username === registry.name)
        if (registry.properties.adminUserEnabled === true && acceptsPassword(emulator, registry.id, password))
            return { kind: "admin" };
    const token = emulator.state.resources[`${registry.id}/tokens/${username}`.toLowerCase()];
    if (
        token?.name === username &&
        token.properties.status === "enabled" &&
        acceptsPassword(emulator, token.id, password)
    )
        return { kind: "token", id: token.id };
    return byApplicationSecret(emulator, registry, username, password);
};

const basic = (header: string | undefined): [string, string] | undefined => {
    const encoded = /^Basic (.+)$/i.exec(header ?? "")?.[1];
    if (encoded === undefined) return undefined;
    const decoded = Buffer.from(encoded, "base64").toString();
    const colon = decoded.indexOf(":");
    return colon < 0 ? undefined : [decoded.slice(0, colon), decoded.slice(colon + 1)];
};

/** The principal of a token request; `undefined` where its credential is refused. */
const principalOf = async (
    request: Request,
    emulator: Emulator,
    registry: ArmResource,
    parameters: URLSearchParams,
): Promise<Principal | undefined> => {
    const credential = basic(request.headers.authorization);
    if (credential) return byPassword(emulator, registry, ...credential);
    if (request.method === "POST") {
        const [username, password] = [parameters.get("username"), parameters.get("password")];
        if (parameters.get("grant_type") === "refresh_token")
            return byRefreshToken(emulator, registry, parameters.get("refresh_token") ?? "");
        if (username) return byPassword(emulator, registry, username, password ?? "");
    }
    if (parameters.get("account") || registry.properties.anonymousPullEnabled !== true) return undefined;
    return { kind: "anonymous" };
};

const subject = (registry: ArmResource, principal: Principal): string => {
    if (principal.kind === "anonymous") return "acr_anon_pull";
    if (principal.kind === "admin") return registry.name;
    return principal.kind === "token" ? (principal.id.split("/").pop() ?? "") : principal.objectId;
};

/** `GET` and `POST /oauth2/token`: 200 with what is allowed of what was asked, 401 only for a refused credential. */
export const token = async (request: Request, emulator: Emulator, registry: ArmResource): Promise<Reply> => {
    const parameters = request.method === "POST" ? await request.form() : request.query;
    const grant = parameters.get("grant_type");
    if (request.method === "POST" && grant !== "refresh_token" && grant !== "password")
        return invalid("The grant type must be 'refresh_token' or 'password'.");
    const principal = await principalOf(request, emulator, registry, parameters);
    if (principal === undefined) return refused();
    const isAnonymous = principal.kind === "anonymous";
    const access = grantAccess(emulator, registry, principal, parseScopes(parameters.getAll("scope")));
    const life = isAnonymous ? lives.anonymous : lives.access;
    const access_token = await emulator.tokens.issue(
        {
            jti: randomUUID(),
            sub: subject(registry, principal),
            iss: issuer,
            aud: registry.properties.loginServer,
            version: isAnonymous ? "1.0" : "2.0",
            rid: registryRid(registry),
            access,
            roles: [],
            grant_type: "access_token",
            ...(principal.kind === "entra" ? { appid: principal.appId } : {}),
        },
        life,
    );
    const expiry = request.method === "GET" ? { expires_in: life } : {};
    return { status: 200, body: { access_token, ...expiry } };
};

/** The access list of a request's bearer token; `undefined` without a valid one. */
export const bearerAccess = async (
    request: Request,
    emulator: Emulator,
    registry: ArmResource,
): Promise<Access[] | undefined> => {
    const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1];
    const claims = bearer === undefined ? undefined : await verify(emulator, registry, bearer, "access_token");
    if (claims === undefined) return undefined;
    return (Array.isArray(claims.access) ? claims.access : []).map((entry: unknown) => ({
        Type: String(object(entry).Type),
        Name: String(object(entry).Name),
        Actions: strings(object(entry).Actions),
    }));
};
