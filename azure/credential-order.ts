// The order in which the Pulumi provider azure-native looks for Azure credentials: its settings, the environment variables
// that each falls back to, and the first login method that they describe.
// Source: https://www.pulumi.com/registry/packages/azure-native/installation-configuration/

/** Each setting of azure-native with the environment variables that it falls back to, in their order. */
export const credentialSettings = {
    clientId: ["ARM_CLIENT_ID"],
    clientSecret: ["ARM_CLIENT_SECRET"],
    clientCertificatePath: ["ARM_CLIENT_CERTIFICATE_PATH"],
    clientCertificatePassword: ["ARM_CLIENT_CERTIFICATE_PASSWORD"],
    tenantId: ["ARM_TENANT_ID"],
    environment: ["ARM_ENVIRONMENT"],
    useOidc: ["ARM_USE_OIDC"],
    oidcToken: ["ARM_OIDC_TOKEN"],
    oidcTokenFilePath: ["ARM_OIDC_TOKEN_FILE_PATH"],
    oidcRequestToken: ["ARM_OIDC_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"],
    oidcRequestUrl: ["ARM_OIDC_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_URL"],
    useMsi: ["ARM_USE_MSI"],
} as const;
export type CredentialSetting = keyof typeof credentialSettings;

/** Where the token of an OpenID Connect login comes from. */
export type OidcSource =
    | { from: "token"; token: string }
    | { from: "file"; path: string }
    | { from: "request"; url: string; bearer: string };

/** A login method with what it needs. */
export type CredentialMethod =
    | { method: "certificate"; tenantId: string; clientId: string; path: string; password: string | undefined }
    | { method: "secret"; tenantId: string; clientId: string; secret: string }
    /** `source` throws where no token is given and the request URL or its token is missing. */
    | { method: "oidc"; tenantId: string; clientId: string; source: () => OidcSource }
    | { method: "managedIdentity"; clientId: string | undefined }
    | { method: "azureCli"; tenantId: string | undefined };

/**
 * The first method that the settings describe; Azure CLI where they describe none. `config` answers a setting from the
 * stack's config, which precedes the environment; empty environment variables count as unset. Throws where a method lacks
 * a setting, and for any cloud but the public one.
 */
export function credentialMethod(
    config: (setting: CredentialSetting) => string | undefined,
    environment: Readonly<Record<string, string | undefined>>,
): CredentialMethod {
    const setting = (name: CredentialSetting): string | undefined =>
        config(name) ?? credentialSettings[name].map((variable) => environment[variable]).find((value) => value);
    const isOn = (name: CredentialSetting): boolean => /^(true|1)$/i.test(setting(name) ?? "");
    const required = (name: CredentialSetting, method: string): string => {
        const value = setting(name);
        if (value === undefined) throw new Error(missing(name, method));
        return value;
    };
    const application = (method: string) => ({
        tenantId: required("tenantId", method),
        clientId: required("clientId", method),
    });

    requirePublicCloud(setting("environment") ?? "public");
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
            return { from: "request", url, bearer: required("oidcRequestToken", label) };
        };
        return { method: "oidc", ...application(label), source };
    }
    return isOn("useMsi")
        ? { method: "managedIdentity", clientId: setting("clientId") }
        : { method: "azureCli", tenantId: setting("tenantId") };
}

function missing(name: CredentialSetting, method: string): string {
    const variables = credentialSettings[name].join(" or ");
    return `${method} needs azure-native:${name} in the stack's config or ${variables} in the environment.`;
}

function requirePublicCloud(cloud: string): void {
    if (!/^(public|AzureCloud|AzurePublicCloud)$/i.test(cloud)) {
        throw new Error(`acr-auth works in the public Azure cloud only, and azure-native is set to "${cloud}".`);
    }
}
