// Create, read, update, delete and list, the same for every resource type of the table.
import { randomUUID } from "node:crypto";
import type { Cloud, Reply, Request } from "../service";
import type { ArmResource, World } from "../world";
import { authorize, type Caller } from "./caller";
import { showAll } from "./common";
import { badRequest, ManagerError, resourceGroupNotFound, resourceNotFound } from "./errors";
import { type Json, mergePatch, object } from "./json";
import { checkLocks } from "./locks";
import { begin, operationStatus, poll, retryAfter } from "./operations";
import { resourceGroupType } from "./resource-groups";
import { isWithin, lastSegment, type ResourceId, resourceGroupOf, subscriptionOf } from "./resource-id";
import type { Call, ResourceType } from "./resource-type";
import { findType, typeOf } from "./types";

export interface ArmRequest {
    request: Request;
    cloud: Cloud;
    caller: Caller;
    apiVersion: string;
    id: ResourceId;
}

/** The resource, group or subscription that a scope names, in its own spelling. */
export const resolveScope = (world: World, scope: string): { id: string; resource?: ArmResource } => {
    const subscriptionId = subscriptionOf(scope);
    if (subscriptionId === undefined) return { id: "" };
    const subscription = world.subscriptions.find(
        (other) => other.subscriptionId.toLowerCase() === subscriptionId.toLowerCase(),
    );
    const base = `/subscriptions/${subscription?.subscriptionId ?? subscriptionId}`;
    if (scope.split("/").length <= 3) return { id: base };
    const group = resourceGroupOf(scope);
    if (group !== undefined && world.resources[`${base}/resourcegroups/${group}`.toLowerCase()] === undefined)
        throw resourceGroupNotFound(group);
    const resource = world.resources[scope.toLowerCase()];
    if (resource === undefined) throw topLevelNotFound(scope);
    return { id: resource.id, resource };
};

