// The order in which the Pulumi provider azure-native looks for Azure credentials: its settings, the environment variables
// that each falls back to, and the first login method that they describe.
// Source: pulumi/pulumi-azure-native, provider/pkg/provider/auth_azidentity.go (newSingleMethodAuthCredential,
// readAuthConfig, getCloud) and provider/pkg/azure/cloud/cloud.go (names of clouds).
import { azureAudience } from "./federation";

/** Each setting of azure-native with the environment variables that it falls back to, in their order. */
export const credentialSettings = {
    useDefaultAzureCredential: ["ARM_USE_DEFAULT_AZURE_CREDENTIAL"],
    clientId: ["ARM_CLIENT_ID"],
    clientSecret: ["ARM_CLIENT_SECRET"],
    clientCertificatePath: ["ARM_CLIENT_CERTIFICATE_PATH"],
    clientCertificatePassword: ["ARM_CLIENT_CERTIFICATE_PASSWORD"],
    tenantId: ["ARM_TENANT_ID"],
    subscriptionId: ["ARM_SUBSCRIPTION_ID"],
    environment: ["ARM_ENVIRONMENT", "AZURE_ENVIRONMENT"],
    metadataHost: ["ARM_METADATA_HOSTNAME"],
    useOidc: ["ARM_USE_OIDC"],
    oidcAudience: ["ARM_OIDC_AUDIENCE"],
    oidcToken: ["ARM_OIDC_TOKEN"],
    oidcTokenFilePath: ["ARM_OIDC_TOKEN_FILE_PATH"],
    oidcRequestToken: ["ACTIONS_ID_TOKEN_REQUEST_TOKEN"],
    oidcRequestUrl: ["ACTIONS_ID_TOKEN_REQUEST_URL"],
    useMsi: ["ARM_USE_MSI"],
} as const;
export type CredentialSetting = keyof typeof credentialSettings;

/** A setting from the stack's config, which precedes the environment; `undefined` where the config does not have it. */
export type CredentialConfig = (setting: CredentialSetting) => string | undefined;

/** Where the token of an OpenID Connect login comes from. */
export type OidcSource =
    | { from: "token"; token: string }
    | { from: "file"; path: string }
    | { from: "request"; url: string; bearer: string; audience: string };

/** A login method with what it needs. */
export type CredentialMethod =
    /** What @azure/identity finds: `AZURE_*` variables, a workload or managed identity, a developer's login. */
    | { method: "default"; tenantId: string | undefined }
    | { method: "certificate"; tenantId: string; clientId: string; path: string; password: string | undefined }
    | { method: "secret"; tenantId: string; clientId: string; secret: string }
    /** `source` throws where no token is given and the request URL or its token is missing. */
    | { method: "oidc"; tenantId: string; clientId: string; source: () => OidcSource }
    | { method: "managedIdentity"; clientId: string | undefined }
    /** The account of the subscription where one is set, else the selected account. `az` takes no tenant beside a subscription. */
    | { method: "azureCli"; tenantId: string | undefined; subscriptionId: string | undefined };

/**
 * The first method that the settings describe; Azure CLI where they describe none. A setting in the config hides its
 * environment variables even where it is empty; empty texts count as unset, and a switch is on for `true` alone. Throws
 * where a method lacks a setting, and for any cloud but the public one.
 */
export function credentialMethod(
    config: CredentialConfig,
    environment: Readonly<Record<string, string | undefined>>,
): CredentialMethod {
    const setting = (name: CredentialSetting): string | undefined =>
        (config(name) ?? credentialSettings[name].map((variable) => environment[variable]).find((value) => value)) ||
        undefined;
    const isOn = (name: CredentialSetting): boolean => setting(name) === "true";
    const required = (name: CredentialSetting, method: string): string => {
        const value = setting(name);
        if (value === undefined) throw new Error(missing(name, method));
        return value;
    };
    const application = (method: string) => ({
        tenantId: required("tenantId", method),
        clientId: required("clientId", method),
    });

    requirePublicCloud(setting("environment"), setting("metadataHost"));
    if (isOn("useDefaultAzureCredential")) {
        return { method: "default", tenantId: setting("tenantId") };
    }
    const path = setting("clientCertificatePath");
    if (path !== undefined) {
        const password = setting("clientCertificatePassword");
        return { method: "certificate", ...application("A login by client certificate"), path, password };
    }
    const secret = setting("clientSecret");
    if (secret !== undefined) {
        return { method: "secret", ...application("A login by client secret"), secret };
    }
    if (isOn("useOidc")) {
        const label = "A login by OpenID Connect";
        const source = (): OidcSource => {
            const token = setting("oidcToken");
            if (token !== undefined) return { from: "token", token };
            const file = setting("oidcTokenFilePath");
            if (file !== undefined) return { from: "file", path: file };
            const url = required("oidcRequestUrl", label);
            const bearer = required("oidcRequestToken", label);
            return { from: "request", url, bearer, audience: setting("oidcAudience") ?? azureAudience };
        };
        return { method: "oidc", ...application(label), source };
    }
    if (isOn("useMsi")) {
        return { method: "managedIdentity", clientId: setting("clientId") };
    }
    const subscriptionId = setting("subscriptionId");
    return { method: "azureCli", tenantId: subscriptionId ? undefined : setting("tenantId"), subscriptionId };
}

function missing(name: CredentialSetting, method: string): string {
    const variables = credentialSettings[name].join(" or ");
    return `${method} needs azure-native:${name} in the stack's config or ${variables} in the environment.`;
}

/** `AzurePublicCloud` is what other tools call it, and azure-native takes names that it does not know for the public cloud. */
function requirePublicCloud(cloud = "public", metadataHost = publicMetadataHost): void {
    if (!/^(public|AzureCloud|AzurePublicCloud)$/i.test(cloud)) {
        throw new Error(`acr-auth works in the public Azure cloud only, and azure-native is set to "${cloud}".`);
    }
    if (metadataHost !== publicMetadataHost) {
        throw new Error(
            `acr-auth works in the public Azure cloud only, and azure-native's metadataHost is "${metadataHost}".`,
        );
    }
}

const publicMetadataHost = "management.azure.com";
