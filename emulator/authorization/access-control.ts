// Azure role-based access control as a pure function of the state: who holds which role where, and which actions a
// role's permissions cover. Azure Resource Manager, the registries and the vaults ask the same questions.
import type { RoleAssignment } from "../state/authorization";
import type { AzureState } from "../state/azure-state";
import { lastSegment } from "../state/resource-id";
import { assignmentsHolding, scopesFrom } from "../state/scopes";
import { matchesPattern } from "../text";
import { builtInRoles } from "./built-in-roles";
import { conditionHolds } from "./condition";
import type { RoleDefinition } from "./role-definition";

/** Of the control plane or of the data plane; no role's permission for the one counts in the other. */
export type ActionKind = "actions" | "dataActions";

/** True where the action is covered by the pattern, in which `*` stands for any characters. Case does not matter. */
export const matchesAction = (pattern: string, action: string): boolean =>
    matchesPattern(pattern.toLowerCase(), action.toLowerCase());

/** Whether a role covers an action: granted by one of its permissions and not taken out of that same one. */
export const covers = (role: Pick<RoleDefinition, "permissions">, action: string, kind: ActionKind): boolean =>
    role.permissions.some((permission) => {
        const not = kind === "actions" ? permission.notActions : permission.notDataActions;
        const [granted, excluded] = [permission[kind], not].map((patterns) =>
            patterns.some((pattern) => matchesAction(pattern, action)),
        );
        return granted && !excluded;
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

const everybody = "00000000-0000-0000-0000-000000000000";

/** Whether a deny assignment forbids an action at a scope to any of these: it holds there or above it, for one of them. */
const isDenied = (
    { denyAssignments }: AzureState,
    principals: Set<string>,
    scopes: string[],
    action: string,
    kind: ActionKind,
): boolean =>
    denyAssignments.some((denied) => {
        const scope = denied.scope.toLowerCase().replace(/\/$/, "");
        const reaches = denied.doNotApplyToChildScopes ? scopes[0] === scope : scopes.includes(scope);
        const includes = (list: { id: string }[]) =>
            list.some(({ id }) => id === everybody || principals.has(id.toLowerCase()));
        return (
            reaches &&
            includes(denied.principals) &&
            !includes(denied.excludePrincipals) &&
            covers(denied, action, kind)
        );
    });

/**
 * The role assignments of a principal and its groups that cover an action at a scope: given there or above it. None where a deny
 * assignment forbids it.
 */
export const assignmentsFor = (
    state: AzureState,
    principalId: string,
    scope: string,
    action: string,
    kind: ActionKind,
): RoleAssignment[] => {
    const principals = principalAndGroups(state, principalId);
    if (state.denyAssignments.length > 0 && isDenied(state, principals, scopesFrom(state, scope), action, kind))
        return [];
    return assignmentsHolding(state, scope).filter((assignment) => {
        if (!principals.has(assignment.principalId.toLowerCase())) return false;
        const role = findRoleDefinition(state, assignment.roleDefinitionId);
        return role !== undefined && covers(role, action, kind);
    });
};

/** Whether the principal may do an action at a scope; `attributes` are the request's, for conditions to judge. */
export const isAllowed = (
    state: AzureState,
    principalId: string,
    action: string,
    scope: string,
    { kind = "actions", attributes = {} }: { kind?: ActionKind; attributes?: Record<string, string> } = {},
): boolean =>
    assignmentsFor(state, principalId, scope, action, kind).some(
        ({ condition }) => condition === null || conditionHolds(condition, action, attributes),
    );
