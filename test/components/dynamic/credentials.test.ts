import { afterEach, describe, expect, it } from "vitest";
import { configure, credential, requireDeployer } from "../../../components/dynamic/credentials";

const settings = (values: Record<string, string>) => ({ get: (key: string) => values[key] });
const kind = (environment: NodeJS.ProcessEnv): string => credential(environment).constructor.name;
const app = { ARM_CLIENT_ID: "client", ARM_TENANT_ID: "11111111-1111-1111-1111-111111111111" };

afterEach(() => configure(settings({})));

describe("the credential of the dynamic resources", () => {
    it.each<[NodeJS.ProcessEnv, string]>([
        [{ ...app, ARM_CLIENT_CERTIFICATE_PATH: "/c.pem", ARM_CLIENT_SECRET: "s" }, "ClientCertificateCredential"],
        [{ ...app, ARM_CLIENT_SECRET: "s", ARM_USE_OIDC: "true" }, "ClientSecretCredential"],
        [{ ...app, ARM_USE_OIDC: "true", ARM_OIDC_TOKEN: "t", ARM_USE_MSI: "true" }, "ClientAssertionCredential"],
        [{ ARM_USE_MSI: "true" }, "ManagedIdentityCredential"],
        [app, "AzureCliCredential"],
        [{}, "AzureCliCredential"],
    ])("for %j is %s", (environment, expected) => {
        expect(kind(environment)).toBe(expected);
    });

    it("prefers the stack's config to the environment", () => {
        configure(
            settings({ "azure-native:clientSecret": "s", "azure-native:clientId": "c", "azure-native:tenantId": "t" }),
        );
        expect(kind({ ARM_USE_MSI: "true" })).toBe("ClientSecretCredential");
    });

    it("says what is missing", () => {
        expect(() => credential({ ARM_CLIENT_SECRET: "s" })).toThrow(
            "A login by client secret needs azure-native:tenantId in the stack's config or ARM_TENANT_ID in the environment.",
        );
    });

    it("works in the public cloud only, and says so", () => {
        expect(() => credential({ ARM_ENVIRONMENT: "usgovernment" })).toThrow(
            'acr-auth works in the public Azure cloud only, and azure-native is set to "usgovernment".',
        );
    });
});

describe("requireDeployer", () => {
    const claims = Buffer.from(JSON.stringify({ tid: "tenant", oid: "object" })).toString("base64url");
    const own = { getToken: async () => ({ token: `header.${claims}.signature`, expiresOnTimestamp: 0 }) };

    it("takes the same identity, and asks nothing where no provider was given", async () => {
        await requireDeployer({ tenantId: "tenant", objectId: "object" }, own);
        await requireDeployer(undefined, {
            getToken: () => {
                throw new Error("asked");
            },
        });
    });

    it("refuses to work as another identity than the component's provider", async () => {
        await expect(requireDeployer({ tenantId: "tenant", objectId: "other" }, own)).rejects.toThrow(
            "The component was given an azure-native provider that works as other in tenant tenant, but passwords are made with the stack's own credentials, which are object in tenant tenant. " +
                "Give both the same credentials, by azure-native:* in the stack's config or ARM_* in the environment.",
        );
    });
});
