// A lock on a registry. Source: https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources
import * as authorization from "@pulumi/azure-native/authorization";
import type * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../inputs/validation";
import type { AdminUserArgs } from "./admin-user";
import type { RegistryPlace } from "./place";

/** What a lock keeps anyone, owners included, from doing. */
export const RegistryLock = {
    /** Deleting the registry, and anything in it or on it: tokens and role assignments as well. */
    deletion: "CanNotDelete",
    /**
     * Any change through Azure Resource Manager: new tokens, passwords and role assignments included, so not for a program
     * that grants access to the registry. Pull and push go on.
     */
    changes: "ReadOnly",
} as const;
export type RegistryLock = (typeof RegistryLock)[keyof typeof RegistryLock];

/** What can't be under a lock: ReadOnly refuses the passwords of the admin user, and turning it off again. */
export function lockProblems(lock: RegistryLock | undefined, adminUser: AdminUserArgs | undefined): Problem[] {
    return lock === RegistryLock.changes && adminUser !== undefined
        ? [
              {
                  path: "lock",
                  problem: "refuses to generate the passwords of adminUser, and to turn it off",
                  given: lock,
                  remedy: `Use ${RegistryLock.deletion}, or leave lock out while there is an adminUser.`,
              },
          ]
        : [];
}

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
