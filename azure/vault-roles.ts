// Built-in roles that read the value of a Key Vault secret, in a vault that decides by Azure RBAC. No role of the control
// plane does, Owner and Contributor included.
// Sources: https://learn.microsoft.com/azure/key-vault/general/rbac-guide,
// https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/security

/** The data action that reads a secret's value. */
export const readSecretAction = "Microsoft.KeyVault/vaults/secrets/getSecret/action";

interface VaultRole {
    /** The name of the role definition, a GUID that is the same in every tenant. */
    id: string;
    /** As Azure shows it. */
    displayName: string;
}

export const vaultRoles = {
    Administrator: { id: "00482a5a-887f-4fb3-b363-3b7fe8e74483", displayName: "Key Vault Administrator" },
    SecretsOfficer: { id: "b86a8fe4-44ce-4948-aee5-eccb2c155cd7", displayName: "Key Vault Secrets Officer" },
    SecretsUser: { id: "4633458b-17de-408a-b874-0445c86b69e6", displayName: "Key Vault Secrets User" },
    // A certificate with its key is read as a secret, so this role reads every secret.
    CertificateUser: { id: "db79e9a7-68ee-4b58-9aeb-b90e7c24fcba", displayName: "Key Vault Certificate User" },
} as const satisfies Record<string, VaultRole>;

/** The role of a role definition id, however it is scoped, or of a display name in any casing. */
export function vaultRoleOf(idOrName: string): VaultRole | undefined {
    const wanted = idOrName.slice(idOrName.lastIndexOf("/") + 1).toLowerCase();
    return Object.values<VaultRole>(vaultRoles).find(
        ({ id, displayName }) => id === wanted || displayName.toLowerCase() === wanted,
    );
}
