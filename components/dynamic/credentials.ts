// Who talks to Azure for the dynamic resources: the same identity that azure-native uses, found in the same order.
// Source: https://www.pulumi.com/registry/packages/azure-native/installation-configuration/
import {
    createDefaultHttpClient,
    createHttpHeaders,
    createPipelineFromOptions,
    createPipelineRequest,
} from "@azure/core-rest-pipeline";
import {
    AzureCliCredential,
    ClientAssertionCredential,
    ClientCertificateCredential,
    ClientSecretCredential,
    ManagedIdentityCredential,
    type TokenCredential,
} from "@azure/identity";

/** The stack's config, as the engine hands it to a dynamic provider. */
export interface StackConfig {
    get(key: string): string | undefined;
}

/** Each setting of azure-native with the environment variables it falls back to. */
const settings = {
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
type Setting = keyof typeof settings;

let stackConfig: StackConfig = { get: () => undefined };

/** Remembers the stack's config; the engine calls it before anything else, once in a process. */
export function configure(config: StackConfig): void {
    stackConfig = config;
}

/** The credential, of the first method that the settings describe; Azure CLI where they describe none. */
export function credential(environment: NodeJS.ProcessEnv = process.env): TokenCredential {
    const setting = (name: Setting): string | undefined =>
        stackConfig.get(`azure-native:${name}`) ??
        settings[name].map((variable) => environment[variable]).find((value) => value !== undefined && value !== "");
    const isOn = (name: Setting): boolean => /^(true|1)$/i.test(setting(name) ?? "");
    const required = (name: Setting, method: string): string => {
        const value = setting(name);
        if (value === undefined) {
            throw new Error(
                `${method} needs azure-native:${name} in the stack's config or ${settings[name].join(" or ")} in the environment.`,
            );
        }
        return value;
    };

    const cloud = setting("environment") ?? "public";
    if (!/^(public|AzureCloud|AzurePublicCloud)$/i.test(cloud)) {
        throw new Error(`acr-auth works in the public Azure cloud only, and azure-native is set to "${cloud}".`);
    }
    const certificatePath = setting("clientCertificatePath");
    if (certificatePath !== undefined) {
        const method = "A login by client certificate";
        return new ClientCertificateCredential(required("tenantId", method), required("clientId", method), {
            certificatePath,
            certificatePassword: setting("clientCertificatePassword"),
        });
    }
    const clientSecret = setting("clientSecret");
    if (clientSecret !== undefined) {
        const method = "A login by client secret";
        return new ClientSecretCredential(required("tenantId", method), required("clientId", method), clientSecret);
    }
    if (isOn("useOidc")) {
        const method = "A login by OpenID Connect";
        return new ClientAssertionCredential(required("tenantId", method), required("clientId", method), () =>
            oidcToken(setting("oidcToken"), setting("oidcTokenFilePath"), () => ({
                url: required("oidcRequestUrl", method),
                token: required("oidcRequestToken", method),
            })),
        );
    }
    if (isOn("useMsi")) {
        const clientId = setting("clientId");
        return clientId === undefined ? new ManagedIdentityCredential() : new ManagedIdentityCredential({ clientId });
    }
    const tenantId = setting("tenantId");
    return tenantId === undefined ? new AzureCliCredential() : new AzureCliCredential({ tenantId });
}

async function oidcToken(
    token: string | undefined,
    filePath: string | undefined,
    request: () => { url: string; token: string },
): Promise<string> {
    if (token !== undefined) {
        return token;
    }
    if (filePath !== undefined) {
        const { readFile } = await import("node:fs/promises");
        return (await readFile(filePath, "utf8")).trim();
    }
    const { url, token: bearer } = request();
    const address = new URL(url);
    address.searchParams.set("audience", "api://AzureADTokenExchange");
    const response = await createPipelineFromOptions({}).sendRequest(
        createDefaultHttpClient(),
        createPipelineRequest({ url: address.href, headers: createHttpHeaders({ authorization: `Bearer ${bearer}` }) }),
    );
    const { value } = JSON.parse(response.bodyAsText || "{}") as { value?: string };
    if (response.status !== 200 || value === undefined) {
        throw new Error(`The OpenID Connect provider at ${address.host} gave no token: HTTP ${response.status}.`);
    }
    return value;
}

/** The identity that a credential stands for, told from its token for Azure Resource Manager. */
export interface Deployer {
    tenantId: string;
    objectId: string;
}

/**
 * Fails if the component was given a provider that works for someone else: a dynamic resource can't be handed a
 * provider's credentials, and must not quietly act as another identity.
 */
export async function requireDeployer(expected: Deployer | undefined, own: TokenCredential): Promise<void> {
    if (expected === undefined) {
        return;
    }
    const token = await own.getToken("https://management.azure.com/.default");
    const claims = JSON.parse(Buffer.from(token?.token.split(".")[1] ?? "", "base64url").toString() || "{}");
    if (claims.tid !== expected.tenantId || claims.oid !== expected.objectId) {
        throw new Error(
            `The component was given an azure-native provider that works as ${expected.objectId} in tenant ${expected.tenantId}, ` +
                `but passwords are made with the stack's own credentials, which are ${claims.oid} in tenant ${claims.tid}. ` +
                "Give both the same credentials, by azure-native:* in the stack's config or ARM_* in the environment.",
        );
    }
}
