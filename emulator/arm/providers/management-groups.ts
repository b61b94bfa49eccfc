// Microsoft.Management/managementGroups: the groups above subscriptions, whose role assignments subscriptions inherit.
// Sources: https://learn.microsoft.com/rest/api/managementgroups/ and, for who may do what,
// https://learn.microsoft.com/azure/governance/management-groups/manage and
// https://learn.microsoft.com/azure/governance/management-groups/create-management-group-rest-api (anybody in the tenant makes one
// below the root group, and owns it). Azure makes a group by an operation; here it is there at once, which the API allows too.
import { randomUUID } from "node:crypto";
import { azureTime } from "../../clock";
import { at, type Json, text } from "../../json";
import type { Emulator, Reply } from "../../server/service";
import type { ManagementGroup } from "../../state/azure-state";
import { findSubscription } from "../../state/resources";
import { findManagementGroup, managementGroupId, managementGroupOf } from "../../state/scopes";
import { ownerRole } from "../../state/seed";
import { sameText } from "../../text";
import { authorize, type Caller, callersSubscription } from "../caller";
import { badRequest, ManagerError, methodNotAllowed } from "../errors";
import type { ArmRequest } from "../locate";
import { addRoleAssignment } from "./authorization/role-assignments";

const type = "Microsoft.Management/managementGroups";

const notFound = (name: string): ManagerError =>
    new ManagerError(404, "NotFound", `The management group '${name}' cannot be found.`);

const show = (emulator: Emulator, { name, tenantId, displayName, parent }: ManagementGroup): Json => {
    const above = sameText(name, tenantId) ? undefined : findManagementGroup(emulator.state, parent ?? tenantId);
    return {
        id: managementGroupId(name),
        type,
        name,
        properties: {
            tenantId,
            displayName,
            details: {
                version: 1,
                parent: above && {
                    id: managementGroupId(above.name),
                    name: above.name,
                    displayName: above.displayName,
                },
            },
        },
    };
};

/** A group of the caller's tenant. */
const requireGroup = ({ state }: Emulator, caller: Caller, name: string): ManagementGroup => {
    const found = findManagementGroup(state, name);
    if (found?.tenantId !== caller.tenantId) throw notFound(name);
    return found;
};

/** Everybody may add below the root group; elsewhere it takes the right to change the parent. */
const authorizeBelow = (emulator: Emulator, caller: Caller, parent: ManagementGroup): void => {
    if (sameText(parent.name, parent.tenantId)) return;
    authorize(emulator.state, caller, `${type}/write`, managementGroupId(parent.name));
};

const put = async ({ emulator, caller, request }: ArmRequest, name: string): Promise<Reply> => {
    const { state } = emulator;
    const body = await request.json();
    if (!/^[\w().-]{1,90}$/.test(name) || name.endsWith("."))
        throw badRequest("InvalidGroupId", `The management group id '${name}' is invalid.`);
    const existing = findManagementGroup(state, name);
    if (existing && existing.tenantId !== caller.tenantId)
        throw new ManagerError(409, "Conflict", `The management group id '${name}' is in use.`);
    if (existing) authorize(state, caller, `${type}/write`, managementGroupId(existing.name));
    const parentName = managementGroupOf(text(at(body, "properties.details.parent.id")) ?? "");
    const parent = requireGroup(emulator, caller, parentName ?? existing?.parent ?? caller.tenantId);
    if (existing === undefined || parentName !== undefined) authorizeBelow(emulator, caller, parent);
    const made: ManagementGroup = {
        name: existing?.name ?? name,
        tenantId: caller.tenantId,
        displayName: text(at(body, "properties.displayName")) ?? existing?.displayName ?? name,
        ...(sameText(parent.name, parent.tenantId) ? {} : { parent: parent.name }),
    };
    state.managementGroups = [...state.managementGroups.filter((other) => !sameText(other.name, made.name)), made];
    if (existing === undefined)
        addRoleAssignment(state, {
            name: randomUUID(),
            scope: managementGroupId(made.name),
            roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${ownerRole}`,
            principalId: caller.objectId,
            principalType: caller.isUser ? "User" : "ServicePrincipal",
            createdOn: azureTime(emulator, "Z"),
            createdBy: caller.objectId,
        });
    emulator.save();
    return { status: 200, body: show(emulator, made) };
};

/** Moves a subscription into a group: for who may assign roles in the subscription, and change the group. */
const putSubscription = ({ emulator, caller }: ArmRequest, name: string, subscriptionId: string): Reply => {
    const { state } = emulator;
    const group = requireGroup(emulator, caller, name);
    const { subscriptionId: found } = callersSubscription(state, subscriptionId, caller);
    authorize(state, caller, "Microsoft.Authorization/roleAssignments/write", `/subscriptions/${found}`);
    authorizeBelow(emulator, caller, group);
    const subscription = findSubscription(state, found);
    if (subscription) subscription.managementGroup = group.name;
    emulator.save();
    const body = {
        id: `${managementGroupId(group.name)}/subscriptions/${found}`,
        type: `${type}/subscriptions`,
        name: found,
        properties: {
            displayName: subscription?.displayName,
            parent: { id: managementGroupId(group.name) },
            state: "Active",
            tenant: group.tenantId,
        },
    };
    return { status: 200, body };
};

/** One request for one group, or for a subscription in it. */
export const handleManagementGroup = (arm: ArmRequest): Reply | Promise<Reply> => {
    const { emulator, caller, request, id } = arm;
    const [name = "", subscriptionId] = id.names;
    const isSubscription = id.types[1]?.toLowerCase() === "subscriptions";
    if (isSubscription && subscriptionId !== undefined && request.method === "PUT")
        return putSubscription(arm, name, subscriptionId);
    if (id.types.length !== 1 || name === "") throw methodNotAllowed(request.method);
    if (request.method === "PUT") return put(arm, name);
    if (request.method !== "GET") throw methodNotAllowed(request.method);
    const group = requireGroup(emulator, caller, name);
    authorize(emulator.state, caller, `${type}/read`, managementGroupId(group.name));
    return { status: 200, body: show(emulator, group) };
};
