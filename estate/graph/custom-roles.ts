// What a custom role definition allows on a registry.
import { allows, type DataAction, dataActions, operationsFor, orderedActions } from "../../azure/actions";
import { type Role, RoleAssignmentMode } from "../../azure/roles";

import { get, type Resource } from "../resource";
import { items, read, UNKNOWN, unwrap } from "../value";

/**
 * Operations that lead to every right: writing the registry, reading its admin passwords, widening and pointing tokens,
 * assigning roles.
 */
const privileges: readonly string[] = [
    "microsoft.containerregistry/registries/write",
    "microsoft.containerregistry/registries/listcredentials/action",
    "microsoft.containerregistry/registries/regeneratecredential/action",
    "microsoft.containerregistry/registries/generatecredentials/action",
    "microsoft.containerregistry/registries/scopemaps/write",
    "microsoft.containerregistry/registries/tokens/write",
    "microsoft.authorization/roleassignments/write",
];

type ActionList = "actions" | "dataActions";

/** The actions of a role definition, lower case, of both kinds unless told; `UNKNOWN` while any is not known. */
export function actionsOf(
    definition: Resource,
    kinds: readonly ActionList[] = ["actions", "dataActions"],
): readonly string[] | typeof UNKNOWN {
    const permissions = items(get(definition, "permissions"));
    if (!permissions) return UNKNOWN;
    const lists = permissions.flatMap((permission) => kinds.map((kind) => items(read(permission, kind))));
    const actions = lists.flatMap((list) => (list ? list.map(unwrap) : [UNKNOWN]));
    return actions.every((action) => typeof action === "string")
        ? actions.map((action) => String(action).toLowerCase())
        : UNKNOWN;
}

/** The operations beyond images that an action allows. */
export function privilegesOf(action: string): readonly string[] {
    return privileges.filter((operation) => allows(action, operation));
}

/** A role of Azure that azure/roles does not have: only what exists in Azure is asked about. */
const isBuiltIn = (definition: Resource): boolean => get(definition, "roleType") === "BuiltInRole";

/** A custom role in the form of a built-in one. What is taken away again by `notActions` is not looked at. */
export function customRole(definition: Resource): Role | typeof UNKNOWN {
    const actions = actionsOf(definition, ["actions"]);
    const dataActionsOfRole = actionsOf(definition, ["dataActions"]);
    if (actions === UNKNOWN || dataActionsOfRole === UNKNOWN) return UNKNOWN;
    const granted = (given: readonly string[], operationOf: (action: DataAction) => string) =>
        dataActions.filter((action) => given.some((each) => allows(each, operationOf(action))));
    // Legacy registries look at the operations, ABAC registries at the data actions.
    const legacy = granted(actions, (action) => operationsFor(action)[0]);
    const abac = granted(dataActionsOfRole, (action) => operationsFor(action)[1]);
    const modes = [
        ...(legacy.length > 0 ? (["legacy"] as const) : []),
        ...(abac.length > 0 ? (["abac"] as const) : []),
    ];
    const privileged = actions.some((action) => privilegesOf(action).length > 0);
    return {
        id: definition.urn,
        displayName: isBuiltIn(definition) ? definition.name : `custom role '${definition.name}'`,
        actions: [],
        data: orderedActions([...legacy, ...abac]),
        honouredIn: modes.length > 0 ? modes : Object.values(RoleAssignmentMode),
        registryRole: false,
        privileged,
        indirect: privileged,
    };
}
