// The permission that a set of actions amounts to.
import { type DataAction, orderedActions } from "../azure/actions";
import { leastPermission } from "../azure/permissions";
import type { Permission } from "./model";

/** Azure roles can also add up to nothing, and to deleting without pulling. */
export function permissionOf(actions: readonly DataAction[]): Permission {
    const [first, ...others] = orderedActions(actions);
    if (first === undefined) return "none";
    return first === "delete" && others.length === 0 ? "delete only" : leastPermission(actions);
}
