// The built-in roles that a registry, an identity or a vault meets, with the actions Azure publishes for them. Data, no
// logic.
import { registryRoles } from "./registry-roles";
import { builtInRole, type RoleDefinition, resourceManagement } from "./role-definition";

export const builtInRoles: RoleDefinition[] = [
    builtInRole("8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "Owner", {
        actions: ["*"],
    }),
    builtInRole("b24988ac-6180-42a0-ab88-20f7382dd24c", "Contributor", {
        actions: ["*"],
        notActions: [
            "Microsoft.Authorization/*/Delete",
            "Microsoft.Authorization/*/Write",
            "Microsoft.Authorization/elevateAccess/Action",
            "Microsoft.Blueprint/blueprintAssignments/write",
            "Microsoft.Blueprint/blueprintAssignments/delete",
            "Microsoft.Compute/galleries/share/action",
            "Microsoft.Purview/consents/write",
            "Microsoft.Purview/consents/delete",
            "Microsoft.Resources/deploymentStacks/manageDenySetting/action",
        ],
    }),
    builtInRole("acdd72a7-3385-48ef-bd42-f606fba81ae7", "Reader", {
        actions: ["*/read"],
    }),
    builtInRole("18d7d88d-d35e-4fb5-a5c3-7773c20a72d9", "User Access Administrator", {
        actions: ["*/read", "Microsoft.Authorization/*", "Microsoft.Support/*"],
    }),
    builtInRole("f58310d9-a9f6-439a-9e8d-f62e7b41a168", "Role Based Access Control Administrator", {
        actions: [
            "Microsoft.Authorization/roleAssignments/write",
            "Microsoft.Authorization/roleAssignments/delete",
            "*/read",
            "Microsoft.Support/*",
        ],
    }),
    ...registryRoles,
    builtInRole("b86a8fe4-44ce-4948-aee5-eccb2c155cd7", "Key Vault Secrets Officer", {
        actions: [
            "Microsoft.Authorization/*/read",
            "Microsoft.Insights/alertRules/*",
            "Microsoft.Resources/deployments/*",
            "Microsoft.Resources/subscriptions/resourceGroups/read",
            "Microsoft.Support/*",
            "Microsoft.KeyVault/checkNameAvailability/read",
            "Microsoft.KeyVault/deletedVaults/read",
            "Microsoft.KeyVault/locations/*/read",
            "Microsoft.KeyVault/vaults/*/read",
            "Microsoft.KeyVault/operations/read",
        ],
        dataActions: ["Microsoft.KeyVault/vaults/secrets/*"],
    }),
    builtInRole("f25e0fa2-a7c8-4377-a976-54943a77a395", "Key Vault Contributor", {
        actions: [...resourceManagement, "Microsoft.KeyVault/*", "Microsoft.Support/*"],
        notActions: [
            "Microsoft.KeyVault/locations/deletedVaults/purge/action",
            "Microsoft.KeyVault/hsmPools/*",
            "Microsoft.KeyVault/managedHsms/*",
        ],
    }),
    builtInRole("28bf596f-4eb7-45ce-b5bc-6cf482fec137", "Locks Contributor", {
        actions: ["read", "write", "delete"].map((verb) => `Microsoft.Authorization/locks/${verb}`),
    }),
    builtInRole("e40ec5ca-96e0-45a2-b4ff-59039f2c2b59", "Managed Identity Contributor", {
        actions: [
            ...["", "/federatedIdentityCredentials"].flatMap((child) =>
                ["read", "write", "delete"].map(
                    (verb) => `Microsoft.ManagedIdentity/userAssignedIdentities${child}/${verb}`,
                ),
            ),
            "Microsoft.ManagedIdentity/userAssignedIdentities/revokeTokens/action",
            ...resourceManagement,
            "Microsoft.Support/*",
        ],
    }),
    builtInRole("f1a07417-d97a-45cb-824c-7a7467783830", "Managed Identity Operator", {
        actions: [
            "Microsoft.ManagedIdentity/userAssignedIdentities/*/read",
            "Microsoft.ManagedIdentity/userAssignedIdentities/*/assign/action",
            ...resourceManagement,
            "Microsoft.Support/*",
        ],
    }),
];
