// Key Vault's rules for the names of vaults and secrets, and the form of an expiry. Pure.
// Source: https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates#vault-name-and-object-name
import type { Problem } from "../inputs/validation";

export function vaultNameProblems(given: string): Problem[] {
    return /^(?!.*--)[a-zA-Z][a-zA-Z0-9-]{1,22}[a-zA-Z0-9]$/.test(given)
        ? []
        : [
              {
                  path: "vaultName",
                  problem: "is not the name of a vault",
                  given,
                  remedy: "Give the name that `az keyvault show --query name` prints, without .vault.azure.net.",
              },
          ];
}

export function secretNameProblems(given: string): Problem[] {
    return /^[a-zA-Z0-9-]{1,127}$/.test(given)
        ? []
        : [
              {
                  path: "secretName",
                  problem: "is not the name of a secret",
                  given,
                  remedy: "Use 1 to 127 letters, digits and hyphens, and no other characters.",
              },
          ];
}

export function expiresOnProblems(given: string): Problem[] {
    return /^\d{4}-\d{2}-\d{2}T/.test(given) && !Number.isNaN(Date.parse(given))
        ? []
        : [
              {
                  path: "expiresOn",
                  problem: "is not an ISO 8601 timestamp",
                  given,
                  remedy: "Give the expiresOn of a credential component, or a moment such as 2026-05-31T00:00:00Z.",
              },
          ];
}

/** Key Vault's timestamps are whole seconds since 1970. */
export function epochSeconds(moment: string): number {
    return Math.floor(Date.parse(moment) / 1000);
}
