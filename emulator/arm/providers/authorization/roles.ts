// Requests below `/providers/Microsoft.Authorization` for role assignments and role definitions, at any scope.
import type { Reply } from "../../../server/service";
import type { Subscription } from "../../../state/azure-state";
import { authorize } from "../../caller";
import { ManagerError, methodNotAllowed } from "../../errors";
import { type ArmRequest, resolveScope } from "../../locate";
import { checkLocks } from "./locks";
import {
    deleteRoleAssignment,
    existingAttributes,
    getRoleAssignment,
    listRoleAssignments,
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

/** Definitions can be read at the tenant; all else needs a subscription. */
export const handleRoles = async (arm: ArmRequest, subscription: Subscription | undefined): Promise<Reply> => {
    const { request, emulator, caller, id } = arm;
    const { method } = request;
    const [name] = id.names;
    const kind = id.types[0]?.toLowerCase() === "roleassignments" ? "roleAssignments" : "roleDefinitions";
    if (!isKnown(method) || (name === undefined && method !== "GET")) throw methodNotAllowed(method);
    const provider = `${id.scope}/providers/Microsoft.Authorization/${kind}`;
    if (subscription === undefined) {
        if (kind === "roleAssignments" || method !== "GET") throw noSubscription();
        return name === undefined
            ? listRoleDefinitions(emulator, undefined, request)
            : getRoleDefinition(emulator, undefined, name);
    }
    const attributes = kind === "roleAssignments" && name !== undefined ? await conditionAttributes(arm, name) : {};
    authorize(emulator.state, caller, `Microsoft.Authorization/${kind}/${verbs[method]}`, provider, attributes);
    const { subscriptionId } = subscription;
    const scope = resolveScope(emulator.state, id.scope).id;
    if (name === undefined)
        return kind === "roleAssignments"
            ? listRoleAssignments(emulator.state, scope, request)
            : listRoleDefinitions(emulator, subscriptionId, request);
    if (method !== "GET")
        checkLocks(emulator.state, `${scope}/providers/Microsoft.Authorization/${kind}/${name}`, verbs[method]);
    if (kind === "roleDefinitions") {
        if (method === "GET") return getRoleDefinition(emulator, subscriptionId, name);
        if (method === "DELETE") return deleteRoleDefinition(emulator, name);
        return putRoleDefinition(emulator, caller, subscriptionId, name, await request.json());
    }
    const call = { emulator, caller, subscription, scope, name };
    if (method === "GET") return getRoleAssignment(call);
    if (method === "DELETE") return deleteRoleAssignment(call);
    return putRoleAssignment(call, await request.json());
};
