// The application permissions of Microsoft Graph that the operations here ask for: app roles of Graph's service principal.
// Source: https://learn.microsoft.com/graph/permissions-reference
import type { Json } from "../json";

/** Graph's own application, in every tenant. */
export const graphAppId = "00000003-0000-0000-c000-000000000000";

/** The permissions that the operations here ask for, with the ids that they have in every tenant. */
export const graphPermissions: Readonly<Record<string, string>> = {
    "Application.Read.All": "9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30",
    "Application.ReadWrite.All": "1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9",
    "Application.ReadWrite.OwnedBy": "18a4783c-866b-4cc7-a460-3d5e5662c884",
    "AppRoleAssignment.ReadWrite.All": "06b708a9-e830-4db3-a914-8e69da51d44f",
    "Directory.Read.All": "7ab1d382-f21e-4acd-a863-ba3e13f7da61",
    "GroupMember.Read.All": "98830695-27a2-44f7-8c18-0c3ebc9698f6",
    "Group.Read.All": "5b567255-7703-4780-807c-7be8301ae99b",
    "Group.ReadWrite.All": "62a82d76-70ea-41e2-9197-370581804d09",
    "User.Read.All": "df021288-bdef-4463-88db-98f22de89214",
    "User.ReadWrite.All": "741f803b-c850-494e-b5df-cde7c675a1ca",
};

/** As Graph's service principal lists them. */
export const graphAppRoles: Json[] = Object.entries(graphPermissions).map(([value, id]) => ({
    allowedMemberTypes: ["Application"],
    description: value,
    displayName: value,
    id,
    isEnabled: true,
    origin: "Application",
    value,
}));
