// Azure Resource Manager: authentication, then the path decides - tenants and subscriptions, resource groups, roles,
// and every other resource by the table in `arm/types.ts`.
import { isAllowed } from "./access-control";
import { authenticate, authorize, type Caller, findSubscription } from "./arm/caller";
import { ArmError, errorReply, ManagerError } from "./arm/errors";
import { checkLocks } from "./arm/locks";
import { operationResult } from "./arm/operations";
import { checkNameAvailability } from "./arm/registry";
import { groupDeletionResult, handleResourceGroup, listResourceGroups } from "./arm/resource-groups";
import { parseResourceId } from "./arm/resource-id";
import { type ArmRequest, handleResource, listResources, removeTree, resolveScope } from "./arm/resources";
import {
    deleteRoleAssignment,
    getRoleAssignment,
    listRoleAssignments,
    putRoleAssignment,
    seesSubscription,
} from "./arm/role-assignments";
import {
    deleteRoleDefinition,
    getRoleDefinition,
    listRoleDefinitions,
    putRoleDefinition,
} from "./arm/role-definitions";
import type { Cloud, Reply, Request, Service } from "./service";
import type { Subscription } from "./world";

const showSubscription = ({ subscriptionId, tenantId, displayName }: Subscription) => ({
    id: `/subscriptions/${subscriptionId}`,
    authorizationSource: "RoleBased",
    managedByTenants: [],
    subscriptionId,
    tenantId,
    displayName,
    state: "Enabled",
    subscriptionPolicies: {
        locationPlacementId: "Public_2014-09-01",
        quotaId: "PayAsYouGo_2014-09-01",
        spendingLimit: "Off",
    },
});

const listTenants = (cloud: Cloud, caller: Caller): Reply => {
    const homes = new Set([
        caller.tenantId,
        ...cloud.world.users.filter(({ homeId }) => homeId === caller.objectId).map(({ tenantId }) => tenantId),
    ]);
    const value = cloud.world.tenants
        .filter(({ tenantId }) => homes.has(tenantId))
        .map(({ tenantId, displayName, defaultDomain }) => ({
            id: `/tenants/${tenantId}`,
            tenantId,
            displayName,
            defaultDomain,
            domains: [defaultDomain],
            tenantCategory: tenantId === caller.tenantId ? "Home" : "ProjectedBy",
        }));
    return { status: 200, body: { value } };
};

const listSubscriptions = (cloud: Cloud, caller: Caller): Reply => {
    const value = cloud.world.subscriptions
        .filter(({ tenantId }) => tenantId === caller.tenantId)
        .filter(({ subscriptionId }) => seesSubscription(cloud.world, caller.objectId, subscriptionId))
        .map(showSubscription);
    return { status: 200, body: { value } };
};

const roles = async (arm: ArmRequest, subscription: Subscription | undefined): Promise<Reply> => {
    const { request, cloud, caller, id } = arm;
    const { method } = request;
    const kind = id.types[0]?.toLowerCase() === "roleassignments" ? "roleAssignments" : "roleDefinitions";
    const verb = { GET: "read", PUT: "write", DELETE: "delete" }[method];
    if (verb === undefined)
        throw new ManagerError(
            405,
            "MethodNotAllowed",
            `The requested resource does not support http method '${method}'.`,
        );
    if (subscription !== undefined)
        authorize(
            cloud.world,
            caller,
            `Microsoft.Authorization/${kind}/${verb}`,
            `${id.scope}/providers/Microsoft.Authorization/${kind}`,
        );
    const [name] = id.names;
    const filter = request.query.get("$filter") ?? "";
    const subscriptionId = subscription?.subscriptionId;
    if (kind === "roleDefinitions" && method === "GET")
        return name === undefined
            ? listRoleDefinitions(cloud, subscriptionId, filter)
            : getRoleDefinition(cloud, subscriptionId, name);
    if (subscription === undefined || subscriptionId === undefined)
        throw new ManagerError(
            404,
            "MissingSubscription",
            "The request did not have a subscription or a valid tenant level resource provider.",
        );
    const scope = resolveScope(cloud.world, id.scope).id;
    if (name === undefined) return listRoleAssignments(cloud.world, scope, filter);
    if (method !== "GET")
        checkLocks(
            cloud.world,
            `${scope}/providers/Microsoft.Authorization/${kind}/${name}`,
            verb === "delete" ? "delete" : "write",
        );
    if (kind === "roleDefinitions")
        return method === "PUT"
            ? putRoleDefinition(cloud, caller, subscriptionId, name, await request.json())
            : deleteRoleDefinition(cloud, name);
    const call = { cloud, caller, subscription, scope, name };
    if (method === "PUT") return putRoleAssignment(call, await request.json());
    return method === "DELETE" ? deleteRoleAssignment(call) : getRoleAssignment(call);
};

