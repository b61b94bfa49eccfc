// Microsoft.Authorization/roleDefinitions: the built-in roles and the custom ones, by id and by name.
import { builtInRoles } from "../../../authorization/built-in-roles";
import type { RoleDefinition } from "../../../authorization/role-definition";
import { azureTime } from "../../../clock";
import { at, type Json, object, objects, strings, text } from "../../../json";
import type { FilterLanguage } from "../../../odata/filter";
import type { Emulator, Reply } from "../../../server/service";
import type { CustomRoleDefinition } from "../../../state/authorization";
import { sameText } from "../../../text";
import type { Caller } from "../../caller";
import { ArmError, badRequest } from "../../errors";
import { filtered, page } from "../../lists";
import type { ArmRequest } from "../../locate";
import { unsupportedFilter } from "./scoped-lists";

const type = "Microsoft.Authorization/roleDefinitions";

const idOf = (name: string, subscriptionId: string | undefined): string =>
    `${subscriptionId === undefined ? "" : `/subscriptions/${subscriptionId}`}/providers/${type}/${name}`;

/** When Azure made its roles, for all that is known of them here. */
const builtIn = {
    type: "BuiltInRole",
    assignableScopes: ["/"],
    createdOn: "2018-10-29T23:55:18.9260000Z",
    updatedOn: "2021-11-11T20:13:22.8150000Z",
    createdBy: null,
    updatedBy: null,
};

const show = (
    { name, roleName, description, permissions }: RoleDefinition,
    subscriptionId: string | undefined,
    origin: Json,
) => ({
    properties: { roleName, description, permissions, ...origin },
    id: idOf(name, subscriptionId),
    type,
    name,
});

const showCustom = (role: CustomRoleDefinition, answersWrite = false) => {
    const { subscriptionId, assignableScopes, createdOn, updatedOn, createdBy } = role;
    return show(role, subscriptionId, {
        type: "CustomRole",
        assignableScopes,
        createdOn,
        updatedOn,
        createdBy: answersWrite ? null : createdBy,
        updatedBy: createdBy,
    });
};

const visible = (emulator: Emulator, subscriptionId: string | undefined) => [
    ...builtInRoles.map((role) => show(role, subscriptionId, builtIn)),
    ...Object.values(emulator.state.roleDefinitions)
        .filter((role) => role.subscriptionId.toLowerCase() === subscriptionId?.toLowerCase())
        .map((role) => showCustom(role)),
];

/** `atScopeAndBelow()` changes nothing: every definition here belongs to the tenant or the subscription. */
const filterLanguage: FilterLanguage = {
    properties: ["roleName", "type"],
    functions: { atscopeandbelow: { parameters: 0, test: () => true } },
};

export const listRoleDefinitions = (arm: ArmRequest, subscriptionId: string | undefined): Reply => {
    const roles = visible(arm.emulator, subscriptionId).map((role) => ({ role, ...role.properties }));
    return page(filtered(roles, arm, filterLanguage, unsupportedFilter), ({ role }) => role, arm);
};

const notFound = (name: string): ArmError =>
    new ArmError(
        404,
        "RoleDefinitionDoesNotExist",
        `The specified role definition with ID '${name.replaceAll("-", "")}' does not exist.`,
    );

export const getRoleDefinition = (emulator: Emulator, subscriptionId: string | undefined, name: string): Reply => {
    const found = visible(emulator, subscriptionId).find((role) => role.name === name.toLowerCase());
    if (found === undefined) throw notFound(name);
    return { status: 200, body: found };
};

export const putRoleDefinition = (
    emulator: Emulator,
    caller: Caller,
    subscriptionId: string,
    name: string,
    body: unknown,
): Reply => {
    const properties = object(at(body, "properties"));
    const roleName = text(properties.roleName);
    if (builtInRoles.some((role) => role.name === name.toLowerCase()))
        throw new ArmError(403, "RoleDefinitionUpdateNotPermitted", "Built-in role definitions cannot be changed.");
    if (roleName === undefined || roleName === "")
        throw badRequest("RoleDefinitionNameNullOrEmpty", "The role definition name is null or empty.");
    const others = visible(emulator, subscriptionId).filter((other) => other.name !== name);
    if (others.some(({ properties: other }) => sameText(other.roleName, roleName)))
        throw new ArmError(
            409,
            "RoleDefinitionWithSameNameExists",
            `A custom role with the same name already exists in this directory. Use a different name.`,
        );
    const existing = emulator.state.roleDefinitions[name.toLowerCase()];
    const now = azureTime(emulator, "Z");
    const made: CustomRoleDefinition = {
        name: name.toLowerCase(),
        subscriptionId,
        roleName,
        description: text(properties.description) ?? null,
        assignableScopes: strings(properties.assignableScopes),
        permissions: objects(properties.permissions).map((permission) => ({
            actions: strings(permission.actions),
            notActions: strings(permission.notActions),
            dataActions: strings(permission.dataActions),
            notDataActions: strings(permission.notDataActions),
        })),
        createdOn: existing?.createdOn ?? now,
        updatedOn: now,
        createdBy: existing?.createdBy ?? caller.objectId,
    };
    emulator.state.roleDefinitions[made.name] = made;
    emulator.save();
    return { status: 201, body: showCustom(made, true) };
};

export const deleteRoleDefinition = (emulator: Emulator, name: string): Reply => {
    const found = emulator.state.roleDefinitions[name.toLowerCase()];
    if (found === undefined) return { status: 204 };
    const used = Object.values(emulator.state.roleAssignments).some(({ roleDefinitionId }) =>
        roleDefinitionId.toLowerCase().endsWith(`/${found.name}`),
    );
    if (used) throw badRequest("RoleDefinitionHasAssignments", "There are existing role assignments referencing role.");
    delete emulator.state.roleDefinitions[found.name];
    emulator.save();
    return { status: 200, body: showCustom(found) };
};
