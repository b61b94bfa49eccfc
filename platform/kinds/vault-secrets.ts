import { z } from "zod";
import { CredentialVault } from "../../components";
import { credentialVaultProblems } from "../../components/credential-vault";
import { credentialName, entries, key, principal } from "./fields";
import { defineKind } from "./kind";

/** Credentials to write to the vault, and who can read them there. */
export const vaultSecrets = defineKind({
    section: "vaultSecrets",
    schema: entries({
        credential: credentialName,
        content: z.enum(["password", "dockerConfigJson"]).optional(),
        secretName: z.string().optional(),
        readers: z.record(key, principal).optional(),
    }),
    args: ({ credential: name, content = "password", secretName, readers }, context) => {
        const { username, expiresOn, [content]: value } = context.credential(name);
        const { name: vaultName, resourceGroupName } = context.vault();
        const secret = { secretName, username, expiresOn, [content]: value };
        return { vaultName, resourceGroupName, ...secret, readers, tags: context.tags };
    },
    options: (context) => ({ dependsOn: context.vault().dependsOn }),
    problems: credentialVaultProblems,
    component: CredentialVault,
    outputs: ["secretUri", "expiresOn"],
});
