// Secrets of a Key Vault: written through ARM, deleted through the vault.
import { expect, test } from "vitest";
import { asked, azureNativeForTests, mayDeleteSecrets } from "./deploying";

const { emulator, provider, deploy, newGroup } = azureNativeForTests();
const types = { Vault: "azure-native:keyvault:Vault", Secret: "azure-native:keyvault:Secret" };

async function newSecret() {
    const resourceGroupName = await newGroup();
    const vaultName = `vault-${crypto.randomUUID().slice(0, 8)}`;
    const properties = {
        tenantId: emulator().deployer.tenantId,
        sku: { family: "A", name: "standard" },
        enableRbacAuthorization: true,
    };
    const vault = await deploy(types.Vault, "vault", { resourceGroupName, vaultName, properties });
    const declared = { resourceGroupName, vaultName, secretName: "login", properties: { value: "hidden" } };
    return { vault, vaultName, declared, secret: await deploy(types.Secret, "login", declared) };
}

test("a secret is deleted through its vault, which asks for a right to its data", async () => {
    const azure = await provider();
    const { vault, vaultName, declared, secret } = await newSecret();
    const remove = () => azure.delete(types.Secret, "login", secret.id, secret.state, secret.inputs);
    await expect(remove()).rejects.toMatchObject({
        details: expect.stringContaining(
            `DELETE /secrets/login was refused by ${vaultName}.vault.azure.net with status 403, code Forbidden`,
        ),
    });
    await mayDeleteSecrets(azure, emulator(), vault.id);
    await remove();
    expect((await azure.read(types.Secret, "login", secret.id, secret)).id).toBe("");
    expect(asked(emulator(), new RegExp(`/vaults/${vaultName}/secrets/`))).toEqual(["PUT"]);

    // What is not there is deleted already; its name stays taken until it is recovered or purged.
    await remove();
    await expect(deploy(types.Secret, "login", declared)).rejects.toMatchObject({
        details: expect.stringMatching(/with status 409, code Conflict: .*deleted but recoverable/s),
    });
});

test("a secret whose inputs name no vault is an error", async () => {
    const azure = await provider();
    const { secret } = await newSecret();
    await expect(azure.delete(types.Secret, "login", secret.id, {}, { secretName: "login" })).rejects.toMatchObject({
        details: "vaultName not found in resource state",
    });
});
