// Management groups above subscriptions, and the roles that are inherited from them and from the root.
import { randomUUID } from "node:crypto";
import { describe, expect } from "vitest";
import { role, type TestEmulator } from "../services";
import { itWithRegistry as it, outcome } from "./azure";

const path = (name: string) => `/providers/Microsoft.Management/managementGroups/${name}`;
const put = (azure: TestEmulator, name: string, parent?: string, as?: string) =>
    azure.call(
        "PUT",
        path(name),
        { properties: { displayName: name, details: parent && { parent: { id: path(parent) } } } },
        { as },
    );
const move = (azure: TestEmulator, name: string, as?: string) =>
    azure.call("PUT", `${path(name)}/subscriptions/${azure.subscriptionId}`, undefined, { as });
const assign = (azure: TestEmulator, scope: string, principalId: string, roleName: string, as?: string) =>
    azure.call(
        "PUT",
        `${scope}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}`,
        {
            properties: {
                principalId,
                principalType: "ServicePrincipal",
                roleDefinitionId: azure.definition(roleName),
            },
        },
        { as },
    );
const scopes = async (azure: TestEmulator, scope: string, filter = "") => {
    const list = `${scope}/providers/Microsoft.Authorization/roleAssignments?$filter=${encodeURIComponent(filter)}`;
    const { body } = await azure.call("GET", list);
    return body.value.map(({ properties }: { properties: { scope: string } }) => properties.scope);
};
const subscription = (azure: TestEmulator) => `/subscriptions/${azure.subscriptionId}`;

describe("a management group", () => {
    it("is made by anybody, who then owns it", async ({ azure }) => {
        const { id } = azure.addServicePrincipal();
        expect((await put(azure, "platform", undefined, id)).status).toBe(200);
        const own = await azure.call("GET", path("platform"), undefined, { as: id });
        expect(own.body).toMatchObject({
            id: path("platform"),
            properties: { tenantId: azure.tenantId, details: { parent: { id: path(azure.tenantId) } } },
        });
        const other = azure.addServicePrincipal().id;
        for (const attempt of [
            azure.call("GET", path("platform"), undefined, { as: other }),
            put(azure, "platform", undefined, other),
            put(azure, "below", "platform", other),
            assign(azure, path("platform"), other, role.owner, other),
        ])
            expect(outcome(await attempt)).toEqual({ status: 403, code: "AuthorizationFailed" });
        expect((await put(azure, "below", "platform", id)).status).toBe(200);
        expect(outcome(await azure.call("GET", path("nowhere")))).toEqual({ status: 404, code: "NotFound" });
    });

    it("takes a subscription from who may assign roles in it and change the group", async ({ azure }) => {
        const { id: as } = azure.addServicePrincipal();
        await put(azure, "platform", undefined, as);
        expect((await move(azure, "platform", as)).status).toBe(403);
        expect((await move(azure, "platform")).status).toBe(403);
        await assign(azure, path("platform"), azure.deployerId, role.owner, as);
        expect((await move(azure, "platform")).status).toBe(200);
    });

    it("hands its roles down to the subscriptions below it, and to no other", async ({ azure }) => {
        await put(azure, "platform");
        await put(azure, "workloads", "platform");
        const { id } = azure.addServicePrincipal();
        await assign(azure, path("platform"), id, role.reader);
        const read = () => azure.call("GET", azure.registryId(), undefined, { as: id }).then(({ status }) => status);
        expect(await read()).toBe(403);
        await move(azure, "workloads");
        expect(await read()).toBe(200);
        const above = [path("workloads"), path("platform"), path("platform")].sort();
        const listed = await scopes(azure, azure.registryId());
        expect(listed.toSorted()).toEqual([...above, subscription(azure)].sort());
        expect(await scopes(azure, subscription(azure), `principalId eq '${id}'`)).toEqual([path("platform")]);
        expect(await scopes(azure, subscription(azure), `assignedTo('${id}')`)).toEqual([path("platform")]);
        expect((await scopes(azure, subscription(azure), "atScope()")).toSorted()).toEqual(
            [...above, subscription(azure)].sort(),
        );
        const second = `/subscriptions/${azure.credentials.secondSubscriptionId}`;
        expect(await scopes(azure, second)).toEqual([second]);
        expect(await scopes(azure, path("platform"))).toEqual([path("platform"), path("platform")]);
    });

    it("has role assignments with definitions of the tenant", async ({ azure }) => {
        await put(azure, "platform");
        const { id } = azure.addServicePrincipal();
        const made = await assign(azure, path("platform"), id, role.acrPull);
        expect(made.status).toBe(201);
        expect(made.body.properties).toMatchObject({
            scope: path("platform"),
            roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${role.acrPull}`,
            updatedBy: azure.deployerId,
        });
        expect((await azure.call("GET", made.body.id)).body.properties.createdBy).toBe(azure.deployerId);
        expect((await azure.call("DELETE", made.body.id)).status).toBe(200);
    });
});

describe("a role at the root", () => {
    it("is inherited by the subscriptions of its principal's tenant, and the list at the root is for few", async ({
        azure,
    }) => {
        const { id } = azure.addServicePrincipal();
        const own = Object.values(azure.state.roleAssignments)[0];
        if (own === undefined) throw new Error("The seed has role assignments.");
        for (const principalId of [id, randomUUID()])
            azure.state.roleAssignments[`root ${principalId}`] = { ...own, name: principalId, scope: "/", principalId };
        expect(await scopes(azure, subscription(azure))).toEqual([subscription(azure), "/"]);
        expect(await scopes(azure, azure.registryId(), "atScope()")).toEqual([subscription(azure), "/"]);
        const list = (as: string) =>
            azure.call("GET", "/providers/Microsoft.Authorization/roleAssignments", undefined, { as });
        expect(outcome(await list(azure.deployerId))).toEqual({ status: 403, code: "AuthorizationFailed" });
        expect((await list(id)).status).toBe(200);
    });
});
