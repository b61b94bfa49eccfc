// Eligible role assignments of Privileged Identity Management: roles that a principal may activate, made by a request and listed as
// instances. Activating one is not emulated. Without its licence a tenant is refused: Settings.privilegedIdentityManagement.
// Sources: https://learn.microsoft.com/rest/api/authorization/role-eligibility-schedule-requests/create,
// https://learn.microsoft.com/javascript/api/@azure/arm-authorization/roleeligibilityscheduleinstance,
// https://github.com/JulianHayward/Azure-MG-Sub-Governance-Reporting/issues/114 (the refusal)
import { randomUUID } from "node:crypto";
import { findRoleDefinition } from "../../../authorization/access-control";
import { azureTime, durationOf } from "../../../clock";
import { at, type Json, text } from "../../../json";
import type { Emulator, Reply } from "../../../server/service";
import type { RoleEligibility } from "../../../state/authorization";
import type { AzureState } from "../../../state/azure-state";
import { lastSegment, subscriptionOf } from "../../../state/resource-id";
import { sameText } from "../../../text";
import { authorize } from "../../caller";
import { ArmError, badRequest, methodNotAllowed } from "../../errors";
import { type ArmRequest, scopeOf } from "../../locate";
import { findPrincipal } from "./role-assignments";
import { assignedTo, atScope, listScoped, near } from "./scoped-lists";

const requestType = "Microsoft.Authorization/roleEligibilityScheduleRequests";
const instanceType = "Microsoft.Authorization/roleEligibilityScheduleInstances";
const scheduleType = "Microsoft.Authorization/roleEligibilitySchedules";

const expanded = (
    state: AzureState,
    { scope, roleDefinitionId, principalId, principalType }: RoleEligibility,
): Json => {
    const { users, groups, servicePrincipals, subscriptions } = state;
    const principal = [...users, ...groups, ...servicePrincipals].find(({ id }) => sameText(id, principalId));
    const role = findRoleDefinition(state, roleDefinitionId);
    const subscription = subscriptions.find(({ subscriptionId }) => sameText(subscriptionId, lastSegment(scope)));
    return {
        principal: { id: principalId, displayName: principal?.displayName, type: principalType },
        roleDefinition: {
            id: roleDefinitionId,
            displayName: role?.roleName,
            type: role && state.roleDefinitions[role.name] ? "CustomRole" : "BuiltInRole",
        },
        scope: { id: scope, displayName: subscription?.displayName ?? lastSegment(scope) },
    };
};

/** `Direct` where it was given, `Inherited` below. */
const show = (state: AzureState, eligibility: RoleEligibility, listedAt: string): Json => {
    const { name, scope, roleDefinitionId, principalId, principalType, startDateTime, endDateTime } = eligibility;
    return {
        properties: {
            roleEligibilityScheduleId: `${scope}/providers/${scheduleType}/${name}`,
            scope,
            roleDefinitionId,
            principalId,
            principalType,
            status: "Provisioned",
            startDateTime,
            endDateTime,
            memberType: sameText(scope, listedAt) ? "Direct" : "Inherited",
            createdOn: eligibility.createdOn,
            condition: eligibility.condition,
            conditionVersion: eligibility.conditionVersion,
            expandedProperties: expanded(state, eligibility),
        },
        name,
        id: `${scope}/providers/${instanceType}/${name}`,
        type: instanceType,
    };
};

const list = (arm: ArmRequest, scope: string): Reply => {
    const { state, clock } = arm.emulator;
    const current = state.roleEligibilities.filter(
        ({ endDateTime }) => endDateTime === null || Date.parse(endDateTime) > clock.now().getTime(),
    );
    return listScoped(arm, {
        action: `${instanceType}/read`,
        scope,
        items: near(state, current, scope),
        language: {
            properties: ["principalId", "roleDefinitionId"],
            functions: { atscope: atScope(state, scope), assignedto: assignedTo(state) },
        },
        show: (item) => show(state, item, scope),
    });
};

const afterDuration = (start: Date, duration: string): Date => {
    const length = durationOf(duration);
    if (length === undefined) throw badRequest("InvalidScheduleInfo", `The duration '${duration}' is invalid.`);
    return new Date(start.getTime() + length);
};

