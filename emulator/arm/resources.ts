// Create, read, update and delete, the same for every resource type of the table.
import { randomUUID } from "node:crypto";
import { type Json, mergePatch, object } from "../json";
import type { Emulator, Reply } from "../server/service";
import { isWithin, lastSegment, resourceGroupOf, subscriptionOf } from "../state/resource-id";
import { assignmentsWithin } from "../state/scopes";
import { authorize } from "./caller";
import { badRequest, ManagerError, methodNotAllowed } from "./errors";
import { type ArmRequest, locate, missing, topLevelNotFound } from "./locate";
import { begin, operationStatus, poll, retryAfter } from "./operations";
import { checkLocks } from "./providers/authorization/locks";
import { findType, typeOf } from "./providers/table";
import { present } from "./resource";
import { list } from "./resource-lists";
import type { Completion, Read, ResourceType } from "./resource-type";
import { checkShape } from "./shape";

const operationUrl = ({ apiVersion }: ArmRequest, id: string, prefix: string): string =>
    `https://management.azure.com${id}/operationStatuses/${prefix}-${randomUUID()}?api-version=${apiVersion}`;

const withState = (body: Json, state: string | undefined): Json =>
    state === undefined ? body : { ...body, properties: { ...object(body.properties), provisioningState: state } };

const get = (arm: ArmRequest, type: ResourceType): Reply => {
    const { id, name, existing } = locate(arm, type);
    if (existing === undefined) throw missing(type, { id, name });
    return { status: 200, body: withState(present(type, existing, arm), poll(arm.emulator, id)) };
};

const isChild = ({ type }: ResourceType): boolean => type.split("/").length > 2;

const isAtOnce = (type: ResourceType, { settings }: Emulator): boolean =>
    type.mayAnswerAtOnce === true && settings.registryAnswersAtOnce;

const completionOf = (type: ResourceType, isNew: boolean, emulator: Emulator): Completion => {
    if (isAtOnce(type, emulator)) return { status: 200 };
    return isNew ? (type.created ?? { status: 201 }) : (type.updated ?? { status: 200 });
};

const write = async (arm: ArmRequest, type: ResourceType, method: "PUT" | "PATCH"): Promise<Reply> => {
    const { emulator, request } = arm;
    const body = await request.json();
    if (type.shape) checkShape(body, type.shape);
    const found = locate(arm, type);
    const { id, name, existing } = found;
    if (method === "PATCH" && type.patch === false) throw methodNotAllowed(method);
    if (method === "PATCH" && existing === undefined) throw missing(type, { id, name });
    if (method === "PUT" && (typeof body !== "object" || body === null))
        throw badRequest("MissingRequestBody", "The request body is required and must be valid JSON.");
    checkLocks(emulator.state, id, "write");
    const base =
        existing && method === "PATCH"
            ? { ...existing, ...type.show?.(existing, { emulator, apiVersion: "9999" }) }
            : {};
    const made = type.write({
        ...arm,
        ...found,
        method,
        body: object(method === "PATCH" ? mergePatch(base, body) : body),
    });
    emulator.state.resources[made.id.toLowerCase()] = made;
    emulator.save();
    const { status, operation, provisioningState } = completionOf(type, existing === undefined, emulator);
    const shown = present(type, made, arm);
    const answer = existing === undefined && type.creating ? type.creating(shown) : shown;
    const headers = status === 201 && type.locationHeader === true ? { location: String(answer.id) } : undefined;
    if (operation === undefined) {
        if (provisioningState === undefined) return { status, headers, body: answer };
        const isMaking = begin(emulator, made.id, provisioningState);
        return { status, headers, body: withState(answer, isMaking ? provisioningState : undefined) };
    }
    const state = existing === undefined ? "Creating" : "Updating";
    begin(emulator, made.id, state);
    return {
        status,
        headers: { "azure-asyncoperation": operationUrl(arm, made.id, operation), ...retryAfter },
        body: withState(answer, state),
    };
};

/** Removes a resource and everything below it, with what each type keeps elsewhere and the roles given there. */
export const removeTree = (emulator: Emulator, id: string): void => {
    const { state } = emulator;
    for (const [key, resource] of Object.entries(state.resources)) {
        if (!isWithin(resource.id, id) || state.resources[key] === undefined) continue;
        typeOf(resource)?.deleted?.({ emulator, removeTree: (other) => removeTree(emulator, other) }, resource);
        delete state.resources[key];
    }
    for (const assignment of assignmentsWithin(state, id)) delete state.roleAssignments[assignment.id.toLowerCase()];
    emulator.save();
};

const beingWritten = new Set<string>();

