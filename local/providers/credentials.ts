// Which Entra credential a provider signs in with: the choices of the real azure-native and azuread providers, in
// their order. Every setting is taken from the provider's configuration first and from its ARM_* variable else.
import { readFile } from "node:fs/promises";
import { createDefaultHttpClient, createPipelineFromOptions, createPipelineRequest } from "@azure/core-rest-pipeline";
import {
    AzureCliCredential,
    ClientAssertionCredential,
    ClientSecretCredential,
    ManagedIdentityCredential,
    type TokenCredential,
} from "@azure/identity";
import type { Properties } from "./plugin/property-values";

export interface SignIn {
    credential: TokenCredential;
    /** What the configuration says; a credential may know better, so claims of a token go before these. */
    tenantId?: string;
    clientId?: string;
    subscriptionId?: string;
}

/** Reads one setting: configuration (`clientSecret`), else environment variable (`ARM_CLIENT_SECRET`). */
export type Setting = (name: string, ...variables: string[]) => string | undefined;

export const settingsOf =
    (configuration: Properties, environment: NodeJS.ProcessEnv): Setting =>
    (name, ...variables) => {
        const configured = configuration[name];
        if (configured !== undefined && configured !== "") return String(configured);
        return variables.map((variable) => environment[variable]).find((value) => value !== undefined && value !== "");
    };

/**
 * Client secret, OpenID Connect, managed identity, Azure CLI: the first that is configured.
 * @throws when the environment is not the public cloud, or a choice lacks what it needs; says which setting.
 */
export function signIn(setting: Setting): SignIn {
    const environment = setting("environment", "ARM_ENVIRONMENT") ?? "public";
    if (environment !== "public") {
        throw new Error(`Only the public Azure cloud is simulated, but environment is "${environment}".`);
    }
    const tenantId = setting("tenantId", "ARM_TENANT_ID");
    const clientId = setting("clientId", "ARM_CLIENT_ID");
    const subscriptionId = setting("subscriptionId", "ARM_SUBSCRIPTION_ID");
    return { credential: choose(setting, tenantId, clientId), tenantId, clientId, subscriptionId };
}

function choose(setting: Setting, tenantId: string | undefined, clientId: string | undefined): TokenCredential {
    const required = (value: string | undefined, name: string, variable: string): string => {
        if (value) return value;
        throw new Error(`The credential is incomplete: set ${name} in the provider's configuration, or ${variable}.`);
    };
    const tenant = () => required(tenantId, "tenantId", "ARM_TENANT_ID");
    const client = () => required(clientId, "clientId", "ARM_CLIENT_ID");

    const secret = setting("clientSecret", "ARM_CLIENT_SECRET");
    if (secret) return new ClientSecretCredential(tenant(), client(), secret);
    if (setting("useOidc", "ARM_USE_OIDC") === "true") {
        return new ClientAssertionCredential(tenant(), client(), () => assertion(setting));
    }
    if (setting("useMsi", "ARM_USE_MSI") === "true") {
        return clientId ? new ManagedIdentityCredential({ clientId }) : new ManagedIdentityCredential();
    }
    return new AzureCliCredential(tenantId ? { tenantId } : {});
}

/** The token of the outside issuer: given, in a file that the platform renews, or asked of GitHub Actions. */
async function assertion(setting: Setting): Promise<string> {
    const token = setting("oidcToken", "ARM_OIDC_TOKEN");
    if (token) return token;
    const file = setting("oidcTokenFilePath", "ARM_OIDC_TOKEN_FILE_PATH", "AZURE_FEDERATED_TOKEN_FILE");
    if (file) return (await readFile(file, "utf8")).trim();
    const url = setting("oidcRequestUrl", "ARM_OIDC_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_URL");
    const bearer = setting("oidcRequestToken", "ARM_OIDC_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN");
    if (!url || !bearer) {
        throw new Error(
            "OpenID Connect is asked for (useOidc) without a token: set oidcToken, oidcTokenFilePath, or both " +
                "oidcRequestUrl and oidcRequestToken.",
        );
    }
    return requestAssertion(url, bearer);
}

async function requestAssertion(url: string, bearer: string): Promise<string> {
    const target = new URL(url);
    target.searchParams.set("audience", "api://AzureADTokenExchange");
    const request = createPipelineRequest({ url: target.href });
    request.headers.set("Authorization", `Bearer ${bearer}`);
    request.headers.set("Accept", "application/json");
    const response = await createPipelineFromOptions({}).sendRequest(createDefaultHttpClient(), request);
    const value = response.status === 200 ? JSON.parse(response.bodyAsText ?? "{}").value : undefined;
    if (typeof value === "string") return value;
    throw new Error(`${target.host} answered ${response.status} to the request for an OpenID Connect token.`);
}