const datesOf = ({ clock }: Emulator, body: unknown): { start: Date; end: Date | undefined } => {
    const info = at(body, "properties.scheduleInfo");
    const start = new Date(text(at(info, "startDateTime")) ?? clock.now());
    const [kind, until] = [text(at(info, "expiration.type")), text(at(info, "expiration.endDateTime"))];
    const invalid = badRequest("InvalidScheduleInfo", "The schedule of the request is invalid.");
    if (Number.isNaN(start.getTime())) throw invalid;
    if (kind === "NoExpiration") return { start, end: undefined };
    if (kind === "AfterDuration")
        return { start, end: afterDuration(start, text(at(info, "expiration.duration")) ?? "") };
    if (kind !== "AfterDateTime" || until === undefined || !(new Date(until) > start)) throw invalid;
    return { start, end: new Date(until) };
};

const request = (arm: ArmRequest, scope: string, name: string, body: unknown): Reply => {
    const { emulator, caller } = arm;
    const { state } = emulator;
    const property = (key: string) => text(at(body, `properties.${key}`));
    const role = findRoleDefinition(state, property("roleDefinitionId") ?? "");
    const principal = findPrincipal(state, caller.tenantId, property("principalId") ?? "");
    const kind = property("requestType");
    if (role === undefined)
        throw badRequest("RoleDefinitionDoesNotExist", "The specified role definition does not exist.");
    if (principal === undefined) throw badRequest("SubjectNotFound", "The subject is not found.");
    const isSame = (item: RoleEligibility) =>
        sameText(item.scope, scope) &&
        sameText(item.principalId, principal.id) &&
        sameText(lastSegment(item.roleDefinitionId), role.name);
    const existing = state.roleEligibilities.find(isSame);
    const { start, end } = datesOf(emulator, body);
    if (kind === "AdminAssign" && existing)
        throw new ArmError(409, "RoleAssignmentExists", "The Role assignment already exists.");
    if (kind === "AdminRemove" && !existing)
        throw badRequest("RoleAssignmentDoesNotExist", "The Role assignment does not exist.");
    if (kind !== "AdminAssign" && kind !== "AdminRemove")
        throw badRequest("InvalidRequestType", `The request type '${kind}' is not supported.`);
    const subscriptionId = subscriptionOf(scope);
    const made: RoleEligibility = {
        name: randomUUID(),
        scope,
        roleDefinitionId: `${subscriptionId === undefined ? "" : `/subscriptions/${subscriptionId}`}/providers/Microsoft.Authorization/roleDefinitions/${role.name}`,
        principalId: principal.id,
        principalType: principal.type,
        condition: property("condition") ?? null,
        conditionVersion: property("conditionVersion") ?? null,
        startDateTime: start.toISOString(),
        endDateTime: end?.toISOString() ?? null,
        createdOn: azureTime(emulator, "Z"),
    };
    state.roleEligibilities = [
        ...state.roleEligibilities.filter((item) => !isSame(item)),
        ...(kind === "AdminAssign" ? [made] : []),
    ];
    emulator.save();
    const { name: schedule, startDateTime: _start, endDateTime: _end, ...shown } = made;
    const properties = {
        ...shown,
        requestType: kind,
        status: kind === "AdminAssign" ? "Provisioned" : "Revoked",
        targetRoleEligibilityScheduleId: existing?.name ?? schedule,
        requestorId: caller.objectId,
        scheduleInfo: at(body, "properties.scheduleInfo"),
        expandedProperties: expanded(state, made),
    };
    return {
        status: 201,
        body: { properties, name, id: `${scope}/providers/${requestType}/${name}`, type: requestType },
    };
};

export const handleRoleEligibility = async (arm: ArmRequest): Promise<Reply> => {
    const { emulator, caller, id } = arm;
    const { method } = arm.request;
    const [name] = id.names;
    const isList = id.types[0]?.toLowerCase() === "roleeligibilityscheduleinstances" && name === undefined;
    if (!(isList && method === "GET") && !(!isList && method === "PUT" && name !== undefined))
        throw methodNotAllowed(method);
    if (!isList) authorize(emulator.state, caller, `${requestType}/write`, `${id.scope}/providers/${requestType}`);
    const scope = scopeOf(arm);
    if (!emulator.settings.privilegedIdentityManagement)
        throw badRequest("AadPremiumLicenseRequired", "The tenant needs an AAD Premium 2 license.");
    return isList ? list(arm, scope) : request(arm, scope, name ?? "", await arm.request.json());
};