/** Runs a write alone among its siblings where the type demands it: a second one at the same time is refused. */
const alone = async (arm: ArmRequest, type: ResourceType, run: () => Reply | Promise<Reply>): Promise<Reply> => {
    if (type.oneAtATime === undefined) return run();
    const key = type.shared ? type.shared(await arm.request.json()) : locate(arm, type).parent?.id;
    if (key === undefined) return run();
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
    const { emulator } = arm;
    const found = locate(arm, type);
    const { existing, parent } = found;
    if (type.refusesDeletion)
        throw badRequest(
            "DisallowedResourceOperation",
            `The operation 'delete' on resource type '${type.type.split("/").slice(1).join("/")}' is disallowed.`,
        );
    checkLocks(emulator.state, found.id, "delete");
    if (existing === undefined) return { status: 204 };
    type.beforeDelete?.({ ...arm, ...found }, existing);
    const body = withState(present(type, existing, arm), "Deleting");
    removeTree(emulator, existing.id);
    const prefix = isAtOnce(type, emulator) ? undefined : type.deleteOperation?.(existing);
    if (prefix === undefined) return { status: 200 };
    const operation = `${prefix}-${randomUUID()}`;
    begin(emulator, operation, "Deleting");
    const provider = `/subscriptions/${subscriptionOf(existing.id)}/providers/Microsoft.ContainerRegistry`;
    const location = `https://management.azure.com${provider}/locations/${existing.location ?? parent?.location}/operationResults/${operation}?api-version=${arm.apiVersion}`;
    return { status: 202, headers: { location, ...retryAfter }, ...(isChild(type) ? {} : { body }) };
};

const post = async (arm: ArmRequest, type: ResourceType, name: string): Promise<Reply> => {
    const { emulator, request, caller } = arm;
    const action = type.actions?.[name.toLowerCase()];
    if (action === undefined)
        throw new ManagerError(
            404,
            "InvalidResourceType",
            `The resource type could not be found: '${type.type}/${name}'.`,
        );
    authorize(emulator.state, caller, `${type.type}/${action.name}/action`, request.path);
    const found = locate(arm, type);
    const { existing } = found;
    if (existing === undefined) throw topLevelNotFound(request.path);
    checkLocks(emulator.state, `${existing.id}/${action.name}`, "write");
    const reply = await action.run({ ...arm, ...found, resource: existing, body: object(await request.json()) });
    emulator.save();
    return reply;
};

const read = (arm: ArmRequest, type: ResourceType, { name, run }: Read): Reply => {
    const { emulator, request, caller } = arm;
    authorize(emulator.state, caller, `${type.type}/${name}/read`, request.path);
    const found = locate(arm, type);
    if (found.existing === undefined) throw topLevelNotFound(request.path);
    return run({ ...arm, ...found, resource: found.existing });
};

/** Microsoft.ContainerRegistry has an action for asking about operations, which its roles name; other providers have none. */
const authorizePoll = ({ emulator, request, caller, id }: ArmRequest): void => {
    const [namespace = "", ...kinds] = [id.namespace, ...id.types.slice(0, -1)];
    const type = findType([namespace, ...kinds].join("/"))?.type;
    if (type === undefined || !/^microsoft\.containerregistry$/i.test(namespace)) return;
    authorize(emulator.state, caller, `${type}/operationStatuses/read`, request.path);
};

/** One request below `/providers/` of a subscription, a group or a resource. */
export const handleResource = async (arm: ArmRequest): Promise<Reply> => {
    const { request, emulator, caller, apiVersion, id } = arm;
    const { method } = request;
    const named = id.names.length === id.types.length;
    if (named && id.types.at(-1)?.toLowerCase() === "operationstatuses") {
        const resource = request.path.slice(0, request.path.toLowerCase().indexOf("/operationstatuses/"));
        authorizePoll(arm);
        const prefix = lastSegment(request.path).replace(/-[0-9a-f-]{36}$/, "");
        return operationStatus(emulator, decodeURIComponent(resource), operationUrl(arm, resource, prefix));
    }
    if (method === "POST" && !named) {
        const type = requireType(id.namespace, id.types.slice(0, -1), apiVersion);
        return post({ ...arm, id: { ...id, types: id.types.slice(0, -1) } }, type, id.types.at(-1) ?? "");
    }
    const holder = findType([id.namespace, ...id.types.slice(0, -1)].join("/"));
    const reader = holder?.reads?.[id.types.at(-1)?.toLowerCase() ?? ""];
    if (method === "GET" && !named && holder && reader)
        return read({ ...arm, id: { ...id, types: id.types.slice(0, -1) } }, holder, reader);
    const type = requireType(id.namespace, id.types, apiVersion);
    const verb = { GET: "read", HEAD: "read", PUT: "write", PATCH: "write", DELETE: "delete" }[method];
    if (verb === undefined) throw methodNotAllowed(method);
    if (!named && method === "GET") return list(arm, type);
    authorize(emulator.state, caller, `${type.type}/${verb}`, request.path);
    if (!named) throw methodNotAllowed(method);
    if (type.extension !== true && resourceGroupOf(id.scope) === undefined)
        throw new ManagerError(
            404,
            "MissingResourceGroup",
            `The resource type '${type.type}' is found in resource groups only.`,
        );
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
