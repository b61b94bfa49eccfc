// Requests below `/providers/Microsoft.Authorization` for role assignments and role definitions, at any scope.
import type { Reply } from "../../../server/service";
import type { Subscription } from "../../../state/azure-state";
import { authorize } from "../../caller";
import { ManagerError, methodNotAllowed } from "../../errors";
import { type ArmRequest, scopeOf } from "../../locate";
import { checkLocks } from "./locks";
import { listRoleAssignments } from "./role-assignment-lists";
import {
    deleteRoleAssignment,
    existingAttributes,
    getRoleAssignment,
    putRoleAssignment,
    requestedAttributes,
} from "./role-assignments";
import { deleteRoleDefinition, getRoleDefinition, listRoleDefinitions, putRoleDefinition } from "./role-definitions";

const verbs = { GET: "read", PUT: "write", DELETE: "delete" } as const;
const isKnown = (method: string): method is keyof typeof verbs => method in verbs;

const noSubscription = (): ManagerError =>
    new ManagerError(
        404,
        "MissingSubscription",
        "The request did not have a subscription or a valid tenant level resource provider.",
    );

/** What the conditions of a caller's roles may ask of a request for one role assignment. */
const conditionAttributes = async ({ request, emulator, id }: ArmRequest, name: string) => {
    if (request.method === "PUT") return requestedAttributes(await request.json());
    return request.method === "DELETE" ? existingAttributes(emulator.state, id.scope, name) : {};
};

/** Definitions are written in a subscription and read at the tenant as well; assignments are at management groups too. */
export const handleRoles = async (arm: ArmRequest, subscription: Subscription | undefined): Promise<Reply> => {
    const { request, emulator, caller, id } = arm;
    const { method } = request;
    const [name] = id.names;
    const kind = id.types[0]?.toLowerCase() === "roleassignments" ? "roleAssignments" : "roleDefinitions";
    if (!isKnown(method) || (name === undefined && method !== "GET")) throw methodNotAllowed(method);
    const provider = `${id.scope}/providers/Microsoft.Authorization/${kind}`;
    const { tenantId } = subscription ?? caller;
    const subscriptionId = subscription?.subscriptionId;
    if (subscriptionId === undefined && kind === "roleDefinitions") {
        if (method !== "GET") throw noSubscription();
        return name === undefined ? listRoleDefinitions(arm, undefined) : getRoleDefinition(emulator, undefined, name);
    }
    if (name === undefined && kind === "roleAssignments") return listRoleAssignments(arm, scopeOf(arm), tenantId);
    const attributes = kind === "roleAssignments" && name !== undefined ? await conditionAttributes(arm, name) : {};
    authorize(emulator.state, caller, `Microsoft.Authorization/${kind}/${verbs[method]}`, provider, attributes);
    const scope = scopeOf(arm);
    if (name === undefined) return listRoleDefinitions(arm, subscriptionId);
    if (method !== "GET")
        checkLocks(emulator.state, `${scope}/providers/Microsoft.Authorization/${kind}/${name}`, verbs[method]);
    if (kind === "roleDefinitions" && subscriptionId !== undefined) {
        if (method === "GET") return getRoleDefinition(emulator, subscriptionId, name);
        if (method === "DELETE") return deleteRoleDefinition(emulator, name);
        return putRoleDefinition(emulator, caller, subscriptionId, name, await request.json());
    }
    const call = { emulator, caller, tenantId, subscriptionId, scope, name };
    if (method === "GET") return getRoleAssignment(call);
    if (method === "DELETE") return deleteRoleAssignment(call);
    return putRoleAssignment(call, await request.json());
};
