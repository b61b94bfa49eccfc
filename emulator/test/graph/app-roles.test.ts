// Granting Graph's application permissions, as `az rest` does it.
import { describe, expect } from "vitest";
import { type Created, type Graph, it } from "./graph-client";

const graphAppId = "00000003-0000-0000-c000-000000000000";

/** Graph's own service principal, and the id of one of its permissions. */
async function permission(graph: Graph, value: string): Promise<{ graphId: string; appRoleId: string }> {
    const { json } = await graph(`/servicePrincipals?$filter=appId eq '${graphAppId}'`);
    const [{ id, appRoles }] = json.value;
    return { graphId: id, appRoleId: appRoles.find((role: { value: string }) => role.value === value).id };
}

async function principal(created: Created, displayName: string): Promise<string> {
    const { appId } = await created("applications", { displayName });
    return (await created("servicePrincipals", { appId })).id;
}

describe("application permissions", () => {
    it("are granted by assigning an app role of Graph, once", async ({ graph, created }) => {
        const principalId = await principal(created, "reader");
        const { graphId, appRoleId } = await permission(graph, "Group.Read.All");
        const body = { principalId, resourceId: graphId, appRoleId };
        const granted = await graph(`/servicePrincipals/${graphId}/appRoleAssignedTo`, { body });
        expect([granted.status, granted.json.principalId, granted.json.appRoleId]).toEqual([
            201,
            principalId,
            appRoleId,
        ]);
        const { json } = await graph(`/servicePrincipals/${principalId}/appRoleAssignments`);
        expect(json.value.map((each: { appRoleId: string }) => each.appRoleId)).toEqual([appRoleId]);
        const again = await graph(`/servicePrincipals/${principalId}/appRoleAssignments`, { body });
        expect([again.status, again.json.error.message]).toEqual([
            400,
            "Permission being assigned already exists on the object",
        ]);
    });

    it("are refused for a role that Graph does not have, and to callers without AppRoleAssignment.ReadWrite.All", async ({
        graph,
        created,
        userToken,
    }) => {
        const principalId = await principal(created, "other");
        const { graphId, appRoleId } = await permission(graph, "User.Read.All");
        const path = `/servicePrincipals/${graphId}/appRoleAssignedTo`;
        const unknown = { principalId, resourceId: graphId, appRoleId: "11111111-1111-4111-8111-111111111111" };
        expect((await graph(path, { body: unknown })).status).toBe(400);
        const body = { principalId, resourceId: graphId, appRoleId };
        const ada = await userToken("ada@contoso.onmicrosoft.com");
        expect((await graph(path, { body, bearer: ada })).status).toBe(403);
        expect((await graph(path, { body })).status).toBe(201);
    });
});
