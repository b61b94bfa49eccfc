// Entra ID: discovery documents, and the token endpoint with its grants.
import { object } from "../json";
import type { Emulator, Reply, Request, Service } from "../server/service";
import type { Tenant, User } from "../state/azure-state";
import { findTenant, findUser, userInTenant } from "../state/directory";
import { secretHash } from "../state/secrets";
import {
    audienceOf,
    issueAccessToken,
    issueIdToken,
    issueRefreshToken,
    refreshTokenUser,
    resourceInScope,
    type Subject,
} from "./access-tokens";
import { proveClient } from "./client-proof";
import { finishDeviceLogin, startDeviceLogin } from "./device-login";
import { EntraError, invalidGrant, required } from "./errors";

const host = "login.microsoftonline.com";

type Handler = (request: Request, emulator: Emulator, tenant: string) => Promise<Reply>;

/** By method and path; the first segment of the path, which names the tenant, is written `*`. */
const routes: [string, RegExp, Handler][] = [
    ["GET", /^\/common\/discovery\/instance$/, instanceDiscovery],
    ["GET", /^\/common\/userrealm\/[^/]+$/i, userRealm],
    ["GET", /^\/[^/]+\/v2\.0\/\.well-known\/openid-configuration$/, openidConfiguration],
    ["GET", /^\/[^/]+\/discovery\/v2\.0\/keys$/, keys],
    ["POST", /^\/[^/]+\/oauth2\/v2\.0\/devicecode$/, deviceCode],
    ["POST", /^\/[^/]+\/oauth2\/v2\.0\/token$/, async (request, ...rest) => token(await request.form(), ...rest)],
    ["POST", /^\/[^/]+\/oauth2\/token$/, tokenForResource],
];

export const entra: Service = async (request, emulator) => {
    const route = routes.find(([method, path]) => method === request.method && path.test(request.path));
    if (!route) return { status: 404, body: { error: "not_found", error_description: "There is no such page." } };
    const tenant = decodeURIComponent(request.path.split("/")[1] ?? "");
    try {
        return await route[2](request, emulator, tenant);
    } catch (error) {
        if (error instanceof EntraError) return error.reply();
        throw error;
    }
};

/** Path segments that stand for the user's own tenant. */
const isAnyTenant = (segment: string) => ["organizations", "common"].includes(segment);

