// From actions to the permission that they amount to.
import type { Action, Permission } from "./model";

const order: Action[] = ["pull", "push", "delete"];

const permissions: Record<string, Permission> = {
    "": "none",
    pull: "pull",
    "pull push": "push",
    "pull delete": "delete",
    "pull push delete": "manage",
    "push delete": "manage",
    push: "push",
    delete: "delete only",
};

/** The actions once each, in their usual order. */
export const ordered = (actions: Iterable<Action>): Action[] => {
    const given = new Set(actions);
    return order.filter((action) => given.has(action));
};

export const permissionOf = (actions: readonly Action[]): Permission =>
    permissions[ordered(actions).join(" ")] ?? "none";
