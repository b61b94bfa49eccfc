import { describe, expect, test } from "vitest";
import { settingsOf, signIn } from "../../../local/providers/credentials";

const client = {
    ARM_TENANT_ID: "00000000-0000-0000-0000-00000000000a",
    ARM_CLIENT_ID: "00000000-0000-0000-0000-00000000000b",
};
const subscription = { ARM_SUBSCRIPTION_ID: "00000000-0000-0000-0000-00000000000d" };
const chosen = (configuration: Record<string, string>, environment: NodeJS.ProcessEnv) =>
    (["azure-native", "azuread"] as const).map(
        (provider) =>
            signIn(settingsOf(configuration, { ...subscription, ...environment }), provider).credential.constructor
                .name,
    );

describe("the credential", () => {
    test.each<[string, Record<string, string>, NodeJS.ProcessEnv]>([
        ["ClientCertificateCredential", {}, { ...client, ARM_CLIENT_CERTIFICATE_PATH: "/c", ARM_CLIENT_SECRET: "s" }],
        ["ClientSecretCredential", {}, { ...client, ARM_CLIENT_SECRET: "s", ARM_USE_OIDC: "true" }],
        ["ClientSecretCredential", { clientSecret: "s" }, { ...client, ARM_USE_MSI: "true" }],
        ["ClientAssertionCredential", {}, { ...client, ARM_USE_OIDC: "true", ARM_USE_MSI: "true" }],
        ["ClientAssertionCredential", { useOidc: "true" }, client],
        ["ManagedIdentityCredential", {}, { ARM_USE_MSI: "true" }],
        ["AzureCliCredential", {}, { ARM_USE_OIDC: "false" }],
        ["AzureCliCredential", {}, {}],
    ])("is %s for %j and %j", (name, configuration, environment) => {
        expect(chosen(configuration, environment)).toEqual([name, name]);
    });

    test("is the default one for azure-native alone", () => {
        const environment = { ...client, ARM_USE_DEFAULT_AZURE_CREDENTIAL: "true", ARM_CLIENT_SECRET: "s" };
        expect(chosen({}, environment)).toEqual(["DefaultAzureCredential", "ClientSecretCredential"]);
    });

    test("is the configuration's before the environment's", () => {
        const configuration = { tenantId: "00000000-0000-0000-0000-00000000000c", subscriptionId: "configured" };
        expect(
            signIn(
                settingsOf(configuration, { ...client, ARM_SUBSCRIPTION_ID: "s", ARM_CLIENT_SECRET: "s" }),
                "azure-native",
            ),
        ).toMatchObject({
            tenantId: configuration.tenantId,
            clientId: client.ARM_CLIENT_ID,
            subscriptionId: "configured",
        });
    });

    test.each<[Record<string, string>, NodeJS.ProcessEnv, string]>([
        [
            {},
            { ARM_CLIENT_SECRET: "s" },
            "The credential is incomplete: set tenantId in the provider's configuration, or ARM_TENANT_ID.",
        ],
        [
            {},
            { ARM_CLIENT_SECRET: "s", ARM_TENANT_ID: client.ARM_TENANT_ID },
            "The credential is incomplete: set clientId in the provider's configuration, or ARM_CLIENT_ID.",
        ],
        [
            {},
            { ...client, ARM_CLIENT_SECRET: "s" },
            "The credential is incomplete: set subscriptionId in the provider's configuration, or ARM_SUBSCRIPTION_ID.",
        ],
        [
            { environment: "usgovernment" },
            client,
            'Only the public Azure cloud is emulated, but environment is "usgovernment".',
        ],
    ])("%j with %j is refused", (configuration, environment, message) => {
        const setting = settingsOf(configuration, environment);
        expect(() => signIn(setting, "azure-native")).toThrow(new Error(message));
    });
});
