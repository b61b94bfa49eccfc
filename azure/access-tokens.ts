// Access tokens of the operator: those of the Azure credentials that azure-native finds in the same environment.
import { exec } from "node:child_process";
import type { AccessToken, TokenCredential } from "@azure/identity";
import { azureCliCredential, azureCredential } from "./credential";
import { loginFailure } from "./login-failure";
import { tokenPayload } from "./token-payload";

/**
 * An access token for an audience such as `https://management.azure.com`; rejects, with the reason, where there is none. Where
 * a tenant is named, it is a token of that tenant if one can be had.
 */
export type AccessTokens = (audience: string, tenantId?: string) => Promise<string>;

/** A token is asked for again this long before its end, in milliseconds: what is under way must not outlive it. */
const margin = 5 * 60_000;

/**
 * Asks for each audience only when it is needed, and again when the token nears its end. For another tenant than that of the
 * credentials, the account of `az login` is tried: who deploys in two tenants may be logged in to both.
 */
export function accessTokensFrom(environment: Readonly<Record<string, string | undefined>>): AccessTokens {
    const own = kept(() => azureCredential(() => undefined, environment));
    const byTenant = new Map<string, (audience: string) => Promise<string>>();
    return async (audience, tenantId) => {
        const token = await own(audience);
        if (tenantId === undefined || tokenPayload(token)?.tid === tenantId) return token;
        const there = byTenant.get(tenantId) ?? kept(() => azureCliCredential(tenantId));
        byTenant.set(tenantId, there);
        // Whoever asked sees by the token that it is of another tenant, and says so.
        return there(audience).catch(() => token);
    };
}

/** The tokens of one credential by audience, each asked for once while it is fresh. */
function kept(makeCredential: () => Promise<TokenCredential>): (audience: string) => Promise<string> {
    let credential: Promise<TokenCredential> | undefined;
    const tokens = new Map<string, Promise<AccessToken>>();
    return async (audience) => {
        credential ??= makeCredential();
        const asked = tokens.get(audience);
        // Where no token was had once there is none to be had: the same rejection answers every question.
        if (asked !== undefined && isFresh(await asked)) return (await asked).token;
        const current = tokens.get(audience);
        // Another caller may have asked for the next one while this one waited.
        const next = current === undefined || current === asked ? tokenOf(credential, audience) : current;
        tokens.set(audience, next);
        return (await next).token;
    };
}

const isFresh = ({ expiresOnTimestamp }: AccessToken): boolean => expiresOnTimestamp - Date.now() > margin;

async function tokenOf(credential: Promise<TokenCredential>, audience: string): Promise<AccessToken> {
    try {
        const token = await (await credential).getToken(`${audience}/.default`);
        if (token !== null) return token;
    } catch (error) {
        throw await loginFailure(error as Error, hasAccount);
    }
    throw new Error("the credential gave no token");
}

/** Asks `az`, by a shell as the library does, which finds it on every system; nothing leaves the machine. */
const hasAccount = (): Promise<boolean> =>
    new Promise((resolve) => {
        exec("az account show --output none", (error) => resolve(error === null));
    });
