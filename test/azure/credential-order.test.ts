import { describe, expect, it } from "vitest";
import { type CredentialMethod, credentialMethod } from "../../azure/credential-order";

const method = (environment: Record<string, string>, config: Record<string, string> = {}) =>
    credentialMethod((setting) => config[setting], environment);
const app = { ARM_CLIENT_ID: "client", ARM_TENANT_ID: "tenant" };
const application = { tenantId: "tenant", clientId: "client" };
const oidcSource = (environment: Record<string, string>) => {
    const found = method({ ...app, ARM_USE_OIDC: "1", ...environment });
    return found.method === "oidc" ? found.source() : undefined;
};

describe("credentialMethod", () => {
    it.each<[Record<string, string>, CredentialMethod]>([
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
            { ...app, ARM_CLIENT_SECRET: "", ARM_USE_MSI: "1" },
            { method: "managedIdentity", clientId: "client" },
        ],
        [
            { ...app, ARM_USE_MSI: "false" },
            { method: "azureCli", tenantId: "tenant" },
        ],
        [{}, { method: "azureCli", tenantId: undefined }],
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
            { from: "request", url: "https://x", bearer: "b" },
        ],
    ])("takes the OpenID Connect token of %j from %j", (environment, expected) => {
        expect(oidcSource(environment as Record<string, string>)).toEqual(expected);
    });

    it("names the setting that OpenID Connect lacks when the token is asked for", () => {
        expect(() => oidcSource({})).toThrow(
            "A login by OpenID Connect needs azure-native:oidcRequestUrl in the stack's config or ARM_OIDC_REQUEST_URL or ACTIONS_ID_TOKEN_REQUEST_URL in the environment.",
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

    it("names the setting that a method lacks", () => {
        expect(() => method({ ARM_CLIENT_SECRET: "s" })).toThrow(
            "A login by client secret needs azure-native:tenantId in the stack's config or ARM_TENANT_ID in the environment.",
        );
    });

    it("refuses every cloud but the public one", () => {
        expect(method({ ARM_ENVIRONMENT: "AzureCloud" }).method).toBe("azureCli");
        expect(() => method({ ARM_ENVIRONMENT: "usgovernment" })).toThrow(
            'acr-auth works in the public Azure cloud only, and azure-native is set to "usgovernment".',
        );
    });
});
