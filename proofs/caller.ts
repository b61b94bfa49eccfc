// The Azure credentials of the operator: those that azure-native finds in the same environment.
import type { TokenCredential } from "@azure/identity";
import { azureCredential } from "../azure/credential";
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
        throw explained(error as Error);
    }
    throw new Error("the credential gave no token");
}

/** The library's text where nobody has logged in names its own classes, or a page to read, and no setting. */
function explained(error: Error): Error {
    const { name, message } = error;
    if (name === "CredentialUnavailableError" && /Azure CLI could not be found|Please run 'az login'/.test(message)) {
        return new Error("no ARM_* variables describe a login, and `az login` has not been run");
    }
    if (name === "AggregateAuthenticationError") {
        return new Error(
            "ARM_USE_DEFAULT_AZURE_CREDENTIAL is set, but there are no AZURE_* variables, no workload or managed identity " +
                "and no `az login`",
        );
    }
    return error;
}
