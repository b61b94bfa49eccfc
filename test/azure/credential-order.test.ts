import { describe, expect, it } from "vitest";
import { type CredentialMethod, credentialMethod } from "../../azure/credential-order";

const method = (environment: Record<string, string>, config: Record<string, string> = {}) =>
    credentialMethod((setting) => config[setting], environment);
const app = { ARM_CLIENT_ID: "client", ARM_TENANT_ID: "tenant" };
const application = { tenantId: "tenant", clientId: "client" };
const oidcSource = (environment: Record<string, string>) => {
    const found = method({ ...app, ARM_USE_OIDC: "true", ...environment });
    return found.method === "oidc" ? found.source() : undefined;
};

describe("credentialMethod", () => {
    it.each<[Record<string, string>, CredentialMethod]>([
        [
            { ...app, ARM_USE_DEFAULT_AZURE_CREDENTIAL: "true", ARM_CLIENT_CERTIFICATE_PATH: "/c.pem" },
            { method: "default", tenantId: "tenant" },
        ],
        [
            { ...app, ARM_CLIENT_CERTIFICATE_PATH: "/c.pem", ARM_CLIENT_SECRET: "s" },
            { method: "certificate", ...application, path: "/c.pem", password: undefined },
        ],
        [
            { ...app, ARM_CLIENT_SECRET: "s", ARM_USE_OIDC: "true" },
            { method: "secret", ...application, secret: "s" },
        ],
        [{ ARM_USE_MSI: "true" }, { method: "managedIdentity", clientId: undefined }],
        [
            { ...app, ARM_CLIENT_SECRET: "", ARM_USE_MSI: "true" },
            { method: "managedIdentity", clientId: "client" },
        ],
        [
            { ...app, ARM_USE_MSI: "false" },
            { method: "azureCli", tenantId: "tenant", subscriptionId: undefined },
        ],
        [
            { ...app, ARM_SUBSCRIPTION_ID: "subscription" },
            { method: "azureCli", tenantId: undefined, subscriptionId: "subscription" },
        ],
        // The provider compares a switch with "true".
        [
            { ARM_USE_DEFAULT_AZURE_CREDENTIAL: "1", ARM_USE_OIDC: "TRUE", ARM_USE_MSI: "1" },
            { method: "azureCli", tenantId: undefined, subscriptionId: undefined },
        ],
        // AZURE_* is for the default credential alone.
        [
            { AZURE_TENANT_ID: "tenant", AZURE_CLIENT_ID: "client", AZURE_CLIENT_SECRET: "s" },
            { method: "azureCli", tenantId: undefined, subscriptionId: undefined },
        ],
        [{}, { method: "azureCli", tenantId: undefined, subscriptionId: undefined }],
    ])("for %j is %j", (environment, expected) => {
        expect(method(environment)).toEqual(expected);
    });

    it.each([
        [
            { ARM_OIDC_TOKEN: "t", ARM_OIDC_TOKEN_FILE_PATH: "/t" },
            { from: "token", token: "t" },
        ],
        [
            { ARM_OIDC_TOKEN_FILE_PATH: "/t", ARM_USE_MSI: "true" },
            { from: "file", path: "/t" },
        ],
        [
            { ACTIONS_ID_TOKEN_REQUEST_URL: "https://x", ACTIONS_ID_TOKEN_REQUEST_TOKEN: "b" },
            { from: "request", url: "https://x", bearer: "b", audience: "api://AzureADTokenExchange" },
        ],
        [
            {
                ACTIONS_ID_TOKEN_REQUEST_URL: "https://x",
                ACTIONS_ID_TOKEN_REQUEST_TOKEN: "b",
                ARM_OIDC_AUDIENCE: "api://own",
            },
            { from: "request", url: "https://x", bearer: "b", audience: "api://own" },
        ],
    ])("takes the OpenID Connect token of %j from %j", (environment, expected) => {
        expect(oidcSource(environment as Record<string, string>)).toEqual(expected);
    });

    it("names the setting that OpenID Connect lacks when the token is asked for", () => {
        expect(() => oidcSource({})).toThrow(
            "A login by OpenID Connect needs azure-native:oidcRequestUrl in the stack's config or ACTIONS_ID_TOKEN_REQUEST_URL in the environment.",
        );
    });

    it("prefers the stack's config to the environment", () => {
        const config = { clientSecret: "s", clientId: "c", tenantId: "t" };
        expect(method({ ...app, ARM_CLIENT_SECRET: "other" }, config)).toEqual({
            method: "secret",
            tenantId: "t",
            clientId: "c",
            secret: "s",
        });
    });

    it("takes an empty setting of the config for unset, whatever the environment says", () => {
        expect(method({ ...app, ARM_CLIENT_SECRET: "s", ARM_USE_MSI: "true" }, { clientSecret: "" })).toEqual({
            method: "managedIdentity",
            clientId: "client",
        });
    });

    it("names the setting that a method lacks", () => {
        expect(() => method({ ARM_CLIENT_SECRET: "s" })).toThrow(
            "A login by client secret needs azure-native:tenantId in the stack's config or ARM_TENANT_ID in the environment.",
        );
    });

    it.each<Record<string, string>>([
        { ARM_ENVIRONMENT: "AzureCloud" },
        { ARM_METADATA_HOSTNAME: "management.azure.com" },
    ])("works in the public cloud, as by %j", (environment) => expect(method(environment).method).toBe("azureCli"));

    it.each([
        [{ ARM_ENVIRONMENT: "usgovernment" }, 'azure-native is set to "usgovernment"'],
        [{ AZURE_ENVIRONMENT: "china" }, 'azure-native is set to "china"'],
        [
            { ARM_METADATA_HOSTNAME: "management.contoso.cloud" },
            'azure-native\'s metadataHost is "management.contoso.cloud"',
        ],
    ])("refuses any other cloud, as by %j", (environment, why) => {
        expect(() => method(environment as Record<string, string>)).toThrow(
            `acr-auth works in the public Azure cloud only, and ${why}.`,
        );
    });
});
