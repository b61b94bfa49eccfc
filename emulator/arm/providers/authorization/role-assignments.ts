// Microsoft.Authorization/roleAssignments: who gets which role at which scope, with the refusals of the service.
import { findRoleDefinition } from "../../../authorization/access-control";
import { ConditionError } from "../../../authorization/condition";
import { attributes, checkCondition } from "../../../authorization/condition-language";
import { azureTime } from "../../../clock";
import { at, defined, type Json, object, stringValues, text } from "../../../json";
import type { Emulator, Reply } from "../../../server/service";
import type { RoleAssignment } from "../../../state/authorization";
import type { AzureState } from "../../../state/azure-state";
import { lastSegment } from "../../../state/resource-id";
import { assignmentNamed, assignmentsAt, assignmentsWithin } from "../../../state/scopes";
import { sameText } from "../../../text";
import type { Caller } from "../../caller";
import { ArmError, badRequest } from "../../errors";

export const roleAssignmentType = "Microsoft.Authorization/roleAssignments";

const guid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const bare = (id: string): string => id.replaceAll("-", "").toLowerCase();

/**
 * A subscription takes no more, nor does a management group.
 * Source: https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits
 */
const maximum = { subscription: 4000, managementGroup: 500 };

interface Principal {
    id: string;
    type: "User" | "Group" | "ServicePrincipal";
    createdDateTime?: string;
}

export const findPrincipal = (state: AzureState, tenantId: string, principalId: string): Principal | undefined => {
    const is = (candidate: { id: string; tenantId: string }) =>
        candidate.tenantId === tenantId && sameText(candidate.id, principalId);
    const { users, groups, servicePrincipals } = state;
    const [user, group, servicePrincipal] = [users.find(is), groups.find(is), servicePrincipals.find(is)];
    if (user) return { id: user.id, type: "User" };
    if (group) return { id: group.id, type: "Group" };
    return servicePrincipal && { ...servicePrincipal, type: "ServicePrincipal" };
};

/** The principal, which must exist in the directory and, unless its type is stated, must have had time to be known. */
const requirePrincipal = (
    emulator: Emulator,
    tenantId: string,
    principalId: string,
    stated: string | undefined,
): Principal => {
    const principal = findPrincipal(emulator.state, tenantId, principalId);
    const age = emulator.clock.now().getTime() - new Date(principal?.createdDateTime ?? 0).getTime();
    const isYoung = age < emulator.settings.principalPropagationSeconds * 1000;
    if (principal === undefined || (stated === undefined && isYoung))
        throw badRequest(
            "PrincipalNotFound",
            `Principal ${bare(principalId)} does not exist in the directory ${tenantId}. Check that you have the correct principal ID. If you are creating this principal and then immediately assigning a role, this error might be related to a replication delay. In this case, set the role assignment principalType property to a value, such as ServicePrincipal, User, or Group.  See https://aka.ms/docs-principaltype`,
        );
    if (stated !== undefined && stated !== principal.type)
        throw badRequest(
            "UnmatchedPrincipalType",
            `The PrincipalId '${bare(principalId)}' has type '${principal.type}' , which is different from specified PrinciaplType '${stated}'.`,
        );
    return principal;
};

const requireCondition = (condition: string | undefined, version: string | undefined): void => {
    if (condition === undefined) return;
    if (version !== "2.0")
        throw badRequest(
            "InvalidConditionVersion",
            `The condition version '${version ?? ""}' is not supported; it must be '2.0'.`,
        );
    try {
        checkCondition(condition);
    } catch (error) {
        if (!(error instanceof ConditionError)) throw error;
        // Azure names no reason; the code is a guess.
        throw badRequest("InvalidCondition", "The given role assignment condition is invalid.");
    }
};

export const showRoleAssignment = (assignment: RoleAssignment, answersWrite = false): Json => {
    const { id, name, roleDefinitionId, principalId, principalType, scope, condition, conditionVersion } = assignment;
    const { createdOn, updatedOn, createdBy = null, updatedBy = null, description } = assignment;
    return {
        properties: {
            roleDefinitionId,
            principalId,
            principalType,
            scope,
            condition,
            conditionVersion,
            createdOn,
            updatedOn,
            createdBy: answersWrite ? null : createdBy,
            updatedBy,
            delegatedManagedIdentityResourceId: null,
            description,
        },
        id,
        type: roleAssignmentType,
        name,
    };
};

export interface RoleAssignmentCall {
    emulator: Emulator;
    caller: Caller;
    tenantId: string;
    /** Absent at a management group and at the root. */
    subscriptionId?: string;
    /** In the spelling of the resource that it is. */
    scope: string;
    name: string;
}

const idOf = (scope: string, name: string): string => `${scope}/providers/${roleAssignmentType}/${name}`;

const assignmentAttributes = (
    names: (typeof attributes)["requested" | "existing"],
    { roleDefinitionId, principalId, principalType }: Json,
): Record<string, string> =>
    stringValues(
        defined({
            [names.role]: text(roleDefinitionId) && lastSegment(String(roleDefinitionId)),
            [names.principal]: text(principalId),
            [names.principalType]: text(principalType),
        }),
    );

/** What a condition can ask of an assignment to be written: what the body says, and nothing that it leaves out. */
export const requestedAttributes = (body: unknown) =>
    assignmentAttributes(attributes.requested, object(at(body, "properties")));

