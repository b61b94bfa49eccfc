// Microsoft.Authorization/roleDefinitions: the built-in roles and the custom ones, by id and by name.
import type { RoleDefinition } from "../authorization/role-definition";
import { builtInRoles } from "../authorization/role-definitions";
import type { Emulator, Reply } from "../server/service";
import type { CustomRoleDefinition } from "../state/azure-state";
import type { Caller } from "./caller";
import { azureTime } from "./common";
import { ArmError, badRequest } from "./errors";
import { at, type Json, object, strings, text } from "./json";

const type = "Microsoft.Authorization/roleDefinitions";

const idOf = (name: string, subscriptionId: string | undefined): string =>
    `${subscriptionId === undefined ? "" : `/subscriptions/${subscriptionId}`}/providers/${type}/${name}`;

const showBuiltIn = (
    { name, roleName, description, permissions }: RoleDefinition,
    subscriptionId: string | undefined,
) => ({
    properties: {
        roleName,
        type: "BuiltInRole",
        description,
        assignableScopes: ["/"],
        permissions,
        createdOn: "2018-10-29T23:55:18.9260000Z",
        updatedOn: "2021-11-11T20:13:22.8150000Z",
        createdBy: null,
        updatedBy: null,
    },
    id: idOf(name, subscriptionId),
    type,
    name,
});

const showCustom = (role: CustomRoleDefinition, answersWrite = false): Json => ({
    properties: {
        roleName: role.roleName,
        type: "CustomRole",
        description: role.description,
        assignableScopes: role.assignableScopes,
        permissions: role.permissions,
        createdOn: role.createdOn,
        updatedOn: role.updatedOn,
        createdBy: answersWrite ? null : role.createdBy,
        updatedBy: role.createdBy,
    },
    id: idOf(role.name, role.subscriptionId),
    type,
    name: role.name,
});

const visible = (emulator: Emulator, subscriptionId: string | undefined) => [
    ...builtInRoles.map((role) => showBuiltIn(role, subscriptionId)),
    ...Object.values(emulator.state.roleDefinitions)
        .filter((role) => role.subscriptionId.toLowerCase() === subscriptionId?.toLowerCase())
        .map((role) => showCustom(role)),
];

const quoted = (filter: string, property: string): string | undefined =>
    new RegExp(`${property}\\s+eq\\s+'([^']*)'`, "i").exec(filter)?.[1]?.toLowerCase();

export const listRoleDefinitions = (emulator: Emulator, subscriptionId: string | undefined, filter: string): Reply => {
    const [roleName, kind] = [quoted(filter, "roleName"), quoted(filter, "type")];
    const value = visible(emulator, subscriptionId).filter(({ properties }) => {
        const { roleName: name, type: ofKind } = object(properties);
        return (
            (!roleName || String(name).toLowerCase() === roleName) && (!kind || String(ofKind).toLowerCase() === kind)
        );
    });
    return { status: 200, body: { value } };
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
    const taken = visible(emulator, subscriptionId).find(
        (other) =>
            other.name !== name && text(object(other.properties).roleName)?.toLowerCase() === roleName.toLowerCase(),
    );
    if (taken)
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
        permissions: (Array.isArray(properties.permissions) ? properties.permissions : []).map((permission) => ({
            actions: strings(at(permission, "actions")),
            notActions: strings(at(permission, "notActions")),
            dataActions: strings(at(permission, "dataActions")),
            notDataActions: strings(at(permission, "notDataActions")),
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
