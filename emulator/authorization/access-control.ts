// Azure role-based access control as a pure function of the state: who holds which role where, and which actions a
// role's permissions cover. Azure Resource Manager and the registries ask the same questions.
import { isWithin, lastSegment } from "../arm/resource-id";
import type { AzureState, RoleAssignment } from "../state/azure-state";
import type { RoleDefinition } from "./role-definition";
import { builtInRoles } from "./role-definitions";

/** True where the action is covered by the pattern, in which `*` stands for any characters. Case does not matter. */
export const matchesAction = (pattern: string, action: string): boolean => {
    const parts = pattern.toLowerCase().split("*");
    const subject = action.toLowerCase();
    const [first = "", ...rest] = parts;
    if (rest.length === 0) return first === subject;
    if (!subject.startsWith(first)) return false;
    const last = rest.pop() ?? "";
    let position = first.length;
    for (const part of rest) {
        const found = subject.indexOf(part, position);
        if (found < 0) return false;
        position = found + part.length;
    }
    return subject.length - last.length >= position && subject.endsWith(last);
};

/** Whether a role covers an action: granted by one of its permissions and not taken out of that same one. */
export const covers = (role: RoleDefinition, action: string, kind: "actions" | "dataActions"): boolean =>
    role.permissions.some((permission) => {
        const not = kind === "actions" ? permission.notActions : permission.notDataActions;
        return (
            permission[kind].some((pattern) => matchesAction(pattern, action)) &&
            !not.some((pattern) => matchesAction(pattern, action))
        );
    });

export const findRoleDefinition = (state: AzureState, roleDefinitionId: string): RoleDefinition | undefined => {
    const name = lastSegment(roleDefinitionId).toLowerCase();
    return builtInRoles.find((role) => role.name === name) ?? state.roleDefinitions[name];
};

/** The principal itself and every group that holds it, directly or through other groups. */
export const principalAndGroups = (state: AzureState, principalId: string): Set<string> => {
    const found = new Set([principalId.toLowerCase()]);
    for (let grown = true; grown; ) {
        grown = false;
        for (const group of state.groups) {
            const id = group.id.toLowerCase();
            if (found.has(id) || !group.members.some((member) => found.has(member.toLowerCase()))) continue;
            found.add(id);
            grown = true;
        }
    }
    return found;
};

/** The role assignments of a principal and its groups that reach a scope: there or above it. */
export const assignmentsFor = (state: AzureState, principalId: string, scope: string): RoleAssignment[] => {
    const principals = principalAndGroups(state, principalId);
    return Object.values(state.roleAssignments).filter(
        (assignment) => principals.has(assignment.principalId.toLowerCase()) && isWithin(scope, assignment.scope),
    );
};

/** Whether the principal may do a control-plane action at a scope. */
export const isAllowed = (state: AzureState, principalId: string, action: string, scope: string): boolean =>
    assignmentsFor(state, principalId, scope).some((assignment) => {
        const role = findRoleDefinition(state, assignment.roleDefinitionId);
        return role !== undefined && covers(role, action, "actions");
    });