/** What a condition can ask of an assignment to be deleted; nothing where there is none, so that no condition holds. */
export const existingAttributes = (state: AzureState, scope: string, name: string) =>
    assignmentAttributes(attributes.existing, { ...state.roleAssignments[idOf(scope, name).toLowerCase()] });

const checkLimit = (state: AzureState, subscriptionId: string | undefined, scope: string): void => {
    const [what, limit, all] =
        subscriptionId === undefined
            ? ["management group", maximum.managementGroup, assignmentsAt(state, scope)]
            : ["subscription", maximum.subscription, assignmentsWithin(state, `/subscriptions/${subscriptionId}`)];
    if (all.length >= limit)
        throw badRequest(
            "RoleAssignmentLimitExceeded",
            `The maximum number of role assignments for the ${what} has been reached.`,
        );
};

/** An assignment that Azure makes itself, as it does for the creator of a management group. */
export const addRoleAssignment = (
    state: AzureState,
    made: Pick<RoleAssignment, "name" | "scope" | "principalId" | "principalType" | "createdOn" | "createdBy"> & {
        roleDefinitionId: string;
    },
): void => {
    const id = idOf(made.scope, made.name);
    state.roleAssignments[id.toLowerCase()] = {
        ...made,
        id,
        condition: null,
        conditionVersion: null,
        description: null,
        updatedOn: made.createdOn,
        updatedBy: made.createdBy,
    };
};

export const putRoleAssignment = (call: RoleAssignmentCall, body: unknown): Reply => {
    const { emulator, caller, tenantId, subscriptionId, scope, name } = call;
    const { state } = emulator;
    const property = (key: string) => text(at(body, `properties.${key}`));
    if (!guid.test(name))
        throw badRequest(
            "InvalidRoleAssignmentId",
            `The role assignment ID '${name}' is not valid. The role assignment ID must be a GUID.`,
        );
    const principalId = property("principalId") ?? "";
    if (!guid.test(principalId))
        throw badRequest(
            "InvalidPrincipalId",
            `The Principal ID '${principalId}' is not valid. Principal ID must be a GUID.`,
        );
    const roleName = lastSegment(property("roleDefinitionId") ?? "").toLowerCase();
    if (findRoleDefinition(state, roleName) === undefined)
        throw badRequest(
            "RoleDefinitionDoesNotExist",
            `The specified role definition with ID '${bare(roleName)}' does not exist.`,
        );
    requireCondition(property("condition"), property("conditionVersion"));

    const existing = assignmentNamed(state, name);
    const isSame = (other: RoleAssignment) =>
        sameText(other.scope, scope) &&
        sameText(other.principalId, principalId) &&
        sameText(lastSegment(other.roleDefinitionId), roleName);
    if (existing && !isSame(existing))
        throw badRequest(
            "RoleAssignmentUpdateNotPermitted",
            "Tenant ID, application ID, principal ID, and scope are not allowed to be updated.",
        );
    const duplicate = assignmentsAt(state, scope).find((other) => other !== existing && isSame(other));
    if (duplicate)
        throw new ArmError(
            409,
            "RoleAssignmentExists",
            `The role assignment already exists. The ID of the existing role assignment is ${bare(duplicate.name)}.`,
        );
    const principal = requirePrincipal(emulator, tenantId, principalId, property("principalType"));
    if (existing === undefined) checkLimit(state, subscriptionId, scope);

    const now = azureTime(emulator, "Z");
    const made: RoleAssignment = {
        id: idOf(scope, name),
        name,
        scope,
        roleDefinitionId: `${subscriptionId === undefined ? "" : `/subscriptions/${subscriptionId}`}/providers/Microsoft.Authorization/roleDefinitions/${roleName}`,
        principalId: principal.id,
        principalType: principal.type,
        condition: property("condition") ?? null,
        conditionVersion: property("conditionVersion") ?? null,
        description: property("description") ?? null,
        createdOn: existing?.createdOn ?? now,
        updatedOn: now,
        createdBy: existing?.createdBy ?? caller.objectId,
        updatedBy: caller.objectId,
    };
    state.roleAssignments[made.id.toLowerCase()] = made;
    emulator.save();
    return { status: 201, body: showRoleAssignment(made, true) };
};

export const getRoleAssignment = ({ emulator, scope, name }: RoleAssignmentCall): Reply => {
    const found = emulator.state.roleAssignments[idOf(scope, name).toLowerCase()];
    if (found === undefined)
        throw new ArmError(404, "RoleAssignmentNotFound", `The role assignment '${name}' is not found.`);
    return { status: 200, body: showRoleAssignment(found) };
};

export const deleteRoleAssignment = ({ emulator, scope, name }: RoleAssignmentCall): Reply => {
    const key = idOf(scope, name).toLowerCase();
    const found = emulator.state.roleAssignments[key];
    if (found === undefined) return { status: 204 };
    delete emulator.state.roleAssignments[key];
    if (emulator.settings.deletionSeconds > 0)
        emulator.state.removedRoleAssignments.push({ ...found, removedOn: azureTime(emulator, "Z") });
    emulator.save();
    return { status: 200, body: showRoleAssignment({ ...found, updatedOn: azureTime(emulator, "Z") }) };
};
