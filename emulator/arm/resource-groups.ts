// Resource groups, which have paths of their own rather than a provider's.
import { randomUUID } from "node:crypto";
import { defined, type Json, mergePatch, object, stringValues, text } from "../json";
import type { Emulator, Reply } from "../server/service";
import type { ArmResource } from "../state/azure-state";
import { findResource, resourcesOf } from "../state/resources";
import { authorize, readableOf } from "./caller";
import { badRequest, methodNotAllowed, resourceGroupNotFound } from "./errors";
import { filtered, page } from "./lists";
import type { ArmRequest } from "./locate";
import { locations, normalizedLocation } from "./locations";
import { begin, retryAfter } from "./operations";
import { checkLocks } from "./providers/authorization/locks";

export const resourceGroupType = "Microsoft.Resources/resourceGroups";
const action = "Microsoft.Resources/subscriptions/resourceGroups";

const show = ({ id, name, type, location, tags, properties }: ArmResource): Json =>
    defined({ id, name, type, location, tags, properties });

export interface GroupRequest extends Omit<ArmRequest, "id"> {
    subscriptionId: string;
}

export const listResourceGroups = (group: GroupRequest): Reply => {
    const { state } = group.emulator;
    const scope = `/subscriptions/${group.subscriptionId}`;
    const all = resourcesOf(state, resourceGroupType, scope);
    const own = readableOf(state, group.caller, `${action}/read`, scope, all, ({ id }) => id);
    return page(filtered(own, group, { properties: [] }), show, group);
};

const put = async (
    { emulator, request, subscriptionId }: GroupRequest,
    name: string,
    existing?: ArmResource,
): Promise<Reply> => {
    const sent = await request.json();
    const body = object(request.method === "PATCH" && existing ? mergePatch(show(existing), sent) : sent);
    const location = normalizedLocation(text(body.location) ?? "");
    if (!/^[-\w._()]{1,90}$/.test(name) || name.endsWith("."))
        throw badRequest(
            "InvalidResourceGroupName",
            `The provided resource group name '${name}' has these invalid characters or length. The name must be between 1 and 90 characters and may hold letters, digits, '_', '-', '.', '(' and ')', but not end with '.'.`,
        );
    if (location === "") throw badRequest("LocationRequired", "The location property is required for this definition.");
    if (!locations.has(location))
        throw badRequest(
            "LocationNotAvailableForResourceGroup",
            `The provided location '${location}' is not available for resource group. List of available regions is '${[...locations].join(",")}'.`,
        );
    if (existing && existing.location !== location)
        throw badRequest(
            "InvalidResourceGroupLocation",
            `Invalid resource group location '${location}'. The Resource group already exists in location '${existing.location}'.`,
        );
    const made: ArmResource = {
        id: existing?.id ?? `/subscriptions/${subscriptionId}/resourceGroups/${name}`,
        name: existing?.name ?? name,
        type: resourceGroupType,
        location,
        ...(body.tags ? { tags: stringValues(body.tags) } : {}),
        properties: { provisioningState: "Succeeded" },
    };
    emulator.state.resources[made.id.toLowerCase()] = made;
    emulator.save();
    return { status: existing ? 200 : 201, body: show(made) };
};

/** One request for one group. `removeTree` deletes what is in it. */
export const handleResourceGroup = async (
    group: GroupRequest,
    name: string,
    removeTree: (emulator: Emulator, id: string) => void,
): Promise<Reply> => {
    const { emulator, request, caller, subscriptionId, apiVersion } = group;
    const existing = findResource(emulator.state, `/subscriptions/${subscriptionId}/resourcegroups/${name}`);
    const verb = { PUT: "write", PATCH: "write", DELETE: "delete" }[request.method] ?? "read";
    authorize(emulator.state, caller, `${action}/${verb}`, request.path);
    if (request.method === "HEAD") return { status: existing ? 204 : 404 };
    if (existing === undefined && request.method !== "PUT") throw resourceGroupNotFound(name);
    if (verb === "write") checkLocks(emulator.state, existing?.id ?? request.path, "write");
    if (existing === undefined || verb === "write") return put(group, name, existing);
    if (request.method === "GET") return { status: 200, body: show(existing) };
    if (request.method !== "DELETE") throw methodNotAllowed(request.method);
    checkLocks(emulator.state, existing.id, "delete");
    removeTree(emulator, existing.id);
    const job = Buffer.from(JSON.stringify({ jobId: randomUUID(), jobLocation: existing.location })).toString(
        "base64url",
    );
    begin(emulator, job, "Deleting");
    return {
        status: 202,
        headers: {
            location: `https://management.azure.com/subscriptions/${subscriptionId}/operationresults/${job}?api-version=${apiVersion}`,
            ...retryAfter,
        },
    };
};