/** Azure Resource Manager's own refusal, for resources directly in a group. */
const topLevelNotFound = (id: string): ManagerError => {
    const [, provider = ""] = id.split(/\/providers\//i);
    return new ManagerError(
        404,
        "ResourceNotFound",
        `The Resource '${provider}' under resource group '${resourceGroupOf(id)}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
    );
};

const operationUrl = ({ apiVersion }: ArmRequest, id: string, prefix: string): string =>
    `https://management.azure.com${id}/operationStatuses/${prefix}-${randomUUID()}?api-version=${apiVersion}`;

const present = (type: ResourceType, resource: ArmResource, call: Pick<Call, "cloud" | "apiVersion">): Json =>
    type.show?.(resource, call) ?? showAll(resource);

const withState = (body: Json, state: string | undefined): Json =>
    state === undefined ? body : { ...body, properties: { ...object(body.properties), provisioningState: state } };

/** What one request for one resource comes down to: its type, its id in Azure's spelling, its parent, what is there. */
const locate = (arm: ArmRequest, type: ResourceType) => {
    const { cloud, id, request } = arm;
    const { world } = cloud;
    const [namespace] = type.type.split("/");
    const kinds = type.type.split("/").slice(1);
    const scope = resolveScope(world, id.scope);
    const names = id.names.slice(0, kinds.length);
    const idAt = (depth: number) =>
        `${scope.id}/providers/${namespace}${kinds
            .slice(0, depth)
            .map((kind, index) => `/${kind}/${names[index]}`)
            .join("")}`;
    const parentId = kinds.length > 1 ? idAt(kinds.length - 1) : undefined;
    const parent = parentId === undefined ? scope.resource : world.resources[parentId.toLowerCase()];
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
    const existing =
        world.resources[ownId.toLowerCase()] ??
        (parent && type.builtIn?.(parent).find((item) => item.id.toLowerCase() === ownId.toLowerCase()));
    return { id: existing?.id ?? ownId, name: existing?.name ?? name, parent, existing };
};

const missing = (id: string, parentId: string | undefined, name: string): ManagerError =>
    parentId === undefined ? topLevelNotFound(id) : resourceNotFound(name);

const get = (arm: ArmRequest, type: ResourceType): Reply => {
    const { id, name, existing } = locate(arm, type);
    if (existing === undefined) throw missing(id, type.type.split("/").length > 2 ? id : undefined, name);
    return { status: 200, body: withState(present(type, existing, arm), poll(arm.cloud, id)) };
};

const write = async (arm: ArmRequest, type: ResourceType, method: "PUT" | "PATCH"): Promise<Reply> => {
    const { cloud, request } = arm;
    const body = await request.json();
    const found = locate(arm, type);
    const { id, name, existing } = found;
    if (method === "PATCH" && type.patch === false)
        throw new ManagerError(405, "MethodNotAllowed", `The requested resource does not support http method 'PATCH'.`);
    if (method === "PATCH" && existing === undefined)
        throw missing(id, type.type.split("/").length > 2 ? id : undefined, name);
    if (method === "PUT" && (typeof body !== "object" || body === null))
        throw badRequest("MissingRequestBody", "The request body is required and must be valid JSON.");
    checkLocks(cloud.world, id, "write");
    const base =
        existing && method === "PATCH" ? { ...existing, ...type.show?.(existing, { cloud, apiVersion: "9999" }) } : {};
    const made = type.write({
        ...arm,
        ...found,
        method,
        body: object(method === "PATCH" ? mergePatch(base, body) : body),
    });
    cloud.world.resources[made.id.toLowerCase()] = made;
    cloud.save();
    const { status, operation } =
        existing === undefined ? (type.created ?? { status: 201 }) : (type.updated ?? { status: 200 });
    const answer = present(type, made, arm);
    const location: Record<string, string> =
        status === 201 && type.locationHeader === true ? { location: String(answer.id) } : {};
    if (operation === undefined) return { status, headers: location, body: answer };
    const state = existing === undefined ? "Creating" : "Updating";
    begin(cloud, made.id, state);
    return {
        status,
        headers: { "azure-asyncoperation": operationUrl(arm, made.id, operation), ...retryAfter },
        body: withState(answer, state),
    };
};

/** Removes a resource and everything below it, with what each type keeps elsewhere and the roles given there. */
export const removeTree = (cloud: Cloud, id: string): void => {
    const { world } = cloud;
    for (const [key, resource] of Object.entries(world.resources)) {
        if (!isWithin(resource.id, id) || world.resources[key] === undefined) continue;
        typeOf(resource)?.deleted?.({ cloud, removeTree: (other) => removeTree(cloud, other) }, resource);
        delete world.resources[key];
    }
    for (const [key, { scope }] of Object.entries(world.roleAssignments))
        if (isWithin(scope, id)) delete world.roleAssignments[key];
    cloud.save();
};

/** The resource-manager form of a deletion that takes time: poll the location until it answers 200. */
export const deletionLocation = (
    subscriptionId: string,
    location: string,
    operation: string,
    apiVersion: string,
): string =>
    `https://management.azure.com/subscriptions/${subscriptionId}/providers/Microsoft.ContainerRegistry/locations/${location}/operationResults/${operation}?api-version=${apiVersion}`;

const beingWritten = new Set<string>();

/** Runs a write alone among its siblings where the type demands it: a second one at the same time is refused. */
const alone = async (arm: ArmRequest, type: ResourceType, run: () => Reply | Promise<Reply>): Promise<Reply> => {
    if (type.oneAtATime === undefined) return run();
    const { parent } = locate(arm, type);
    const key = parent?.id ?? "";
    if (beingWritten.has(key)) throw type.oneAtATime(key);
    beingWritten.add(key);
    try {
        await new Promise((resolve) => setTimeout(resolve, writeTakesMs));
        return await run();
    } finally {
        beingWritten.delete(key);
    }
};

/** Long enough for the writes of a client that does not wait for its own answers to meet. */
const writeTakesMs = 25;

const remove = (arm: ArmRequest, type: ResourceType): Reply => {
    const { cloud } = arm;
    const found = locate(arm, type);
    const { existing } = found;
    checkLocks(cloud.world, found.id, "delete");
    if (existing === undefined) return { status: 204 };
    type.beforeDelete?.({ ...arm, ...found }, existing);
    const body = withState(present(type, existing, arm), "Deleting");
    removeTree(cloud, existing.id);
    const prefix = type.deleteOperation?.(existing);
    if (prefix === undefined) return { status: 200 };
    const operation = `${prefix}-${existing.name}-${randomUUID()}`;
    begin(cloud, operation, "Deleting");
    const location = deletionLocation(
        subscriptionOf(existing.id) ?? "",
        existing.location ?? "",
        operation,
        arm.apiVersion,
    );
    return { status: 202, headers: { location, ...retryAfter }, body };
};

const list = (arm: ArmRequest, type: ResourceType): Reply => {
    const { world } = arm.cloud;
    const depth = type.type.split("/").length;
    const scope = depth > 2 ? locate(arm, parentType(type)).existing : undefined;
    if (depth > 2 && scope === undefined) throw topLevelNotFound(arm.request.path);
    const within = scope?.id ?? resolveScope(world, arm.id.scope).id;
    const kept = Object.values(world.resources).filter((item) => item.type === type.type && isWithin(item.id, within));
    const all = [...(scope ? (type.builtIn?.(scope) ?? []) : []), ...kept];
    return { status: 200, body: { value: all.map((item) => present(type, item, arm)) } };
};

const parentType = (type: ResourceType): ResourceType => {
    const found = findType(type.type.split("/").slice(0, -1).join("/"));
    if (found === undefined) throw new Error(`The type ${type.type} has no parent in the table.`);
    return found;
};

const post = async (arm: ArmRequest, type: ResourceType, name: string): Promise<Reply> => {
    const { cloud, request, caller } = arm;
    const action = type.actions?.[name.toLowerCase()];
    if (action === undefined)
        throw new ManagerError(
            404,
            "InvalidResourceType",
            `The resource type could not be found: '${type.type}/${name}'.`,
        );
    authorize(cloud.world, caller, `${type.type}/${action.name}/action`, request.path);
    const found = locate(arm, type);
    const { existing } = found;
    if (existing === undefined) throw topLevelNotFound(request.path);
    checkLocks(cloud.world, `${existing.id}/${action.name}`, "write");
    const reply = action.run({ ...arm, ...found, resource: existing, body: object(await request.json()) });
    cloud.save();
    return reply;
};

/** One request below `/providers/` of a subscription, a group or a resource. */
export const handleResource = async (arm: ArmRequest): Promise<Reply> => {
    const { request, cloud, caller, apiVersion, id } = arm;
    const { method } = request;
    const named = id.names.length === id.types.length;
    if (named && id.types.at(-1)?.toLowerCase() === "operationstatuses") {
        const resource = request.path.slice(0, request.path.toLowerCase().indexOf("/operationstatuses/"));
        const prefix = lastSegment(request.path).replace(/-[0-9a-f-]{36}$/, "");
        return operationStatus(cloud, decodeURIComponent(resource), operationUrl(arm, resource, prefix));
    }
    if (method === "POST" && !named) {
        const type = requireType(id.namespace, id.types.slice(0, -1), apiVersion);
        return post({ ...arm, id: { ...id, types: id.types.slice(0, -1) } }, type, id.types.at(-1) ?? "");
    }
    const type = requireType(id.namespace, id.types, apiVersion);
    const verb = { GET: "read", HEAD: "read", PUT: "write", PATCH: "write", DELETE: "delete" }[method];
    if (verb === undefined)
        throw new ManagerError(
            405,
            "MethodNotAllowed",
            `The requested resource does not support http method '${method}'.`,
        );
    authorize(cloud.world, caller, `${type.type}/${verb}`, request.path);
    if (!named) return list(arm, type);
    if (method === "HEAD") return { status: locate(arm, type).existing ? 204 : 404 };
    if (method === "GET") return get(arm, type);
    return alone(arm, type, () =>
        method === "DELETE" ? remove(arm, type) : write(arm, type, method === "PATCH" ? "PATCH" : "PUT"),
    );
};

const requireType = (namespace: string | undefined, kinds: string[], apiVersion: string): ResourceType => {
    const found = findType([namespace, ...kinds].join("/"));
    if (found === undefined)
        throw new ManagerError(
            404,
            "InvalidResourceType",
            `The resource type '${kinds.join("/")}' could not be found in the namespace '${namespace}' for api version '${apiVersion}'.`,
        );
    return found;
};

/** `GET /resources` of a subscription or group: what the caller may read, without properties. */
export const listResources = (
    { cloud, id, request }: ArmRequest,
    allows: (resource: ArmResource) => boolean,
): Reply => {
    const within = resolveScope(cloud.world, id.scope).id;
    const filter = request.query.get("$filter") ?? "";
    const asked = (property: string) =>
        new RegExp(`${property}\\s+eq\\s+'([^']*)'`, "i").exec(filter)?.[1]?.toLowerCase();
    const [type, name] = [asked("resourceType"), asked("name")];
    const value = Object.values(cloud.world.resources)
        .filter((item) => item.location !== undefined && item.type !== resourceGroupType && isWithin(item.id, within))
        .filter((item) => (!type || item.type.toLowerCase() === type) && (!name || item.name.toLowerCase() === name))
        .filter(allows)
        .map(({ properties: _, internal: __, kind: ___, ...item }) => item);
    return { status: 200, body: { value } };
};
