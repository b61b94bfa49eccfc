// The Azure credentials of the operator: those that azure-native finds in the same environment.
import { exec } from "node:child_process";
import type { TokenCredential } from "@azure/identity";
import { azureCredential } from "../azure/credential";
import { loginFailure } from "../azure/login-failure";
import type { Environment } from "./job-token";
import type { Caller } from "./management";

/** Asks for each audience once, and only when a check needs it: a run is shorter than a token's life. */
export function callerFrom(env: Environment): Caller {
    let credential: Promise<TokenCredential> | undefined;
    const tokens = new Map<string, Promise<string>>();
    return (audience) => {
        credential ??= azureCredential(() => undefined, env);
        const token = tokens.get(audience) ?? tokenOf(credential, audience);
        tokens.set(audience, token);
        return token;
    };
}

async function tokenOf(credential: Promise<TokenCredential>, audience: string): Promise<string> {
    try {
        const token = await (await credential).getToken(`${audience}/.default`);
        if (token !== null) return token.token;
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
