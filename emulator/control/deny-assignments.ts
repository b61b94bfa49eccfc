// Deny assignments, which Azure alone makes: here the control API stands for it.
import { randomUUID } from "node:crypto";
import { azureTime } from "../clock";
import { objects, strings, text } from "../json";
import type { Emulator } from "../server/service";
import type { DenyAssignment } from "../state/authorization";
import { badRequest, objectOf, optionalBoolean, optionalText, requiredText } from "./checks";

const keys = [
    "scope",
    "denyAssignmentName",
    "description",
    "permissions",
    "principals",
    "excludePrincipals",
    "doNotApplyToChildScopes",
];

const principalsOf = (value: unknown) =>
    objects(value).map(({ id, type }) => ({ id: text(id) ?? "", type: text(type) ?? "ServicePrincipal" }));

/** A deny assignment from the body of `POST /deny-assignments`, in the form of ARM's `properties`; it holds at once. */
export function addDenyAssignment(emulator: Emulator, body: unknown): DenyAssignment {
    const fields = objectOf(body, keys);
    const scope = requiredText(fields, "scope");
    const permissions = objects(fields.permissions).map((permission) => ({
        actions: strings(permission.actions),
        notActions: strings(permission.notActions),
        dataActions: strings(permission.dataActions),
        notDataActions: strings(permission.notDataActions),
    }));
    const principals = principalsOf(fields.principals);
    if (permissions.length === 0 || principals.length === 0)
        throw badRequest("permissions and principals must be lists of objects with at least one each.");
    const name = randomUUID();
    const made: DenyAssignment = {
        id: `${scope}/providers/Microsoft.Authorization/denyAssignments/${name}`,
        name,
        scope,
        denyAssignmentName: requiredText(fields, "denyAssignmentName"),
        description: optionalText(fields, "description") ?? null,
        permissions,
        doNotApplyToChildScopes: optionalBoolean(fields, "doNotApplyToChildScopes") ?? false,
        principals,
        excludePrincipals: principalsOf(fields.excludePrincipals),
        createdOn: azureTime(emulator, "Z"),
    };
    emulator.state.denyAssignments.push(made);
    emulator.save();
    return made;
}
