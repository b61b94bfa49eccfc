import { z } from "zod";
import { RegistryManagedIdentity } from "../../components";
import { registryManagedIdentityProblems } from "../../components/registry-managed-identity";
import { entries, grantArgs, grants, key, newIdentity } from "./fields";
import { defineKind } from "./kind";

const github = z.strictObject({
    organization: z.string(),
    repository: z.string(),
    branch: z.string().optional(),
    tag: z.string().optional(),
    environment: z.string().optional(),
    pullRequest: z.boolean().optional(),
    organizationId: z.string().optional(),
    repositoryId: z.string().optional(),
});

const gitlab = z.strictObject({
    project: z.string(),
    branch: z.string().optional(),
    tag: z.string().optional(),
    issuer: z.string().optional(),
});

const kubernetes = z.strictObject({ issuer: z.string(), namespace: z.string(), serviceAccount: z.string() });

/** Identities without a password, for services in Azure and, by federation, for pipelines and pods. */
export const managedIdentities = defineKind({
    section: "managedIdentities",
    schema: entries({
        identityResourceId: z.string().optional(),
        identityName: z.string().optional(),
        federatedCredentials: z
            .record(
                key,
                z.strictObject({ name: z.string(), github, gitlab, kubernetes, audience: z.string() }).partial(),
            )
            .optional(),
        grants,
    }),
    args: (entry, context) => ({
        ...(entry.identityResourceId === undefined ? newIdentity(context) : {}),
        ...entry,
        grants: grantArgs(entry.grants, context),
    }),
    problems: registryManagedIdentityProblems,
    component: RegistryManagedIdentity,
    outputs: ["resourceId", "clientId", "principalId"],
});
