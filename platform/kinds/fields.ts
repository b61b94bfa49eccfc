// The parts that entries of several kinds have in common.
import { z } from "zod";
import { type Grant, Permission, PrincipalType } from "../../components";
import type { Context } from "../context";
import { mapValues } from "./kind";

/** A name that users choose. It becomes part of resource names. */
export const key = z.string().regex(/^[a-zA-Z][a-zA-Z0-9-]{0,49}$/);

/** A section that may be left out, with entries of one shape. */
export function entries<Shape extends z.ZodRawShape>(shape: Shape) {
    return z.record(key, z.strictObject(shape)).optional();
}

/** A reference to a key of `registries`. */
export const registryKey = z.string();

/** A reference to the name of a service principal, a repository token or an application. */
export const credentialName = z.string();

export const tags = z.record(z.string(), z.string());

/** Object ids of further owners of an application. */
export const owners = z.array(z.string());

/** When a credential rotates. */
export const rotation = z
    .strictObject({ startsOn: z.string(), period: z.number(), lifetime: z.number(), revision: z.number() })
    .partial().shape;

/** A principal in Entra. */
export const principal = z
    .strictObject({
        groupName: z.string(),
        userPrincipalName: z.string(),
        principalId: z.string(),
        principalType: z.enum(PrincipalType),
    })
    .partial();

/** What a principal may do. */
export const grants = z.record(
    key,
    z.strictObject({
        registry: registryKey,
        permission: z.enum(Permission),
        repositories: z.array(z.string()).optional(),
        listCatalog: z.boolean().optional(),
        roleAssignmentNames: z.record(z.string(), z.string()).optional(),
    }),
);

/** The grants as components take them. */
export function grantArgs(entries: z.infer<typeof grants>, { registry }: Context): Record<string, Grant> {
    return mapValues(entries, (grant) => ({ ...grant, registry: registry(grant.registry) }));
}

/** Where a new managed identity is created, and its tags. */
export function newIdentity({ location, tags, resourceGroupName }: Context) {
    return { location, tags, resourceGroupName: resourceGroupName() };
}
