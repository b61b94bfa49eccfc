// Access tokens of the operator: those of the Azure credentials that azure-native finds in the same environment.
import { exec } from "node:child_process";
import type { AccessToken, TokenCredential } from "@azure/identity";
import { azureCredential } from "./credential";
import { loginFailure } from "./login-failure";

/** An access token for an audience such as `https://management.azure.com`; rejects, with the reason, where there is none. */
export type AccessTokens = (audience: string) => Promise<string>;

/** A token is asked for anew this long before its end, in milliseconds: what is under way must not outlive it. */
const margin = 5 * 60_000;

/** Asks for each audience only when it is needed, and again when the token nears its end. */
export function accessTokensFrom(environment: Readonly<Record<string, string | undefined>>): AccessTokens {
    let credential: Promise<TokenCredential> | undefined;
    const tokens = new Map<string, Promise<AccessToken>>();
    return async (audience) => {
        credential ??= azureCredential(() => undefined, environment);
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
