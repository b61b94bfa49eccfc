// Microsoft.Authorization/locks: what they are, and which of them stand in the way of a change.
import { at, defined, text } from "../../../json";
import type { AzureState } from "../../../state/azure-state";
import { hostOf, isWithin } from "../../../state/resource-id";
import { resourcesOf } from "../../../state/resources";
import { badRequest, ManagerError } from "../../errors";
import { resource } from "../../resource";
import type { ResourceType } from "../../resource-type";

export const lockType = "Microsoft.Authorization/locks";

export const lock: ResourceType = {
    type: lockType,
    extension: true,
    // With `atScope()` those at a scope and above it: https://learn.microsoft.com/powershell/module/az.resources/get-azresourcelock
    listed: "inherited",
    patch: false,
    write: (request) => {
        const level = text(at(request.body, "properties.level"));
        if (level !== "CanNotDelete" && level !== "ReadOnly")
            throw badRequest("InvalidLockLevel", `The lock level '${level}' must be one of CanNotDelete, ReadOnly.`);
        return resource(request, lockType, {
            systemData: undefined,
            properties: defined({ level, notes: text(at(request.body, "properties.notes")) }),
        });
    },
};

/**
 * Throws where a lock forbids an operation at an id. A lock holds for its scope and everything below; a deletion is also
 * stopped by locks below what is deleted. Locks themselves are never locked.
 */
export const checkLocks = (state: AzureState, id: string, operation: "write" | "delete"): void => {
    if (id.toLowerCase().includes("/providers/microsoft.authorization/locks/")) return;
    const inTheWay = resourcesOf(state, lockType)
        .filter(({ properties }) => operation === "delete" || properties.level === "ReadOnly")
        .map((found) => hostOf(found.id))
        .filter((scope) => isWithin(id, scope) || (operation === "delete" && isWithin(scope, id)));
    if (inTheWay.length === 0) return;
    throw new ManagerError(
        409,
        "ScopeLocked",
        `The scope '${id}' cannot perform ${operation} operation because following scope(s) are locked: '${[...new Set(inTheWay)].join(", ")}'. Please remove the lock and try again.`,
    );
};
