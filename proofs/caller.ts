// The Azure credentials of whoever runs the proof, in the order in which the Pulumi providers look for them.
import type { TokenCredential } from "@azure/identity";
import type { Caller } from "./management";

type Environment = Readonly<Record<string, string | undefined>>;

/** Asks for each audience once, and only when a check needs it: a run is shorter than a token's life. */
export function callerFrom(env: Environment): Caller {
    const tokens = new Map<string, Promise<string>>();
    return (audience) => {
        const token = tokens.get(audience) ?? tokenFor(env, audience);
        tokens.set(audience, token);
        return token;
    };
}

async function tokenFor(env: Environment, audience: string): Promise<string> {
    const credential = await credentialFrom(env);
    try {
        const token = await credential.getToken(`${audience}/.default`);
        if (token !== null) return token.token;
    } catch (error) {
        // The library's text for a chain names its own class and nothing else.
        if ((error as Error).name !== "AggregateAuthenticationError") throw error;
    }
    throw new Error("neither ARM_* nor AZURE_* names any, and `az login` has not been run");
}

async function credentialFrom(env: Environment): Promise<TokenCredential> {
    // Loaded late, because it is the slowest import of the command and often not needed.
    const identity = await import("@azure/identity");
    const { ARM_TENANT_ID: tenant, ARM_CLIENT_ID: client, ARM_CLIENT_SECRET: secret } = env;
    if (tenant && client && secret) return new identity.ClientSecretCredential(tenant, client, secret);
    if (tenant && client && env.ARM_USE_OIDC === "true") {
        return new identity.ClientAssertionCredential(tenant, client, () => assertion(env));
    }
    if (env.ARM_USE_MSI === "true") {
        return client
            ? new identity.ManagedIdentityCredential({ clientId: client })
            : new identity.ManagedIdentityCredential();
    }
    const fromEnvironment = env.AZURE_CLIENT_ID ? [new identity.EnvironmentCredential()] : [];
    return new identity.ChainedTokenCredential(...fromEnvironment, new identity.AzureCliCredential());
}

/** The job's own token: given, in a file, or asked of the pipeline (GitHub Actions). */
async function assertion(env: Environment): Promise<string> {
    if (env.ARM_OIDC_TOKEN) return env.ARM_OIDC_TOKEN;
    if (env.ARM_OIDC_TOKEN_FILE_PATH) {
        const { readFile } = await import("node:fs/promises");
        return (await readFile(env.ARM_OIDC_TOKEN_FILE_PATH, "utf8")).trim();
    }
    const url = env.ARM_OIDC_REQUEST_URL ?? env.ACTIONS_ID_TOKEN_REQUEST_URL;
    const bearer = env.ARM_OIDC_REQUEST_TOKEN ?? env.ACTIONS_ID_TOKEN_REQUEST_TOKEN;
    if (!url || !bearer) throw new Error("ARM_USE_OIDC is set, but there is no ARM_OIDC_TOKEN to present");
    const { createHttp, json } = await import("./http.js");
    const audience = encodeURIComponent("api://AzureADTokenExchange");
    const reply = await createHttp()({
        method: "GET",
        url: `${url}&audience=${audience}`,
        headers: { authorization: `Bearer ${bearer}` },
    });
    const { value } = (json(reply) ?? {}) as { value?: unknown };
    if (reply.status !== 200 || typeof value !== "string") {
        throw new Error(`the pipeline gave no token for the job (HTTP ${reply.status})`);
    }
    return value;
}
