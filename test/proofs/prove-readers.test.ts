// Who reads the password of a login from a Key Vault holds that login.
import { describe, expect } from "vitest";
import { differences, proveTest } from "./prove-stack";
import { stateOf, vaultSecret } from "./states";

const it = proveTest();
const version = "?api-version=2024-11-01";

describe("the readers of a login's secret", () => {
    it("are the declared ones and those of the vault; an undeclared one is wider, a missing one narrower", async ({
        stack,
        prove,
    }) => {
        const { arm, group, emulator, assign, unassign } = stack;
        const { tenantId } = emulator.deployer;
        const [ada = "", grace = "", guest = ""] = emulator.state.users
            .filter((user) => user.tenantId === tenantId)
            .map(({ id }) => id);
        const vaultId = `${group}/providers/Microsoft.KeyVault/vaults/proofreaders`;
        const properties = { tenantId, sku: { family: "A", name: "standard" }, enableRbacAuthorization: true };
        await arm.change("PUT", `${vaultId}${version}`, { location: "koreacentral", properties });
        const secretId = `${vaultId}/secrets/pusher`;
        await arm.change("PUT", `${secretId}${version}`, { properties: { value: "hush" } });
        const declared = await assign("SecretsUser", secretId, ada, "User");
        const stray = await assign("SecretsUser", secretId, grace, "User");
        await assign("SecretsOfficer", vaultId, guest, "User");
        // Reads no secret.
        await assign("Reader", secretId, grace, "User");

        const state = stateOf(...vaultSecret("pusher", secretId, [declared]));
        const results = await prove({}, state);
        expect(
            results.map(({ method, action, actual, evidence }) => [method, action, actual, evidence.message]),
        ).toEqual([
            [
                "Key Vault",
                "read secret",
                "allowed",
                `User ${ada} holds this login, by Key Vault Secrets User at ${secretId}`,
            ],
            [
                "Key Vault",
                "read secret",
                "allowed",
                `User ${grace} holds this login, by Key Vault Secrets User at ${secretId}`,
            ],
            [
                "Key Vault",
                "read secret",
                "allowed",
                `User ${guest} holds this login, by Key Vault Secrets Officer at ${vaultId}`,
            ],
        ]);
        expect(differences(results).map(({ verdict, evidence }) => [verdict, evidence.code, evidence.remedy])).toEqual([
            ["wider", "UNDECLARED_READER", `az role assignment delete --ids ${stray}`],
        ]);

        await unassign(stray);
        await unassign(declared);
        expect(differences(await prove({}, state)).map(({ verdict, evidence }) => [verdict, evidence.message])).toEqual(
            [["narrower", `ARM lists no role assignment ${declared} at the secret`]],
        );
    });
});
