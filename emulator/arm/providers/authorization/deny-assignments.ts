// Microsoft.Authorization/denyAssignments: what is forbidden to some, whatever their roles allow. Azure makes them, for managed
// applications and deployment stacks; nobody else can. Here the state holds them, or the control API puts them there.
// Azure's list can be filtered by principal too; that is refused here.
// Sources: https://learn.microsoft.com/azure/role-based-access-control/deny-assignments,
// https://learn.microsoft.com/rest/api/authorization/deny-assignments/list-for-scope
import type { Json } from "../../../json";
import type { Reply } from "../../../server/service";
import type { DenyAssignment } from "../../../state/authorization";
import { sameText } from "../../../text";
import { authorize } from "../../caller";
import { ArmError, methodNotAllowed } from "../../errors";
import { type ArmRequest, scopeOf } from "../../locate";
import { atScope, listScoped, near } from "./scoped-lists";

const type = "Microsoft.Authorization/denyAssignments";

const show = ({ id, name, ...properties }: DenyAssignment): Json => ({
    properties: {
        ...properties,
        isSystemProtected: true,
        condition: null,
        conditionVersion: null,
        createdBy: null,
        updatedOn: properties.createdOn,
        updatedBy: null,
    },
    id,
    type,
    name,
});

export const handleDenyAssignments = (arm: ArmRequest): Reply => {
    const { emulator, caller, request, id } = arm;
    const { state } = emulator;
    const [name] = id.names;
    if (request.method !== "GET") throw methodNotAllowed(request.method);
    const scope = scopeOf(arm);
    if (name !== undefined) {
        authorize(state, caller, `${type}/read`, `${id.scope}/providers/${type}`);
        const found = state.denyAssignments.find((item) => sameText(item.name, name) && sameText(item.scope, scope));
        if (found === undefined)
            throw new ArmError(404, "DenyAssignmentNotFound", `The deny assignment '${name}' is not found.`);
        return { status: 200, body: show(found) };
    }
    return listScoped(arm, {
        action: `${type}/read`,
        scope,
        items: near(state, state.denyAssignments, scope),
        language: { properties: ["denyAssignmentName"], functions: { atscope: atScope(state, scope) } },
        show,
    });
};
