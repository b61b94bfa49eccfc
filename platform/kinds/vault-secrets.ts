import { z } from "zod";
import { CredentialVault } from "../../components";
import { credentialVaultProblems } from "../../components/credential-vault";
import { credentialName, entries } from "./fields";
import { defineKind } from "./kind";

/** Credentials to be written to the vault. */
export const vaultSecrets = defineKind({
    section: "vaultSecrets",
    schema: entries({
        credential: credentialName,
        content: z.enum(["password", "dockerConfigJson"]).optional(),
        secretName: z.string().optional(),
    }),
    args: ({ credential: name, content = "password", secretName }, context) => {
        const { username, expiresOn, [content]: value } = context.credential(name);
        const { name: vaultName, resourceGroupName } = context.vault();
        return { vaultName, resourceGroupName, secretName, tags: context.tags, username, expiresOn, [content]: value };
    },
    problems: credentialVaultProblems,
    component: CredentialVault,
    outputs: ["secretUri", "expiresOn"],
});
