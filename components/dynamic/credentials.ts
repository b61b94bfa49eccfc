// The credential that the dynamic resources call Azure with: that of azure-native, found in the same order.
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
import { credentialMethod, type OidcSource } from "../../azure/credential-order";
import { azureAudience } from "../../azure/federation";
import { tokenPayload } from "../../azure/token-payload";

/** The stack's config, as the engine hands it to a dynamic provider. */
export interface StackConfig {
    get(key: string): string | undefined;
}

let stackConfig: StackConfig = { get: () => undefined };

/** Remembers the stack's config; the engine calls it before anything else, once in a process. */
export function configure(config: StackConfig): void {
    stackConfig = config;
}

/** The credential of the first method that the settings describe; Azure CLI where they describe none. */
export function credential(environment: NodeJS.ProcessEnv = process.env): TokenCredential {
    const found = credentialMethod((setting) => stackConfig.get(`azure-native:${setting}`), environment);
    switch (found.method) {
        case "certificate":
            return new ClientCertificateCredential(found.tenantId, found.clientId, {
                certificatePath: found.path,
                certificatePassword: found.password,
            });
        case "secret":
            return new ClientSecretCredential(found.tenantId, found.clientId, found.secret);
        case "oidc":
            return new ClientAssertionCredential(found.tenantId, found.clientId, async () => oidcToken(found.source()));
        case "managedIdentity":
            return found.clientId === undefined
                ? new ManagedIdentityCredential()
                : new ManagedIdentityCredential({ clientId: found.clientId });
        case "azureCli":
            return found.tenantId === undefined
                ? new AzureCliCredential()
                : new AzureCliCredential({ tenantId: found.tenantId });
    }
}

async function oidcToken(source: OidcSource): Promise<string> {
    if (source.from === "token") {
        return source.token;
    }
    if (source.from === "file") {
        const { readFile } = await import("node:fs/promises");
        return (await readFile(source.path, "utf8")).trim();
    }
    const address = new URL(source.url);
    address.searchParams.set("audience", azureAudience);
    const headers = createHttpHeaders({ authorization: `Bearer ${source.bearer}` });
    const response = await createPipelineFromOptions({}).sendRequest(
        createDefaultHttpClient(),
        createPipelineRequest({ url: address.href, headers }),
    );
    const { value } = JSON.parse(response.bodyAsText || "{}") as { value?: string };
    if (response.status !== 200 || value === undefined) {
        throw new Error(`The OpenID Connect provider at ${address.host} gave no token: HTTP ${response.status}.`);
    }
    return value;
}

/** The identity of a credential, read from its token for Azure Resource Manager. */
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
    const claims = tokenPayload(token?.token ?? "") ?? {};
    if (claims.tid !== expected.tenantId || claims.oid !== expected.objectId) {
        throw new Error(
            `The component was given an azure-native provider that works as ${expected.objectId} in tenant ${expected.tenantId}, ` +
                `but passwords are made with the stack's own credentials, which are ${claims.oid} in tenant ${claims.tid}. ` +
                "Give both the same credentials, by azure-native:* in the stack's config or ARM_* in the environment.",
        );
    }
}
