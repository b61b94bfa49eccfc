// Lists of what is given at scopes and inherited below them: role assignments, eligibilities, denials. Without a filter they hold
// what is at a scope, above it (with management groups and the root) and below it; a management group's list has nothing of its
// subscriptions, which is a guess. Who may not read them at a subscription or a group gets less, see `readableOf`; at a resource
// and at the root it is refused: https://github.com/MicrosoftDocs/azure-docs/issues/118160
// Source: https://learn.microsoft.com/azure/role-based-access-control/role-assignments-list-rest
import { principalAndGroups } from "../../../authorization/access-control";
import { at, text } from "../../../json";
import type { FilterFunction, FilterLanguage } from "../../../odata/filter";
import type { Reply } from "../../../server/service";
import type { AzureState } from "../../../state/azure-state";
import { isWithin } from "../../../state/resource-id";
import { managementGroupOf, scopesFrom } from "../../../state/scopes";
import { authorize, readableOf } from "../../caller";
import { type ArmError, badRequest } from "../../errors";
import { filtered, page } from "../../lists";
import type { ArmRequest } from "../../locate";

interface Scoped {
    scope: string;
}

const bare = (scope: string): string => scope.toLowerCase().replace(/\/$/, "");

/** Those at a scope, above and below it, of a list that is short enough to go through. */
export const near = <T extends Scoped>(state: AzureState, items: T[], scope: string): T[] => {
    const above = new Set(scopesFrom(state, scope));
    return items.filter((item) => above.has(bare(item.scope)) || (scope !== "" && isWithin(item.scope, scope)));
};

/** `atScope()`: leaves out what is below. */
export const atScope = (state: AzureState, scope: string): FilterFunction => {
    const above = new Set(scopesFrom(state, scope));
    return { parameters: 0, test: (_, item) => above.has(bare(text(at(item, "scope")) ?? "")) };
};

/** `assignedTo()`: what a principal has itself or through its groups. */
export const assignedTo = (state: AzureState): FilterFunction => {
    const known = new Map<string, Set<string>>();
    const groupsOf = (principal: string): Set<string> => {
        const found = known.get(principal) ?? principalAndGroups(state, principal);
        known.set(principal, found);
        return found;
    };
    return {
        parameters: 1,
        test: ([principal], item) => groupsOf(String(principal)).has(String(at(item, "principalId")).toLowerCase()),
    };
};

/** How Microsoft.Authorization refuses a filter. */
export const unsupportedFilter = (filter: string): ArmError =>
    badRequest("UnsupportedQuery", `The filter '${filter}' is not supported.`);

export interface ScopedList<T> {
    action: string;
    /** In its own spelling; empty at the root. */
    scope: string;
    items: readonly T[];
    language: FilterLanguage;
    show(item: T): unknown;
}

/** The page of such a list that the caller may read. */
export const listScoped = <T extends Scoped>(
    arm: ArmRequest,
    { action, scope, items, language, show }: ScopedList<T>,
): Reply => {
    const { emulator, caller, id } = arm;
    const { state } = emulator;
    const isWide = scope !== "" && (managementGroupOf(scope) !== undefined || !/\/providers\//i.test(scope));
    if (!isWide) authorize(state, caller, action, `${id.scope}/providers/Microsoft.Authorization`);
    const own = isWide ? readableOf(state, caller, action, scope, items, (item) => item.scope) : items;
    return page(filtered(own, arm, language, unsupportedFilter), show, arm);
};
