// Logging in to a registry: the exchange of an Entra token for a refresh token, and the token endpoint with every kind
// of credential. Also the other side: who a presented access token lets in.
import { randomUUID } from "node:crypto";
import { acceptsPassword } from "../arm/providers/container-registry/credentials";
import { isAudience } from "../entra/audiences";
import { at, object, objects, strings, text } from "../json";
import { bearerToken, type Reply } from "../server/service";
import type { ArmResource } from "../state/azure-state";
import { isCurrent } from "../state/directory";
import { registryRid } from "../state/registries";
import { lastSegment } from "../state/resource-id";
import { findResource, tenantOf } from "../state/resources";
import { matchesHash } from "../state/secrets";
import { sameText } from "../text";
import { type Access, grantAccess, type Principal, parseScopes, permissionsOf } from "./access";
import { type RegistryCall, refusal, unauthorized } from "./call";

const issuer = "Azure Container Registry";

/**
 * Seconds from the answer to `exp`: 3 hours, 60 minutes, 5 minutes. Recordings of the registries' answers (azure-sdk-for-net,
 * Azure.Containers.ContainerRegistry, 2021 and 2022) have `nbf` and `iat` 15 minutes before the answer, and 195, 75 and 20
 * minutes between `iat` and `exp`; that the anonymous token is dated back as well is inferred.
 */
const lives = { refresh: 10_800, access: 3_600, anonymous: 300 };
const backdatedSeconds = 900;

/** What a credential is judged by. */
type LoginCall = Pick<RegistryCall, "emulator" | "registry">;

/** The user name that stands for "the password is a refresh token". */
const zeroGuid = "00000000-0000-0000-0000-000000000000";

const refused = (): Reply => refusal(401, "UNAUTHORIZED", `${unauthorized} CorrelationId: ${randomUUID()}`);

const invalid = (message: string): Reply => refusal(400, "UNSUPPORTED", message);

/** A token for the registry's own audience always counts, one for Resource Manager only while the policy allows it. */
const acceptsAudience = ({ properties }: ArmResource, audience: string): boolean =>
    isAudience("registry", audience) ||
    (isAudience("arm", audience) && at(properties, "policies.azureADAuthenticationAsArmPolicy.status") !== "disabled");

/** The claims that a registry's refresh and access tokens share. */
const ownClaims = (registry: ArmResource) => ({
    jti: randomUUID(),
    iss: issuer,
    aud: registry.properties.loginServer,
    rid: registryRid(registry),
    roles: [],
});

/** `POST /oauth2/exchange`. */
export const exchange = async ({ request, emulator, registry }: RegistryCall): Promise<Reply> => {
    const form = await request.form();
    if (!form.get("grant_type")?.startsWith("access_token"))
        return invalid("The grant type must be 'access_token' or 'access_token_refresh_token'.");
    const claims = (await emulator.tokens.verify(form.get("access_token") ?? "")) ?? {};
    const [audience, tenant, objectId] = [text(claims.aud), text(claims.tid), text(claims.oid)];
    if (audience === undefined || objectId === undefined || !acceptsAudience(registry, audience)) return refused();
    const asked = form.get("tenant");
    if (tenant !== tenantOf(emulator.state, registry.id) || (asked !== null && asked !== tenant)) return refused();
    const permissions = permissionsOf(emulator, registry, objectId);
    if (permissions.length === 0) return refused();
    const refresh_token = await emulator.tokens.issue(
        {
            ...ownClaims(registry),
            sub: objectId,
            version: "1.0",
            grant_type: "refresh_token",
            appid: text(claims.appid ?? claims.azp),
            permissions: { Actions: permissions, NotActions: null },
        },
        lives.refresh,
        backdatedSeconds,
    );
    const headers = { "x-ms-ratelimit-remaining-calls-per-second": "166.65" };
    return { status: 200, headers, body: { refresh_token } };
};

/** The claims of one of this registry's tokens. A change of role-assignment mode ends all that were issued before. */
const verify = async ({ emulator, registry }: LoginCall, token: string, kind: "refresh_token" | "access_token") => {
    const claims = await emulator.tokens.verify(token);
    const isOurs =
        claims?.iss === issuer &&
        claims.aud === registry.properties.loginServer &&
        claims.grant_type === kind &&
        claims.rid === registryRid(registry);
    return isOurs ? claims : undefined;
};

const byRefreshToken = async (call: LoginCall, token: string): Promise<Principal | undefined> => {
    const claims = await verify(call, token, "refresh_token");
    const objectId = text(claims?.sub);
    if (claims === undefined || objectId === undefined) return undefined;
    const snapshot = strings(object(claims.permissions).Actions);
    return { kind: "entra", objectId, appId: text(claims.appid), snapshot };
};

