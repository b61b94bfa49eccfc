import { z } from "zod";
import { Permission, RepositoryToken, TokenPasswordName } from "../../components";
import { repositoryTokenProblems } from "../../components/repository-token";
import { entries, key, registryKey, rotation } from "./fields";
import { defineKind } from "./kind";

/** Tokens for chosen repositories, with rotating passwords. */
export const repositoryTokens = defineKind({
    section: "repositoryTokens",
    schema: entries({
        registry: registryKey,
        grants: z.record(key, z.strictObject({ repositories: z.array(z.string()), permission: z.enum(Permission) })),
        tokenName: z.string().optional(),
        scopeMapName: z.string().optional(),
        firstPassword: z.enum(TokenPasswordName).optional(),
        enabled: z.boolean().optional(),
        ...rotation,
    }),
    args: (entry, { asOf, registry }) => ({ ...entry, asOf, registry: registry(entry.registry) }),
    problems: repositoryTokenProblems,
    component: RepositoryToken,
    outputs: ["username", "expiresOn"],
    credential: (component) => component,
});
