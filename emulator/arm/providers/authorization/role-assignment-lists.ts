// Lists of role assignments.
import type { Reply } from "../../../server/service";
import { assignmentsAbove, assignmentsWithin } from "../../../state/scopes";
import type { ArmRequest } from "../../locate";
import { findPrincipal, roleAssignmentType, showRoleAssignment } from "./role-assignments";
import { assignedTo, atScope, listScoped } from "./scoped-lists";

/** What is given at the root counts in the tenant of its principal; the root's list has nothing else. */
export const listRoleAssignments = (arm: ArmRequest, scope: string, tenantId: string): Reply => {
    const { state } = arm.emulator;
    const above = assignmentsAbove(state, scope).filter(
        (item) => item.scope !== "/" || findPrincipal(state, tenantId, item.principalId) !== undefined,
    );
    return listScoped(arm, {
        action: `${roleAssignmentType}/read`,
        scope,
        items: scope === "" ? above : [...assignmentsWithin(state, scope), ...above],
        language: {
            properties: ["principalId"],
            functions: { atscope: atScope(state, scope), assignedto: assignedTo(state) },
        },
        show: (item) => showRoleAssignment(item),
    });
};
