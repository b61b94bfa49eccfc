// What a custom role definition allows on a registry.
import { allows, dataActions, operationsFor } from "../../azure/actions";
import { type Role, RoleAssignmentMode } from "../../azure/roles";

import { get, type Resource } from "../resource";
import { items, read, UNKNOWN, unwrap } from "../value";

/** Operations that lead to every right: writing the registry, reading its admin passwords, assigning roles. */
const privileges: readonly string[] = [
    "microsoft.containerregistry/registries/write",
    "microsoft.containerregistry/registries/listcredentials/action",
    "microsoft.containerregistry/registries/regeneratecredential/action",
    "microsoft.containerregistry/registries/generatecredentials/action",
    "microsoft.authorization/roleassignments/write",
];

/** The actions and data actions of a role definition, lower case; `UNKNOWN` while any is not known. */
export function actionsOf(definition: Resource): readonly string[] | typeof UNKNOWN {
    const permissions = items(get(definition, "permissions"));
    if (!permissions) return UNKNOWN;
    const lists = permissions.flatMap((permission) =>
        ["actions", "dataActions"].map((key) => items(read(permission, key))),
    );
    const actions = lists.flatMap((list) => (list ? list.map(unwrap) : [UNKNOWN]));
    return actions.every((action) => typeof action === "string")
        ? actions.map((action) => String(action).toLowerCase())
        : UNKNOWN;
}

/** The operations beyond images that an action allows. */
export function privilegesOf(action: string): readonly string[] {
    return privileges.filter((operation) => allows(action, operation));
}

/** A custom role in the form of a built-in one. What is taken away again by `notActions` is not looked at. */
export function customRole(definition: Resource): Role | typeof UNKNOWN {
    const actions = actionsOf(definition);
    if (actions === UNKNOWN) return UNKNOWN;
    const grants = (names: readonly string[]) => names.some((name) => actions.some((action) => allows(action, name)));
    return {
        id: definition.urn,
        displayName: `custom role '${definition.name}'`,
        actions: [],
        data: dataActions.filter((action) => grants(operationsFor(action))),
        // Legacy registries look at the operations, ABAC registries at the data actions: either may be in the role.
        honouredIn: Object.values(RoleAssignmentMode),
        registryRole: false,
        privileged: actions.some((action) => privilegesOf(action).length > 0),
    };
}
