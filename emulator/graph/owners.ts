// Owners of applications, service principals and groups.
import { sameText } from "../text";
import { denied, type GraphCall } from "./call";
import { boundIds, type Reference } from "./collections";
import { mayReadObject } from "./directory-objects";
import { type Area, writeReach } from "./rights";

/** The list itself; a state of an earlier version may lack it. */
function ownersOf(object: { owners?: string[] }): string[] {
    object.owners ??= [];
    return object.owners;
}

/**
 * An application that adds an owner needs Directory.Read.All beside its right to change the object.
 * Source: https://learn.microsoft.com/graph/api/application-post-owners
 */
const needsDirectory = ({ caller }: GraphCall): void => {
    if (!caller.isUser && !caller.roles.some((role) => role.startsWith("Directory."))) throw denied();
};

/**
 * Of applications and service principals. The last one can be removed: azuread leaves an object without owners where none
 * are declared (https://github.com/hashicorp/terraform-provider-azuread/pull/355).
 */
export const owners: Reference<{ owners?: string[] }> = { idsOf: ownersOf, checkNew: needsDirectory };

/** Source: https://github.com/microsoftgraph/microsoft-graph-docs-contrib/issues/3741 */
export const groupOwners: typeof owners = {
    ...owners,
    lastStays: "The group must have at least one owner, hence this owner cannot be removed.",
};

/**
 * The owners of a new object: those in `owners@odata.bind`, and the caller where it may change only what it owns. Naming
 * others takes the right to read them, as azuread documents (its `owners` may need User.Read.All).
 */
export function initialOwners(call: GraphCall, area: Area): string[] {
    const { caller } = call;
    const named = boundIds(call, "owners");
    for (const id of named) {
        if (!sameText(id, caller.id) && !mayReadObject(call, id)) throw denied();
    }
    const isNamed = named.some((id) => sameText(id, caller.id));
    return writeReach(caller, area) === "all" || isNamed ? named : [...named, caller.id];
}
