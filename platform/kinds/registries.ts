import { z } from "zod";
import { ContainerRegistry, RegistryLock, RoleAssignmentMode, Sku, WebhookAction } from "../../components";
import { containerRegistryProblems } from "../../components/container-registry";
import { key, tags } from "./fields";
import { defineKind } from "./kind";

const privateEndpoint = z.strictObject({
    subnetResourceId: z.string(),
    location: z.string().optional(),
    resourceGroupName: z.string().optional(),
    dnsZoneResourceIds: z.array(z.string()).optional(),
});

const webhook = z.strictObject({
    serviceUri: z.string(),
    actions: z.array(z.enum(WebhookAction)).optional(),
    scope: z.string().optional(),
});

const cacheRule = z.strictObject({
    sourceRepository: z.string(),
    targetRepository: z.string(),
    credential: z.string().optional(),
});

const cacheCredential = z.strictObject({
    loginServer: z.string(),
    usernameSecretUri: z.string(),
    passwordSecretUri: z.string(),
});

const adminUser = z.strictObject({
    reason: z.string(),
    expiresOn: z.string(),
    revision: z.number().optional(),
    keepPasswords: z.boolean().optional(),
});

/** Every key has a default. */
const registry = z
    .strictObject({
        registryName: z.string(),
        resourceGroupName: z.string(),
        location: z.string(),
        sku: z.enum(Sku),
        zoneRedundancy: z.boolean(),
        tags,
        anonymousPull: z.boolean(),
        armAudienceTokens: z.boolean(),
        publicNetworkAccess: z.boolean(),
        dataEndpoint: z.boolean(),
        allowedIpRanges: z.array(z.string()),
        trustedServices: z.boolean(),
        untaggedRetentionDays: z.number(),
        softDeleteDays: z.number(),
        exports: z.boolean(),
        privateEndpoints: z.record(key, privateEndpoint),
        replications: z.record(key, z.strictObject({ serving: z.boolean(), zoneRedundancy: z.boolean() }).partial()),
        logWorkspaceResourceId: z.string(),
        customerManagedKey: z.strictObject({
            keyUri: z.string(),
            identityResourceId: z.string(),
            identityClientId: z.string(),
        }),
        webhooks: z.record(key, webhook),
        cacheRules: z.record(key, cacheRule),
        cacheCredentials: z.record(key, cacheCredential),
        lock: z.enum(RegistryLock),
        roleAssignmentMode: z.enum(RoleAssignmentMode),
        preparedMode: z.enum(RoleAssignmentMode),
        adminUser,
    })
    .partial();

/** Container registries. The only section that a stack must have; it may be empty. */
export const registries = defineKind({
    section: "registries",
    schema: z.record(key, registry),
    args: (entry, { location, asOf, tags, resourceGroupName }) => ({
        location,
        asOf,
        ...entry,
        resourceGroupName: entry.resourceGroupName ?? resourceGroupName(),
        tags: { ...tags, ...entry.tags },
    }),
    problems: (_, args) => containerRegistryProblems(args),
    component: ContainerRegistry,
    outputs: ["name", "resourceId", "loginServer"],
    registry: ({ reference }) => reference,
});
