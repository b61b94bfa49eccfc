import { describe, expect, it } from "vitest";
import type { ContainerRegistryArgs } from "../../../components";
import { registryInputs } from "./support";

describe("the encryption of a registry", () => {
    it.each<[string, Partial<ContainerRegistryArgs>, Record<string, unknown>]>([
        [
            "a key of one's own",
            {
                sku: "Premium",
                customerManagedKey: {
                    keyUri: "https://v.vault.azure.net/keys/k",
                    identityResourceId: "/identity",
                    identityClientId: "c",
                },
            },
            {
                encryption: {
                    status: "enabled",
                    keyVaultProperties: { keyIdentifier: "https://v.vault.azure.net/keys/k", identity: "c" },
                },
                identity: { type: "UserAssigned", userAssignedIdentities: { "/identity": {} } },
            },
        ],
    ])("have %s", async (_, args, inputs) => {
        expect(await registryInputs(args)).toMatchObject(inputs);
    });
});
