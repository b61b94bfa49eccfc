// The Azure credential of azure-native's settings and environment, for code that must act as the identity that a
// deployment acts as. The libraries are imported when a credential is made: they are the slowest import of their users.
import type { TokenCredential } from "@azure/identity";
import { type CredentialConfig, credentialMethod, type OidcSource } from "./credential-order";

/**
 * The credential of the first method that the settings describe, as `credentialMethod` decides; asks nobody for a token
 * yet. Rejects where a method lacks a setting, and for any cloud but the public one.
 */
export async function azureCredential(
    config: CredentialConfig,
    environment: Readonly<Record<string, string | undefined>>,
): Promise<TokenCredential> {
    const found = credentialMethod(config, environment);
    const identity = await import("@azure/identity");
    switch (found.method) {
        case "default":
            return new identity.DefaultAzureCredential({ tenantId: found.tenantId });
        case "certificate":
            return new identity.ClientCertificateCredential(found.tenantId, found.clientId, {
                certificatePath: found.path,
                certificatePassword: found.password,
            });
        case "secret":
            return new identity.ClientSecretCredential(found.tenantId, found.clientId, found.secret);
        case "oidc":
            return new identity.ClientAssertionCredential(found.tenantId, found.clientId, () =>
                oidcToken(found.source()),
            );
        case "managedIdentity":
            return found.clientId === undefined
                ? new identity.ManagedIdentityCredential()
                : new identity.ManagedIdentityCredential({ clientId: found.clientId });
        case "azureCli":
            return new identity.AzureCliCredential({
                tenantId: found.tenantId,
                subscription: found.subscriptionId,
            });
    }
}

/** The account that `az` has in a tenant. */
export async function azureCliCredential(tenantId: string): Promise<TokenCredential> {
    const { AzureCliCredential } = await import("@azure/identity");
    return new AzureCliCredential({ tenantId });
}

/** Rejects where the file can't be read, or the request is answered without a token. */
export async function oidcToken(source: OidcSource): Promise<string> {
    if (source.from === "token") return source.token;
    if (source.from === "file") {
        const { readFile } = await import("node:fs/promises");
        return (await readFile(source.path, "utf8")).trim();
    }
    const pipeline = await import("@azure/core-rest-pipeline");
    const address = new URL(source.url);
    address.searchParams.set("audience", source.audience);
    const headers = pipeline.createHttpHeaders({ authorization: `Bearer ${source.bearer}` });
    const response = await pipeline
        .createPipelineFromOptions({})
        .sendRequest(
            pipeline.createDefaultHttpClient(),
            pipeline.createPipelineRequest({ url: address.href, headers }),
        );
    const { value } = JSON.parse(response.bodyAsText || "{}") as { value?: string };
    if (response.status !== 200 || value === undefined) {
        throw new Error(`The OpenID Connect provider at ${address.host} gave no token: HTTP ${response.status}.`);
    }
    return value;
}
