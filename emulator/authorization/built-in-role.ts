// The form of a built-in role in the tables beside this file.
import type { Permissions, RoleDefinition } from "./access-control";

/** Azure describes each role in a sentence; here its name has to do. */
export const builtInRole = (name: string, roleName: string, permissions: Partial<Permissions>): RoleDefinition => ({
    name,
    roleName,
    description: roleName,
    permissions: [{ actions: [], notActions: [], dataActions: [], notDataActions: [], ...permissions }],
});

/** What everyone who manages a resource may do around it. */
export const surroundings = [
    "Microsoft.Authorization/*/read",
    "Microsoft.Insights/alertRules/*",
    "Microsoft.Resources/deployments/*",
    "Microsoft.Resources/subscriptions/resourceGroups/read",
];
