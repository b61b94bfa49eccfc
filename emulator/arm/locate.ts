// From a path to what is there: the scope, the parent and the resource that a request means, in Azure's own spelling.
import type { Emulator, Request } from "../server/service";
import type { ArmResource, AzureState } from "../state/azure-state";
import { type ResourceId, resourceGroupOf, subscriptionOf } from "../state/resource-id";
import { findResource, findSubscription } from "../state/resources";
import { findManagementGroup, managementGroupId, managementGroupOf } from "../state/scopes";
import { sameText } from "../text";
import type { Caller } from "./caller";
import { type ArmError, ManagerError, resourceGroupNotFound, resourceNotFound } from "./errors";
import type { ResourceType } from "./resource-type";

export interface ArmRequest {
    request: Request;
    emulator: Emulator;
    caller: Caller;
    apiVersion: string;
    id: ResourceId;
}

const requireManagementGroup = (state: AzureState, name: string): string => {
    const found = findManagementGroup(state, name);
    if (found === undefined) throw new ManagerError(404, "NotFound", `The management group '${name}' cannot be found.`);
    return managementGroupId(found.name);
};

/** The resource, group, subscription or management group that a scope names, in its own spelling. */
export const resolveScope = (state: AzureState, scope: string): { id: string; resource?: ArmResource } => {
    const subscriptionId = subscriptionOf(scope);
    const managementGroup = managementGroupOf(scope);
    if (managementGroup !== undefined) return { id: requireManagementGroup(state, managementGroup) };
    if (subscriptionId === undefined) return { id: "" };
    const subscription = findSubscription(state, subscriptionId);
    const base = `/subscriptions/${subscription?.subscriptionId ?? subscriptionId}`;
    if (scope.split("/").length <= 3) return { id: base };
    const group = resourceGroupOf(scope);
    if (group !== undefined && findResource(state, `${base}/resourcegroups/${group}`) === undefined)
        throw resourceGroupNotFound(group);
    const resource = findResource(state, scope);
    if (resource === undefined) throw topLevelNotFound(scope);
    return { id: resource.id, resource };
};

/** The scope of a request in its own spelling; a management group is one of the caller's tenant. */
export const scopeOf = ({ emulator: { state }, caller, id }: ArmRequest): string => {
    const group = managementGroupOf(id.scope);
    const tenantId = group === undefined ? caller.tenantId : findManagementGroup(state, group)?.tenantId;
    if (tenantId !== caller.tenantId)
        throw new ManagerError(404, "NotFound", `The management group '${group}' cannot be found.`);
    return resolveScope(state, id.scope).id;
};

/** Azure Resource Manager's own refusal, for resources directly in a group. */
export const topLevelNotFound = (id: string): ManagerError => {
    const [, provider = ""] = id.split(/\/providers\//i);
    return new ManagerError(
        404,
        "ResourceNotFound",
        `The Resource '${provider}' under resource group '${resourceGroupOf(id)}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
    );
};

/** What one request for one resource comes down to: its type, its id in Azure's spelling, its parent, what is there. */
export const locate = (arm: ArmRequest, type: ResourceType) => {
    const { emulator, id, request } = arm;
    const { state } = emulator;
    const [namespace] = type.type.split("/");
    const kinds = type.type.split("/").slice(1);
    const scope = resolveScope(state, id.scope);
    const names = id.names.slice(0, kinds.length);
    const idAt = (depth: number) =>
        `${scope.id}/providers/${namespace}${kinds
            .slice(0, depth)
            .map((kind, index) => `/${kind}/${names[index]}`)
            .join("")}`;
    const parentId = kinds.length > 1 ? idAt(kinds.length - 1) : undefined;
    const parent = parentId === undefined ? scope.resource : findResource(state, parentId);
    if (parentId !== undefined && parent === undefined) {
        const verb = { GET: "read", HEAD: "read", DELETE: "delete" }[request.method] ?? "write";
        throw new ManagerError(
            404,
            "ParentResourceNotFound",
            `Failed to perform '${verb}' on resource(s) of type '${kinds.join("/")}', because the parent resource '${parentId}' could not be found.`,
        );
    }
    const name = names[kinds.length - 1] ?? "";
    const ownId = parentId === undefined ? idAt(kinds.length) : `${parent?.id}/${kinds.at(-1)}/${name}`;
    const builtIn = [...((parent && type.builtIn?.(parent)) ?? []), ...(type.builtInAt?.(scope.id) ?? [])];
    const existing = findResource(state, ownId) ?? builtIn.find((item) => sameText(item.id, ownId));
    return { id: existing?.id ?? ownId, name: existing?.name ?? name, parent, existing };
};

/** The refusal where nothing is there: the provider's own for a child, Azure Resource Manager's for the rest. */
export const missing = (type: ResourceType, { id, name }: { id: string; name: string }): ArmError =>
    type.type.split("/").length > 2 ? resourceNotFound(name) : topLevelNotFound(id);
