import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PipelineRequest } from "@azure/core-rest-pipeline";
import { describe, expect, it, vi } from "vitest";
import { azureCredential, oidcToken } from "../../azure/credential";

const requests: PipelineRequest[] = [];
let answer = { status: 200, bodyAsText: '{"value": "from-the-pipeline"}' };
vi.mock("@azure/core-rest-pipeline", async (original) => ({
    ...(await original<object>()),
    createDefaultHttpClient: () => ({
        sendRequest: async (request: PipelineRequest) => {
            requests.push(request);
            return { request, headers: request.headers, ...answer };
        },
    }),
}));

const kind = async (environment: Record<string, string>) =>
    (await azureCredential(() => undefined, environment)).constructor.name;
const app = { ARM_CLIENT_ID: "client", ARM_TENANT_ID: "11111111-1111-1111-1111-111111111111" };

describe("azureCredential", () => {
    it.each<[Record<string, string>, string]>([
        [{ ...app, ARM_USE_DEFAULT_AZURE_CREDENTIAL: "true", ARM_CLIENT_SECRET: "s" }, "DefaultAzureCredential"],
        [{ ...app, ARM_CLIENT_CERTIFICATE_PATH: "/c.pem", ARM_CLIENT_SECRET: "s" }, "ClientCertificateCredential"],
        [{ ...app, ARM_CLIENT_SECRET: "s", ARM_USE_OIDC: "true" }, "ClientSecretCredential"],
        [{ ...app, ARM_USE_OIDC: "true", ARM_OIDC_TOKEN: "t", ARM_USE_MSI: "true" }, "ClientAssertionCredential"],
        [{ ARM_USE_MSI: "true" }, "ManagedIdentityCredential"],
        [{ ...app, ARM_SUBSCRIPTION_ID: app.ARM_TENANT_ID }, "AzureCliCredential"],
        [{}, "AzureCliCredential"],
    ])("for %j is %s", async (environment, expected) => {
        expect(await kind(environment)).toBe(expected);
    });

    it("says what is missing", async () => {
        await expect(kind({ ARM_CLIENT_SECRET: "s" })).rejects.toThrow(
            "A login by client secret needs azure-native:tenantId in the stack's config or ARM_TENANT_ID in the environment.",
        );
    });

    it("works in the public cloud only, and says so", async () => {
        await expect(kind({ ARM_ENVIRONMENT: "usgovernment" })).rejects.toThrow(
            'acr-auth works in the public Azure cloud only, and azure-native is set to "usgovernment".',
        );
    });
});

describe("the token of an OpenID Connect login", () => {
    const request = { from: "request", url: "https://pipelines.example/t?v=2", bearer: "b", audience: "api://own" };

    it("is given, or in a file", async () => {
        const directory = await mkdtemp(join(tmpdir(), "credential-"));
        try {
            const path = join(directory, "token");
            await writeFile(path, "from-a-file\n");
            expect(await oidcToken({ from: "token", token: "given" })).toBe("given");
            expect(await oidcToken({ from: "file", path })).toBe("from-a-file");
        } finally {
            await rm(directory, { recursive: true, force: true });
        }
    });

    it("is asked of the pipeline for the audience", async () => {
        requests.length = 0;
        expect(await oidcToken({ ...request, from: "request" })).toBe("from-the-pipeline");
        expect(requests.map(({ url, headers }) => [url, headers.get("authorization")])).toEqual([
            ["https://pipelines.example/t?v=2&audience=api%3A%2F%2Fown", "Bearer b"],
        ]);
    });

    it("fails with the host and the status when it is not given", async () => {
        answer = { status: 403, bodyAsText: "{}" };
        await expect(oidcToken({ ...request, from: "request" })).rejects.toThrow(
            "The OpenID Connect provider at pipelines.example gave no token: HTTP 403.",
        );
    });
});
