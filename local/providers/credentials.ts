// Which Entra credential a provider signs in with: the choices of the real azure-native and azuread providers, in
// their order. Every setting is taken from the provider's configuration first and from its ARM_* variable else.
// Sources: pulumi/pulumi-azure-native, provider/pkg/provider/auth_azidentity.go;
// hashicorp/terraform-provider-azuread, internal/provider/provider.go.
import { readFile } from "node:fs/promises";
import { createDefaultHttpClient, createPipelineFromOptions, createPipelineRequest } from "@azure/core-rest-pipeline";
import {
    AzureCliCredential,
    ClientAssertionCredential,
    ClientCertificateCredential,
    ClientSecretCredential,
    DefaultAzureCredential,
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

/** What the two providers do differently. */
interface Kind {
    /** Whether the default credential can be chosen, as well as the audience of a token of OpenID Connect. */
    defaultCredential: boolean;
    /** Whether a subscription has to be given for every method but the Azure CLI. */
    subscription: boolean;
    /** The variables for the address, and for the bearer token, of a request for a token of OpenID Connect. */
    oidcRequest: { url: string[]; token: string[] };
}

const kinds = {
    "azure-native": {
        defaultCredential: true,
        subscription: true,
        oidcRequest: { url: ["ACTIONS_ID_TOKEN_REQUEST_URL"], token: ["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] },
    },
    azuread: {
        defaultCredential: false,
        subscription: false,
        oidcRequest: {
            url: ["ARM_OIDC_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_URL"],
            token: ["ARM_OIDC_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"],
        },
    },
} satisfies Record<string, Kind>;

/**
 * Default credential (azure-native), client certificate, client secret, OpenID Connect, managed identity, Azure CLI: the
 * first that is configured.
 * @throws when the environment is not the public cloud, or a choice lacks what it needs; says which setting.
 */
export function signIn(setting: Setting, provider: keyof typeof kinds): SignIn {
    const environment = setting("environment", "ARM_ENVIRONMENT") ?? "public";
    if (environment !== "public") {
        throw new Error(`Only the public Azure cloud is emulated, but environment is "${environment}".`);
    }
    const tenantId = setting("tenantId", "ARM_TENANT_ID");
    const clientId = setting("clientId", "ARM_CLIENT_ID");
    const subscriptionId = setting("subscriptionId", "ARM_SUBSCRIPTION_ID");
    const kind = kinds[provider];
    const credential = choose(setting, kind, tenantId, clientId);
    if (kind.subscription && !(credential instanceof AzureCliCredential)) {
        required(subscriptionId, "subscriptionId", "ARM_SUBSCRIPTION_ID");
    }
    return { credential, tenantId, clientId, subscriptionId };
}

function required(value: string | undefined, name: string, variable: string): string {
    if (value) return value;
    throw new Error(`The credential is incomplete: set ${name} in the provider's configuration, or ${variable}.`);
}

function choose(
    setting: Setting,
    kind: Kind,
    tenantId: string | undefined,
    clientId: string | undefined,
): TokenCredential {
    const tenant = () => required(tenantId, "tenantId", "ARM_TENANT_ID");
    const client = () => required(clientId, "clientId", "ARM_CLIENT_ID");
    const isOn = (name: string, variable: string) => setting(name, variable) === "true";

    if (kind.defaultCredential && isOn("useDefaultAzureCredential", "ARM_USE_DEFAULT_AZURE_CREDENTIAL")) {
        return new DefaultAzureCredential(tenantId ? { tenantId } : {});
    }
    const certificatePath = setting("clientCertificatePath", "ARM_CLIENT_CERTIFICATE_PATH");
    if (certificatePath) {
        const certificatePassword = setting("clientCertificatePassword", "ARM_CLIENT_CERTIFICATE_PASSWORD");
        return new ClientCertificateCredential(tenant(), client(), { certificatePath, certificatePassword });
    }
    const secret = setting("clientSecret", "ARM_CLIENT_SECRET");
    if (secret) return new ClientSecretCredential(tenant(), client(), secret);
    if (isOn("useOidc", "ARM_USE_OIDC")) {
        return new ClientAssertionCredential(tenant(), client(), () => assertion(setting, kind));
    }
    if (isOn("useMsi", "ARM_USE_MSI")) {
        return clientId ? new ManagedIdentityCredential({ clientId }) : new ManagedIdentityCredential();
    }
    return new AzureCliCredential(tenantId ? { tenantId } : {});
}

/** The token of the outside issuer: given, in a file that the platform renews, or asked of GitHub Actions. */
async function assertion(setting: Setting, { oidcRequest, defaultCredential }: Kind): Promise<string> {
    const token = setting("oidcToken", "ARM_OIDC_TOKEN");
    if (token) return token;
    const file = setting("oidcTokenFilePath", "ARM_OIDC_TOKEN_FILE_PATH");
    if (file) return (await readFile(file, "utf8")).trim();
    const url = setting("oidcRequestUrl", ...oidcRequest.url);
    const bearer = setting("oidcRequestToken", ...oidcRequest.token);
    if (!url || !bearer) {
        throw new Error(
            "OpenID Connect is asked for (useOidc) without a token: set oidcToken, oidcTokenFilePath, or both " +
                "oidcRequestUrl and oidcRequestToken.",
        );
    }
    const audience = defaultCredential ? setting("oidcAudience", "ARM_OIDC_AUDIENCE") : undefined;
    return requestAssertion(url, bearer, audience ?? "api://AzureADTokenExchange");
}

async function requestAssertion(url: string, bearer: string, audience: string): Promise<string> {
    const target = new URL(url);
    target.searchParams.set("audience", audience);
    const request = createPipelineRequest({ url: target.href });
    request.headers.set("Authorization", `Bearer ${bearer}`);
    request.headers.set("Accept", "application/json");
    const response = await createPipelineFromOptions({}).sendRequest(createDefaultHttpClient(), request);
    const value = response.status === 200 ? JSON.parse(response.bodyAsText ?? "{}").value : undefined;
    if (typeof value === "string") return value;
    throw new Error(`${target.host} answered ${response.status} to the request for an OpenID Connect token.`);
}