const route = async (request: Request, cloud: Cloud): Promise<Reply> => {
    const caller = await authenticate(request, cloud);
    const apiVersion = request.query.get("api-version");
    if (apiVersion === null || !/^\d{4}-\d{2}-\d{2}(-\w+)?$/.test(apiVersion))
        throw new ManagerError(
            400,
            "MissingApiVersionParameter",
            "The api-version query parameter (?api-version=) is required for all requests.",
        );
    const segments = request.path
        .split("/")
        .filter(Boolean)
        .map((segment) => decodeURIComponent(segment).toLowerCase());
    const [first, subscriptionId, second, third, ...rest] = segments;
    if (first === "tenants") return listTenants(cloud, caller);
    if (first === "subscriptions" && subscriptionId === undefined) return listSubscriptions(cloud, caller);

    const id = parseResourceId(request.path);
    const arm: ArmRequest = { request, cloud, caller, apiVersion, id };
    const subscription =
        subscriptionId === undefined || first !== "subscriptions"
            ? undefined
            : findSubscription(cloud.world, subscriptionId, caller);
    if (
        /^role(assignments|definitions)$/i.test(id.types[0] ?? "") &&
        id.namespace?.toLowerCase() === "microsoft.authorization"
    )
        return roles(arm, subscription);
    if (subscription === undefined)
        throw new ManagerError(404, "NotFound", `No route for ${request.method} ${request.path}.`);

    const group = { ...arm, subscriptionId: subscription.subscriptionId };
    if (second === undefined) {
        if (!seesSubscription(cloud.world, caller.objectId, subscription.subscriptionId))
            authorize(cloud.world, caller, "Microsoft.Resources/subscriptions/read", id.scope);
        return { status: 200, body: showSubscription(subscription) };
    }
    if (second === "operationresults" && third !== undefined)
        return groupDeletionResult(arm, request.path.split("/").at(-1) ?? "");
    if (second === "resources" || (second === "resourcegroups" && rest.length === 1 && rest[0] === "resources")) {
        const scope = request.path.replace(/\/resources\/?$/i, "");
        return listResources({ ...arm, id: { ...id, scope } }, (resource) =>
            isAllowed(cloud.world, caller.objectId, `${resource.type}/read`, resource.id),
        );
    }
    if (second === "resourcegroups" && third === undefined) return listResourceGroups(group);
    if (second === "resourcegroups" && rest.length === 0)
        return handleResourceGroup(group, id.scope.split("/")[4] ?? "", removeTree);
    if (second === "providers") {
        const [kind, ...more] = rest;
        if (kind === undefined || kind === "register")
            return {
                status: 200,
                body: { id: request.path, namespace: id.namespace, registrationState: "Registered", resourceTypes: [] },
            };
        if (kind === "checknameavailability")
            return checkNameAvailability(cloud, await request.json(), subscription.subscriptionId);
        if (kind === "locations" && more[1] === "operationresults")
            return operationResult(
                cloud,
                request.path.split("/").at(-1) ?? "",
                `https://management.azure.com${request.path}?${request.query}`,
            );
    }
    return handleResource(arm);
};

export const arm: Service = async (request, cloud) => {
    const headers = { "cache-control": "no-cache" };
    try {
        const reply = await route(request, cloud);
        return { ...reply, headers: { ...headers, ...reply.headers } };
    } catch (error) {
        if (!(error instanceof ArmError)) throw error;
        const reply = errorReply(error, parseResourceId(request.path).namespace);
        return { ...reply, headers: { ...headers, ...reply.headers } };
    }
};