/** An application's secret opens the registry where the application has an enabled service principal in its tenant. */
const byApplicationSecret = (
    { emulator, registry }: LoginCall,
    appId: string,
    secret: string,
): Principal | undefined => {
    const { applications, servicePrincipals } = emulator.state;
    const is = (other: { appId: string }) => sameText(other.appId, appId);
    const tenantId = tenantOf(emulator.state, registry.id);
    const servicePrincipal = servicePrincipals.find((other) => is(other) && other.tenantId === tenantId);
    if (servicePrincipal?.accountEnabled !== true) return undefined;
    const passwords = [...(applications.find(is)?.passwordCredentials ?? []), ...servicePrincipal.passwordCredentials];
    const now = emulator.clock.now();
    if (!passwords.some((password) => isCurrent(password, now) && matchesHash(secret, password.secretHash)))
        return undefined;
    if (permissionsOf(emulator, registry, servicePrincipal.id).length === 0) return undefined;
    return { kind: "entra", objectId: servicePrincipal.id, appId };
};

/** Whoever a user name and password are: a refresh token, the admin user, a token of the registry, an application. */
export const byPassword = async (
    call: LoginCall,
    username: string,
    password: string,
): Promise<Principal | undefined> => {
    const { emulator, registry } = call;
    if (username === zeroGuid) return byRefreshToken(call, password);
    const isOpen = registry.properties.adminUserEnabled === true;
    if (isOpen && username === registry.name && acceptsPassword(emulator, registry.id, password))
        return { kind: "admin" };
    const token = findResource(emulator.state, `${registry.id}/tokens/${username}`);
    const isEnabled = token?.name === username && token.properties.status === "enabled";
    if (isEnabled && acceptsPassword(emulator, token.id, password)) return { kind: "token", id: token.id };
    return byApplicationSecret(call, username, password);
};

const basic = (header: string | undefined): [string, string] | undefined => {
    const encoded = /^Basic (.+)$/i.exec(header ?? "")?.[1];
    if (encoded === undefined) return undefined;
    const decoded = Buffer.from(encoded, "base64").toString();
    const colon = decoded.indexOf(":");
    return colon < 0 ? undefined : [decoded.slice(0, colon), decoded.slice(colon + 1)];
};

/** The principal of a token request; `undefined` where its credential is refused. */
const principalOf = async (call: RegistryCall, parameters: URLSearchParams): Promise<Principal | undefined> => {
    const { request, registry } = call;
    const credential = basic(request.headers.authorization);
    if (credential) return byPassword(call, ...credential);
    if (request.method === "POST") {
        const [username, password] = [parameters.get("username"), parameters.get("password")];
        if (parameters.get("grant_type") === "refresh_token")
            return byRefreshToken(call, parameters.get("refresh_token") ?? "");
        if (username) return byPassword(call, username, password ?? "");
    }
    if (parameters.get("account") || registry.properties.anonymousPullEnabled !== true) return undefined;
    return { kind: "anonymous" };
};

const subject = (registry: ArmResource, principal: Principal): string => {
    if (principal.kind === "anonymous") return "acr_anon_pull";
    if (principal.kind === "admin") return registry.name;
    return principal.kind === "token" ? lastSegment(principal.id) : principal.objectId;
};

/** `GET` and `POST /oauth2/token`: 200 with what is allowed of what was asked, 401 only for a refused credential. */
export const token = async (call: RegistryCall): Promise<Reply> => {
    const { request, emulator, registry } = call;
    const parameters = request.method === "POST" ? await request.form() : request.query;
    const grant = parameters.get("grant_type");
    if (request.method === "POST" && grant !== "refresh_token" && grant !== "password")
        return invalid("The grant type must be 'refresh_token' or 'password'.");
    const principal = await principalOf(call, parameters);
    if (principal === undefined) return refused();
    const isAnonymous = principal.kind === "anonymous";
    const life = isAnonymous ? lives.anonymous : lives.access;
    const access_token = await emulator.tokens.issue(
        {
            ...ownClaims(registry),
            sub: subject(registry, principal),
            version: isAnonymous ? "1.0" : "2.0",
            access: grantAccess(emulator, registry, principal, parseScopes(parameters.getAll("scope"))),
            grant_type: "access_token",
            ...(principal.kind === "entra" ? { appid: principal.appId } : {}),
        },
        life,
        backdatedSeconds,
    );
    const expiry = request.method === "GET" ? { expires_in: life } : {};
    return { status: 200, body: { access_token, ...expiry } };
};

/** The access list of a request's bearer token; `undefined` without a valid one. */
export const bearerAccess = async (call: RegistryCall): Promise<Access[] | undefined> => {
    const bearer = bearerToken(call.request);
    const claims = bearer === undefined ? undefined : await verify(call, bearer, "access_token");
    return (
        claims &&
        objects(claims.access).map(({ Type, Name, Actions }) => ({
            Type: String(Type),
            Name: String(Name),
            Actions: strings(Actions),
        }))
    );
};
