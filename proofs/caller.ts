// The Azure credentials of whoever runs the proof, in the order in which the Pulumi providers look for them.
import type { TokenCredential } from "@azure/identity";
import type { Environment, JobToken } from "./job-token";
import type { Caller } from "./management";

/** Asks for each audience once, and only when a check needs it: a run is shorter than a token's life. */
export function callerFrom(env: Environment, jobToken: JobToken): Caller {
    const tokens = new Map<string, Promise<string>>();
    return (audience) => {
        const token = tokens.get(audience) ?? tokenFor(env, jobToken, audience);
        tokens.set(audience, token);
        return token;
    };
}

async function tokenFor(env: Environment, jobToken: JobToken, audience: string): Promise<string> {
    const credential = await credentialFrom(env, jobToken);
    try {
        const token = await credential.getToken(`${audience}/.default`);
        if (token !== null) return token.token;
    } catch (error) {
        // The library's text for a chain names its own class and nothing else.
        if ((error as Error).name !== "AggregateAuthenticationError") throw error;
    }
    throw new Error("neither ARM_* nor AZURE_* variables are set, and `az login` has not been run");
}

async function credentialFrom(env: Environment, jobToken: JobToken): Promise<TokenCredential> {
    // Loaded late, because it is the slowest import of the command and often not needed.
    const identity = await import("@azure/identity");
    const { ARM_TENANT_ID: tenant, ARM_CLIENT_ID: client, ARM_CLIENT_SECRET: secret } = env;
    if (tenant && client && secret) return new identity.ClientSecretCredential(tenant, client, secret);
    if (tenant && client && isOn(env.ARM_USE_OIDC)) {
        return new identity.ClientAssertionCredential(tenant, client, async () => {
            const token = await jobToken({ audience: "api://AzureADTokenExchange" });
            if (token === undefined) throw new Error("ARM_USE_OIDC is set, but there is no OIDC token");
            return token;
        });
    }
    if (isOn(env.ARM_USE_MSI)) {
        return client
            ? new identity.ManagedIdentityCredential({ clientId: client })
            : new identity.ManagedIdentityCredential();
    }
    const fromEnvironment = env.AZURE_CLIENT_ID ? [new identity.EnvironmentCredential()] : [];
    return new identity.ChainedTokenCredential(...fromEnvironment, new identity.AzureCliCredential());
}

const isOn = (value: string | undefined): boolean => /^(true|1)$/i.test(value ?? "");
