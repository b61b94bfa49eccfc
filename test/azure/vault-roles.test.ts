import { expect, it } from "vitest";
import { vaultRoleOf, vaultRoles } from "../../azure/vault-roles";

it.each([
    [`/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/${vaultRoles.SecretsUser.id}`, "SecretsUser"],
    [vaultRoles.Administrator.id.toUpperCase(), "Administrator"],
    ["key vault secrets officer", "SecretsOfficer"],
] as const)("%s is a role that reads secrets", (idOrName, name) => {
    expect(vaultRoleOf(idOrName)).toBe(vaultRoles[name]);
});

it.each(["", "Owner", "Key Vault Reader", "21090545-7ca7-4776-b22c-e363652d74d2"])("'%s' is none", (idOrName) => {
    expect(vaultRoleOf(idOrName)).toBeUndefined();
});
