// The form of a role definition, and of the built-in ones in the tables beside this file.

export interface Permissions {
    actions: string[];
    notActions: string[];
    dataActions: string[];
    notDataActions: string[];
}

export interface RoleDefinition {
    /** The GUID. */
    name: string;
    roleName: string;
    description: string | null;
    permissions: Permissions[];
}

/** Azure describes each role in a sentence; here its name has to do. */
export const builtInRole = (name: string, roleName: string, permissions: Partial<Permissions>): RoleDefinition => ({
    name,
    roleName,
    description: roleName,
    permissions: [{ actions: [], notActions: [], dataActions: [], notDataActions: [], ...permissions }],
});

/** What Azure adds to each role that manages a resource. */
export const resourceManagement = [
    "Microsoft.Authorization/*/read",
    "Microsoft.Insights/alertRules/*",
    "Microsoft.Resources/deployments/*",
    "Microsoft.Resources/subscriptions/resourceGroups/read",
];
