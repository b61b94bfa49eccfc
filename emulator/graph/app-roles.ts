// Granting application permissions of Graph: an app role of Graph's service principal is assigned to another one.
// Source: https://learn.microsoft.com/graph/api/serviceprincipal-post-approleassignedto
import type { Json } from "../json";
import type { AzureState, ServicePrincipal } from "../state/azure-state";
import { sameText } from "../text";
import { badRequest, type GraphCall, notFound, type Operation, posting, reading, requiredText, success } from "./call";
import { graphAppId, graphPermissions } from "./graph-permissions";

const resource = "AppRoleAssignment";

function find({ emulator, tenantId }: GraphCall, id: string): ServicePrincipal {
    const found = emulator.state.servicePrincipals.find(
        (principal) => principal.tenantId === tenantId && sameText(principal.id, id),
    );
    if (!found) throw notFound(id);
    return found;
}

/** An assignment has no other identity here than who got which role. */
function assignmentJson(graph: ServicePrincipal, principal: ServicePrincipal, permission: string): Json {
    return {
        id: Buffer.from(`${principal.id}/${permission}`).toString("base64url"),
        deletedDateTime: null,
        appRoleId: graphPermissions[permission],
        createdDateTime: principal.createdDateTime,
        principalDisplayName: principal.displayName,
        principalId: principal.id,
        principalType: "ServicePrincipal",
        resourceDisplayName: graph.displayName,
        resourceId: graph.id,
    };
}

function assign(call: GraphCall): Json {
    const { body, keys } = call;
    const graph = find(call, requiredText(body, "resourceId", resource));
    const principal = find(call, requiredText(body, "principalId", resource));
    const appRoleId = requiredText(body, "appRoleId", resource);
    if (graph.id !== keys[0] && principal.id !== keys[0])
        throw badRequest("The service principal in the path is neither the resource nor the principal.");
    const [permission] = Object.entries(graphPermissions).find(([, id]) => sameText(id, appRoleId)) ?? [];
    if (graph.appId !== graphAppId || permission === undefined)
        throw badRequest("Permission being assigned was not found on application");
    principal.graphRoles ??= [];
    if (principal.graphRoles.includes(permission))
        throw badRequest("Permission being assigned already exists on the object");
    principal.graphRoles.push(permission);
    return assignmentJson(graph, principal, permission);
}

const graphOf = (state: AzureState, tenantId: string): ServicePrincipal[] =>
    state.servicePrincipals.filter((principal) => principal.tenantId === tenantId && principal.appId === graphAppId);

const granted = (call: GraphCall): Json[] => {
    const principal = find(call, call.keys[0] ?? "");
    return graphOf(call.emulator.state, call.tenantId).flatMap((graph) =>
        (principal.graphRoles ?? []).map((permission) => assignmentJson(graph, principal, permission)),
    );
};

const entity = "appRoleAssignments/$entity";

export const appRoleOperations: Operation[] = [
    posting("AppRoleAssignment", "/servicePrincipals/{}/appRoleAssignedTo", (call) =>
        success(201, entity, assign(call)),
    ),
    posting("AppRoleAssignment", "/servicePrincipals/{}/appRoleAssignments", (call) =>
        success(201, entity, assign(call)),
    ),
    reading("Application", "/servicePrincipals/{}/appRoleAssignments", (call) =>
        success(200, "appRoleAssignments", { value: granted(call) }),
    ),
];
