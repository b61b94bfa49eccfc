import { afterEach, describe, expect, it } from "vitest";
import { configure, credential, requireDeployer } from "../../../components/dynamic/credentials";

const settings = (values: Record<string, string>) => ({ get: (key: string) => values[key] });
const kind = async (environment: NodeJS.ProcessEnv) => (await credential(environment)).constructor.name;

afterEach(() => configure(settings({})));

describe("the credential of the dynamic resources", () => {
    it("comes from the environment, and from azure-native's settings in the stack's config first", async () => {
        const environment = { ARM_USE_MSI: "true" };
        expect(await kind(environment)).toBe("ManagedIdentityCredential");
        configure(
            settings({ "azure-native:clientSecret": "s", "azure-native:clientId": "c", "azure-native:tenantId": "t" }),
        );
        expect(await kind(environment)).toBe("ClientSecretCredential");
    });
});

describe("requireDeployer", () => {
    const claims = Buffer.from(JSON.stringify({ tid: "tenant", oid: "object" })).toString("base64url");
    const own = { getToken: async () => ({ token: `header.${claims}.signature`, expiresOnTimestamp: 0 }) };

    it("takes the same identity", async () => {
        await requireDeployer({ tenantId: "tenant", objectId: "object" }, own);
    });

    it("refuses to work as another identity than azure-native", async () => {
        await expect(requireDeployer({ tenantId: "tenant", objectId: "other" }, own)).rejects.toThrow(
            "azure-native works as other in tenant tenant, but passwords and the status of tokens are written with the credentials of the stack, which are object in tenant tenant. " +
                "Give both the same credentials, by azure-native:* in the stack's config or ARM_* in the environment.",
        );
    });
});
