// `vault`: the vault contoso-vault of an emulator in memory, whose deployer is Key Vault Secrets Officer, by both its planes.

import { vault as dataPlane } from "../../vault/service";
import { it as withGroup } from "../arm/azure";
import { type Answer, type Sent, send, type TestEmulator } from "../services";

export const officer = "b86a8fe4-44ce-4948-aee5-eccb2c155cd7";
export const secretsUser = "4633458b-17de-408a-b874-0445c86b69e6";

const createVault = (azure: TestEmulator) => {
    const id = azure.resource("Microsoft.KeyVault/vaults", "contoso-vault");
    const properties = {
        tenantId: azure.tenantId,
        sku: { family: "A", name: "standard" },
        enableRbacAuthorization: true,
    };
    /** One call of the data plane, as the deployer unless said otherwise. */
    const call = async (method: string, path: string, sent: Sent & { as?: string } = {}): Promise<Answer> => {
        const { as = azure.deployerId, ...rest } = sent;
        const bearer = await azure.tokenOf(as, { aud: "https://vault.azure.net" });
        return send(dataPlane, azure.emulator, `https://contoso-vault.vault.azure.net${path}`, {
            method,
            bearer,
            ...rest,
        });
    };
    return {
        id,
        properties,
        call,
        /** Writes the vault by ARM. */
        put: (more: Record<string, unknown> = {}, location = "westeurope") =>
            azure.call("PUT", id, { location, properties: { ...properties, ...more } }),
        set: (name: string, value: string, as?: string) =>
            call("PUT", `/secrets/${name}`, { body: { value }, ...(as ? { as } : {}) }),
    };
};

export const it = withGroup.extend<{ vault: ReturnType<typeof createVault> }>({
    vault: async ({ azure }, use) => {
        const vault = createVault(azure);
        await vault.put({ softDeleteRetentionInDays: 7 });
        await azure.assign(azure.group, azure.deployerId, officer, { principalType: "ServicePrincipal" });
        await use(vault);
    },
});
