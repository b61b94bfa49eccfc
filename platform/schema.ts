// The shape of the stack's config. Anything that is not in here is a mistake.
import { z } from "zod";
import { Permission, PrincipalType, Sku } from "../components";

/** Keys that users choose become parts of resource names. */
const key = z.string().regex(/^[a-zA-Z][a-zA-Z0-9-]{0,49}$/);
const tags = z.record(z.string(), z.string());

const registry = z.strictObject({
    registryName: z.string().optional(),
    location: z.string().optional(),
    sku: z.enum(Sku).optional(),
    tags: tags.optional(),
    anonymousPull: z.boolean().optional(),
    armAudienceTokens: z.boolean().optional(),
    publicNetworkAccess: z.boolean().optional(),
    dataEndpoint: z.boolean().optional(),
});

const grant = z.strictObject({
    registry: z.string(),
    permission: z.enum(Permission),
    repositories: z.array(z.string()).optional(),
    listCatalog: z.boolean().optional(),
});
const grants = z.record(key, grant);

const rotation = {
    startsOn: z.string().optional(),
    period: z.number().optional(),
    lifetime: z.number().optional(),
    revision: z.number().optional(),
};

const access = z.strictObject({
    groupName: z.string().optional(),
    userPrincipalName: z.string().optional(),
    principalId: z.string().optional(),
    principalType: z.enum(PrincipalType).optional(),
    grants,
});

const servicePrincipal = z.strictObject({ clientId: z.string().optional(), grants, ...rotation });

const repositoryToken = z.strictObject({
    registry: z.string(),
    grants: z.record(key, z.strictObject({ repositories: z.array(z.string()), permission: z.enum(Permission) })),
    tokenName: z.string().optional(),
    enabled: z.boolean().optional(),
    ...rotation,
});

export const stackConfig = z.strictObject({
    location: z.string().optional(),
    resourceGroupName: z.string().optional(),
    asOf: z.string().optional(),
    allowAsOf: z.boolean().optional(),
    tags: tags.optional(),
    registries: z.record(key, registry),
    access: z.record(key, access).optional(),
    servicePrincipals: z.record(key, servicePrincipal).optional(),
    repositoryTokens: z.record(key, repositoryToken).optional(),
    exportPasswords: z.array(z.string()).optional(),
});

export type StackConfig = z.infer<typeof stackConfig>;
export type RegistryEntry = z.infer<typeof registry>;
export type GrantEntry = z.infer<typeof grant>;
export type AccessEntry = z.infer<typeof access>;
export type ServicePrincipalEntry = z.infer<typeof servicePrincipal>;
export type RepositoryTokenEntry = z.infer<typeof repositoryToken>;

/** Config values are text; these stay text, all others are JSON. */
export const textKeys: ReadonlySet<string> = new Set(["location", "resourceGroupName", "asOf"]);
