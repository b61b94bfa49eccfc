// Deletions of Key Vault secrets. Azure Resource Manager has none, so azure-native asks the vault itself, which takes a right
// to the vault's data (Key Vault Secrets Officer) and a way to reach it.
// Source: pulumi/pulumi-azure-native, provider/pkg/resources/customresources/custom_keyvault.go
import type { TokenCredential } from "@azure/identity";
import { type Properties, text } from "../plugin/property-values";
import { refusal, restClient } from "../rest-client";

const apiVersion = "7.5";

/**
 * Deletes the secret that a resource's inputs name. One that is not there is deleted already; every other refusal is an
 * error, as for a missing right (403) and for a deletion that is under way (409).
 */
export function secretDeletion(credential: TokenCredential): (inputs: Properties) => Promise<void> {
    const send = restClient(credential, "https://vault.azure.net/.default", "acr-auth-local-azure-native");
    return async (inputs) => {
        const [vault, secret] = ["vaultName", "secretName"].map((name) => {
            const value = text(inputs[name]);
            if (value) return value;
            throw new Error(`${name} not found in resource state`);
        });
        const url = `https://${vault}.vault.azure.net/secrets/${secret}?api-version=${apiVersion}`;
        const answer = await send("DELETE", url);
        if (answer.status >= 300 && answer.status !== 404) throw refusal("DELETE", url, answer);
    };
}
