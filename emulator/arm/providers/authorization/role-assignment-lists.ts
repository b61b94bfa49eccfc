// Lists of role assignments: at a scope, above and below it, as far as the caller and `$filter` let them through.
import { principalAndGroups } from "../../../authorization/access-control";
import { at } from "../../../json";
import type { FilterLanguage } from "../../../odata/filter";
import type { Reply } from "../../../server/service";
import type { AzureState } from "../../../state/azure-state";
import { assignmentsHolding, assignmentsWithin, managementGroupOf, scopesFrom } from "../../../state/scopes";
import { authorize, readableOf } from "../../caller";
import { filtered, page } from "../../lists";
import type { ArmRequest } from "../../locate";
import { findPrincipal, roleAssignmentType, showRoleAssignment } from "./role-assignments";
import { unsupportedFilter } from "./role-definitions";

/**
 * Without a filter those at a scope, above it (with management groups and the root) and below it; a management group's list has
 * nothing of its subscriptions, which is a guess. Who may not read them at a subscription or a group gets less, see `readableOf`;
 * at a resource and at the root it is refused: https://github.com/MicrosoftDocs/azure-docs/issues/118160
 * Source: https://learn.microsoft.com/azure/role-based-access-control/role-assignments-list-rest
 */
export const listRoleAssignments = (arm: ArmRequest, scope: string, tenantId: string): Reply => {
    const { emulator, caller, id } = arm;
    const { state } = emulator;
    const action = `${roleAssignmentType}/read`;
    const isWide = scope !== "" && (managementGroupOf(scope) !== undefined || !/\/providers\//i.test(scope));
    if (!isWide) authorize(state, caller, action, `${id.scope}/providers/Microsoft.Authorization`);
    const near = [...new Set([...assignmentsHolding(state, scope), ...assignmentsWithin(state, scope)])].filter(
        (item) => item.scope !== "/" || findPrincipal(state, tenantId, item.principalId) !== undefined,
    );
    const own = isWide ? readableOf(state, caller, action, scope, near, (item) => item.scope) : near;
    return page(
        filtered(own, arm, filterLanguage(state, scope), unsupportedFilter),
        (item) => showRoleAssignment(item),
        arm,
    );
};

/** `atScope()` leaves out what is below; `assignedTo()` keeps what a principal has itself or through its groups. */
const filterLanguage = (state: AzureState, scope: string): FilterLanguage => {
    const known = new Map<string, Set<string>>();
    const groupsOf = (principal: string): Set<string> => {
        const found = known.get(principal) ?? principalAndGroups(state, principal);
        known.set(principal, found);
        return found;
    };
    const above = new Set(scopesFrom(state, scope));
    return {
        properties: ["principalId"],
        functions: {
            atscope: {
                parameters: 0,
                test: (_, item) => above.has(String(at(item, "scope")).toLowerCase().replace(/\/$/, "")),
            },
            assignedto: {
                parameters: 1,
                test: ([principal], item) =>
                    groupsOf(String(principal)).has(String(at(item, "principalId")).toLowerCase()),
            },
        },
    };
};
