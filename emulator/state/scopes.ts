// Scopes of Azure Resource Manager from the root of a tenant down to a resource: which are above one another, and the role
// assignments at, above and below a scope. Management groups are not part of a subscription's id, so they are looked up.
// Source: https://learn.microsoft.com/azure/role-based-access-control/scope-overview
import { sameText } from "../text";
import type { RoleAssignment } from "./authorization";
import type { AzureState, ManagementGroup } from "./azure-state";
import { entriesWith } from "./indexed";
import { enclosing, subscriptionOf } from "./resource-id";
import { findSubscription } from "./resources";

const groupPath = "/providers/Microsoft.Management/managementGroups/";

export const managementGroupId = (name: string): string => `${groupPath}${name}`;

/** The name of the management group that a scope is, or is below of: `platform` of `.../managementGroups/platform/...`. */
export const managementGroupOf = (scope: string): string | undefined =>
    /^\/providers\/microsoft\.management\/managementgroups\/([^/]+)/i.exec(scope)?.[1];

/** By name in any case; a tenant's root group has the tenant's id as its name and is there without being made. */
export const findManagementGroup = (state: AzureState, name: string): ManagementGroup | undefined => {
    const tenant = state.tenants.find(({ tenantId }) => sameText(tenantId, name));
    if (tenant) return { name: tenant.tenantId, tenantId: tenant.tenantId, displayName: "Tenant Root Group" };
    return state.managementGroups.find((group) => sameText(group.name, name));
};

/** A management group and those above it, by name, up to the tenant's root group. */
const upwards = (state: AzureState, name: string): string[] => {
    const found = findManagementGroup(state, name);
    if (found === undefined) return [];
    if (sameText(found.name, found.tenantId)) return [found.name];
    return [found.name, ...upwards(state, found.parent ?? found.tenantId)];
};

/** A scope and all above it, in lower case: the resource's own, its group, subscription, management groups, the root. */
export const scopesFrom = (state: AzureState, scope: string): string[] => {
    const subscription = findSubscription(state, subscriptionOf(scope) ?? "");
    const group = subscription ? (subscription.managementGroup ?? subscription.tenantId) : managementGroupOf(scope);
    const groups =
        group === undefined ? [] : upwards(state, group).map((name) => managementGroupId(name).toLowerCase());
    return [...new Set([...enclosing(scope).slice(0, -1), ...groups, ""])];
};

const ownScope = ({ scope }: { scope: string }): string[] => [scope.toLowerCase().replace(/\/$/, "")];
const scopeAndAbove = ({ scope }: { scope: string }): string[] => enclosing(scope);

/** The role assignments at exactly a scope. */
export const assignmentsAt = (state: AzureState, scope: string): readonly RoleAssignment[] =>
    entriesWith(state.roleAssignments, ownScope, scope.toLowerCase().replace(/\/$/, ""));

const ownName = ({ name }: RoleAssignment): string[] => [name.toLowerCase()];

/** The role assignment with a name, at whatever scope: names are GUIDs. */
export const assignmentNamed = (state: AzureState, name: string): RoleAssignment | undefined =>
    entriesWith(state.roleAssignments, ownName, name.toLowerCase())[0];

/** The role assignments that hold at a scope: given there or above it. */
export const assignmentsHolding = (state: AzureState, scope: string): RoleAssignment[] =>
    scopesFrom(state, scope).flatMap((above) => assignmentsAt(state, above));

/** The role assignments above a scope; those at the root for the root itself. */
export const assignmentsAbove = (state: AzureState, scope: string): RoleAssignment[] => {
    const [own = "", ...above] = scopesFrom(state, scope);
    return (own === "" ? [own] : above).flatMap((other) => assignmentsAt(state, other));
};

/** The role assignments at a scope and below it; the subscriptions of a management group are not below it here. */
export const assignmentsWithin = (state: AzureState, scope: string): readonly RoleAssignment[] =>
    entriesWith(state.roleAssignments, scopeAndAbove, scope.toLowerCase().replace(/\/$/, ""));
