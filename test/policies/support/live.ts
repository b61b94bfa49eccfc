// Resources as a source reads them from Azure itself, for tests of what exists: the URN is the ARM id or the path in
// Microsoft Graph.
import { normalise, type Resource } from "../../../estate/resource";
import { registryId, resourceGroup, roleId, subscription } from "./resources";

export { registryId, resourceGroup, roleId, subscription };
/** `11111111-1111-1111-1111-111111111111`. */
export const subscriptionGuid = subscription.slice("/subscriptions/".length);

export function live(type: string, id: string, properties: Record<string, unknown> = {}): Resource {
    const name = id.slice(id.lastIndexOf("/") + 1);
    const values = { name, ...properties, id };
    const [resource] = normalise({ urn: id, id, name, type, inputs: values, outputs: values });
    return resource as Resource;
}

const azure = (module: string, path: (name: string) => string) => {
    return (name: string, properties: Record<string, unknown> = {}) =>
        live(`azure-native:${module}`, path(name), properties);
};
const graph =
    (type: string, path: string) =>
    (name: string, properties: Record<string, unknown> = {}) =>
        live(`azuread:index:${type}`, `/${path}/${name}`, { objectId: name, displayName: name, ...properties });
const inGroup = (type: string) => (name: string) => `${resourceGroup}/providers/${type}/${name}`;

export const liveRegistry = (name: string, properties: Record<string, unknown> = {}) =>
    live("azure-native:containerregistry:Registry", registryId(name), {
        loginServer: `${name}.azurecr.io`,
        sku: { name: "Standard" },
        adminUserEnabled: false,
        anonymousPullEnabled: false,
        roleAssignmentMode: "LegacyRegistryPermissions",
        ...properties,
    });
/** Of the registry `images`. */
export const liveToken = (name: string, properties: Record<string, unknown> = {}) =>
    live("azure-native:containerregistry:Token", `${registryId("images")}/tokens/${name}`, {
        registryName: "images",
        tokenName: name,
        status: "enabled",
        scopeMapId: `${registryId("images")}/scopeMaps/${name}`,
        ...properties,
    });
export const liveScopeMap = (name: string, actions: readonly string[]) =>
    live("azure-native:containerregistry:ScopeMap", `${registryId("images")}/scopeMaps/${name}`, {
        registryName: "images",
        scopeMapName: name,
        actions,
    });
export const liveIdentity = azure(
    "managedidentity:UserAssignedIdentity",
    inGroup("Microsoft.ManagedIdentity/userAssignedIdentities"),
);
export const liveCluster = azure(
    "containerservice:ManagedCluster",
    inGroup("Microsoft.ContainerService/managedClusters"),
);
export const liveApplication = graph("Application", "applications");
export const liveServicePrincipal = graph("ServicePrincipal", "servicePrincipals");
export const liveUser = graph("User", "users");
export const liveGroup = graph("Group", "groups");

/** Of the registry `images` unless another scope is given. */
export const liveAssignment = (
    name: string,
    role: { id: string },
    principalId: string,
    more: Record<string, unknown> = {},
    type = "RoleAssignment",
) => {
    const scope = String(more.scope ?? registryId("images"));
    const path = type === "RoleAssignment" ? "roleAssignments" : "roleEligibilitySchedules";
    return live(`azure-native:authorization:${type}`, `${scope}/providers/Microsoft.Authorization/${path}/${name}`, {
        scope,
        roleDefinitionId: roleId(role.id),
        principalId,
        principalType: "ServicePrincipal",
        createdOn: "2026-05-01T08:00:00Z",
        ...more,
    });
};
export const liveEligibility = (
    name: string,
    role: { id: string },
    principalId: string,
    more: Record<string, unknown> = {},
) => liveAssignment(name, role, principalId, more, "PimRoleEligibilitySchedule");
