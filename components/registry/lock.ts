// A lock on a registry. Source: https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources
import * as authorization from "@pulumi/azure-native/authorization";
import type * as pulumi from "@pulumi/pulumi";
import type { RegistryPlace } from "./place";

/** What a lock keeps anyone, owners included, from doing. */
export const RegistryLock = {
    /** Deleting the registry, and anything in it or on it: tokens and role assignments as well. */
    deletion: "CanNotDelete",
    /** Any change through Azure Resource Manager, generating a token's password included. Pull and push go on. */
    changes: "ReadOnly",
} as const;
export type RegistryLock = (typeof RegistryLock)[keyof typeof RegistryLock];

/** Put on after all parts of the registry, and so taken off before any of them is deleted. */
export function declareLock(
    { component, name, registryId }: RegistryPlace,
    level: RegistryLock,
    parts: pulumi.Resource[],
): void {
    new authorization.ManagementLockByScope(
        `${name}-lock`,
        {
            scope: registryId,
            lockName: name,
            level,
            notes: "Declared with the registry. It also blocks removing access; take it off first.",
        },
        { parent: component, dependsOn: parts },
    );
}