function knownTenant(emulator: Emulator, segment: string): Tenant {
    const tenant = findTenant(emulator.state, segment);
    if (tenant) return tenant;
    throw new EntraError(
        400,
        "invalid_tenant",
        90002,
        `Tenant '${segment}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
    );
}

async function openidConfiguration(_: Request, emulator: Emulator, segment: string): Promise<Reply> {
    const issuerTenant = isAnyTenant(segment) ? "{tenantid}" : knownTenant(emulator, segment).tenantId;
    const endpoint = `https://${host}/${segment}`;
    return {
        status: 200,
        body: {
            issuer: `https://${host}/${issuerTenant}/v2.0`,
            authorization_endpoint: `${endpoint}/oauth2/v2.0/authorize`,
            token_endpoint: `${endpoint}/oauth2/v2.0/token`,
            device_authorization_endpoint: `${endpoint}/oauth2/v2.0/devicecode`,
            end_session_endpoint: `${endpoint}/oauth2/v2.0/logout`,
            jwks_uri: `${endpoint}/discovery/v2.0/keys`,
            token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt", "client_secret_basic"],
            response_types_supported: ["code", "id_token", "code id_token", "id_token token"],
            subject_types_supported: ["pairwise"],
            id_token_signing_alg_values_supported: ["RS256"],
            scopes_supported: loginScopes,
            tenant_region_scope: "EU",
            cloud_instance_name: "microsoftonline.com",
            msgraph_host: "graph.microsoft.com",
        },
    };
}

async function instanceDiscovery({ query }: Request): Promise<Reply> {
    const authorize = query.get("authorization_endpoint") ?? `https://${host}/common/oauth2/v2.0/authorize`;
    return {
        status: 200,
        body: {
            tenant_discovery_endpoint: authorize.replace(/oauth2\/.*$/, "v2.0/.well-known/openid-configuration"),
            "api-version": "1.1",
            metadata: [
                {
                    preferred_network: host,
                    preferred_cache: "login.windows.net",
                    aliases: [host, "login.windows.net", "login.microsoft.com", "sts.windows.net"],
                },
            ],
        },
    };
}

async function userRealm({ path }: Request): Promise<Reply> {
    const name = decodeURIComponent(path.split("/")[3] ?? "");
    return {
        status: 200,
        body: {
            ver: "1.0",
            account_type: "Managed",
            domain_name: name.split("@")[1] ?? "",
            cloud_instance_name: "microsoftonline.com",
            cloud_audience_urn: "urn:federation:MicrosoftOnline",
        },
    };
}

async function keys(_: Request, emulator: Emulator): Promise<Reply> {
    return { status: 200, body: await emulator.tokens.jwks() };
}

async function deviceCode(request: Request, emulator: Emulator, segment: string): Promise<Reply> {
    if (!isAnyTenant(segment)) knownTenant(emulator, segment);
    const form = await request.form();
    return { status: 200, body: startDeviceLogin(emulator, required(form, "client_id"), required(form, "scope")) };
}

type Grant = (emulator: Emulator, tenant: string, form: URLSearchParams) => Promise<Reply>;

const grants: Record<string, Grant> = {
    client_credentials: clientCredentials,
    password,
    refresh_token: refreshToken,
    device_code: deviceToken,
    "urn:ietf:params:oauth:grant-type:device_code": deviceToken,
};

async function token(form: URLSearchParams, emulator: Emulator, segment: string): Promise<Reply> {
    const name = required(form, "grant_type");
    const grant = grants[name];
    if (grant) return grant(emulator, segment, form);
    throw new EntraError(
        400,
        "unsupported_grant_type",
        70003,
        `The app requested an unsupported grant type '${name}'.`,
    );
}

/**
 * The v1 endpoint: asked for a resource rather than a scope, and its answer says times as texts.
 * Source: https://learn.microsoft.com/previous-versions/azure/active-directory/azuread-dev/v1-oauth2-client-creds-grant-flow
 */
async function tokenForResource(request: Request, emulator: Emulator, segment: string): Promise<Reply> {
    const form = new URLSearchParams(await request.form());
    const resource = required(form, "resource");
    form.set("scope", `${resource}/.default`);
    const reply = await token(form, emulator, segment);
    const { expires_in, ...body } = object(reply.body);
    const issued = Math.floor(Date.now() / 1000);
    const times = {
        expires_in: String(expires_in),
        ext_expires_in: String(expires_in),
        expires_on: String(issued + Number(expires_in)),
        not_before: String(issued),
    };
    return { ...reply, body: { ...body, ...times, resource } };
}

const loginScopes = ["openid", "profile", "email", "offline_access"];

async function clientCredentials(emulator: Emulator, segment: string, form: URLSearchParams): Promise<Reply> {
    const tenant = knownTenant(emulator, segment);
    const subject = await proveClient(emulator, tenant, form);
    const scope = required(form, "scope");
    // MSAL for Go asks for the scopes of a user's login as well, which Entra ignores here.
    const [asked = "", ...others] = scope.split(" ").filter((part) => !loginScopes.includes(part));
    if (!asked.endsWith("/.default") || others.length > 0)
        throw new EntraError(
            400,
            "invalid_scope",
            1002012,
            `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
        );
    return tokenReply(emulator, subject, audienceOf(asked.slice(0, -"/.default".length), tenant.tenantId));
}

async function password(emulator: Emulator, segment: string, form: URLSearchParams): Promise<Reply> {
    const user = findUser(emulator.state, required(form, "username"));
    if (!user?.passwordHash || user.passwordHash !== secretHash(required(form, "password")))
        throw invalidGrant(50126, "Error validating credentials due to invalid username or password.");
    return userReply(emulator, segment, user, required(form, "client_id"), required(form, "scope"));
}

async function refreshToken(emulator: Emulator, segment: string, form: URLSearchParams): Promise<Reply> {
    const clientId = required(form, "client_id");
    const user = await refreshTokenUser(emulator, required(form, "refresh_token"), clientId);
    if (!user) throw invalidGrant(700082, "The refresh token has expired due to inactivity, or is not valid.");
    return userReply(emulator, segment, user, clientId, required(form, "scope"));
}

async function deviceToken(emulator: Emulator, segment: string, form: URLSearchParams): Promise<Reply> {
    const clientId = required(form, "client_id");
    const { user, scope } = finishDeviceLogin(emulator, required(form, "device_code"), clientId);
    return userReply(emulator, segment, user, clientId, scope);
}

async function userReply(
    emulator: Emulator,
    segment: string,
    user: User,
    clientId: string,
    scope: string,
): Promise<Reply> {
    const { state } = emulator;
    const home = state.users.find(({ id }) => id === user.homeId) ?? user;
    const tenantId = isAnyTenant(segment) ? home.tenantId : knownTenant(emulator, segment).tenantId;
    const local = userInTenant(state, user, tenantId);
    if (!local)
        throw invalidGrant(
            50020,
            `User account '${user.userPrincipalName}' does not exist in tenant '${segment}' and cannot access the application '${clientId}' in that tenant. The account needs to be added as an external user in the tenant first.`,
        );
    const resource = resourceInScope(scope) ?? "https://graph.microsoft.com";
    const subject: Subject = { tenantId, objectId: local.id, clientId, clientProof: "0", user: local };
    return tokenReply(emulator, subject, audienceOf(resource, tenantId), {
        scope,
        refresh_token: await issueRefreshToken(emulator, user, clientId),
        id_token: await issueIdToken(emulator, local, clientId),
        client_info: Buffer.from(JSON.stringify({ uid: home.id, utid: home.tenantId })).toString("base64url"),
    });
}

async function tokenReply(emulator: Emulator, subject: Subject, audience: string, more: object = {}): Promise<Reply> {
    const lifetime = emulator.settings.accessTokenSeconds;
    return {
        status: 200,
        headers: { "cache-control": "no-store, no-cache", pragma: "no-cache" },
        body: {
            token_type: "Bearer",
            expires_in: lifetime,
            ext_expires_in: lifetime,
            access_token: await issueAccessToken(emulator, subject, audience, lifetime),
            ...more,
        },
    };
}
