// Role assignments and definitions over the wire.
import { randomUUID } from "node:crypto";
import { describe, expect } from "vitest";
import { role, start, type TestEmulator } from "../services";
import { itWithRegistry as it } from "./azure";

const pathOf = (scope: string, name: string) => `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`;
const bare = (id: string) => id.replaceAll("-", "");

describe("a role assignment", () => {
    it("is answered 201, also when it is repeated", async ({ azure }) => {
        const { id: principalId } = azure.addServicePrincipal();
        const name = randomUUID();
        const body = { properties: { principalId, roleDefinitionId: azure.definition(role.acrPull) } };
        const made = await azure.call("PUT", pathOf(azure.registryId(), name), body);
        expect(made.status).toBe(201);
        expect(Object.keys(made.body)).toEqual(["properties", "id", "type", "name"]);
        expect(made.body.properties).toEqual({
            roleDefinitionId: azure.definition(role.acrPull),
            principalId,
            principalType: "ServicePrincipal",
            scope: azure.registryId(),
            condition: null,
            conditionVersion: null,
            createdOn: "2027-01-04T00:00:00.0000000Z",
            updatedOn: "2027-01-04T00:00:00.0000000Z",
            createdBy: null,
            updatedBy: azure.deployerId,
            delegatedManagedIdentityResourceId: null,
            description: null,
        });
        const again = await azure.call("PUT", pathOf(azure.registryId(), name), {
            properties: { ...body.properties, description: "for the build" },
        });
        expect(again.status).toBe(201);
        const read = await azure.call("GET", pathOf(azure.registryId(), name));
        expect(read.body.properties).toMatchObject({ createdBy: azure.deployerId, description: "for the build" });
    });

    it("cannot be there twice under two names", async ({ azure }) => {
        const { id } = azure.addServicePrincipal();
        const first = await azure.assign(azure.registryId(), id, role.acrPull);
        const { status, body } = await azure.assign(azure.registryId().toLowerCase(), id, role.acrPull);
        expect(status).toBe(409);
        expect(body).toEqual({
            error: {
                code: "RoleAssignmentExists",
                message: `The role assignment already exists. The ID of the existing role assignment is ${bare(first.body.name)}.`,
            },
        });
    });

    it("does not become another one", async ({ azure }) => {
        const [one, other] = [azure.addServicePrincipal(), azure.addServicePrincipal()];
        const name = randomUUID();
        const put = (scope: string, principalId: string, roleName: string) =>
            azure.call("PUT", pathOf(scope, name), {
                properties: { principalId, roleDefinitionId: azure.definition(roleName) },
            });
        await put(azure.registryId(), one.id, role.acrPull);
        for (const attempt of [
            put(azure.registryId(), other.id, role.acrPull),
            put(azure.registryId(), one.id, role.acrPush),
            put(azure.group, one.id, role.acrPull),
        ])
            expect(await attempt).toMatchObject({
                status: 400,
                body: {
                    error: {
                        code: "RoleAssignmentUpdateNotPermitted",
                        message: "Tenant ID, application ID, principal ID, and scope are not allowed to be updated.",
                    },
                },
            });
    });

    it("of a young principal needs its type", async ({ azure }) => {
        const young = azure.addServicePrincipal(start.toISOString());
        const { status, body } = await azure.assign(azure.registryId(), young.id, role.acrPull);
        expect({ status, body }).toEqual({
            status: 400,
            body: {
                error: {
                    code: "PrincipalNotFound",
                    message: `Principal ${bare(young.id)} does not exist in the directory ${azure.tenantId}. Check that you have the correct principal ID. If you are creating this principal and then immediately assigning a role, this error might be related to a replication delay. In this case, set the role assignment principalType property to a value, such as ServicePrincipal, User, or Group.  See https://aka.ms/docs-principaltype`,
                },
            },
        });
        const typed = await azure.assign(azure.registryId(), young.id, role.acrPull, {
            principalType: "ServicePrincipal",
        });
        expect(typed.status).toBe(201);
        azure.clock.set(new Date(start.getTime() + 61_000));
        expect((await azure.assign(azure.registryId(), young.id, role.acrPush)).status).toBe(201);
    });

    it("of nobody is refused with a type as well", async ({ azure }) => {
        const answer = await azure.assign(azure.registryId(), randomUUID(), role.acrPull, {
            principalType: "User",
        });
        expect(answer).toMatchObject({ status: 400, body: { error: { code: "PrincipalNotFound" } } });
    });

    it("says when the type is another", async ({ azure }) => {
        const { id } = azure.addServicePrincipal();
        const { status, body } = await azure.assign(azure.registryId(), id, role.acrPull, {
            principalType: "User",
        });
        expect({ status, body }).toEqual({
            status: 400,
            body: {
                error: {
                    code: "UnmatchedPrincipalType",
                    message: `The PrincipalId '${bare(id)}' has type 'ServicePrincipal' , which is different from specified PrinciaplType 'User'.`,
                },
            },
        });
    });

    it.for<[string, string | undefined, Record<string, string>, string]>([
        ["a name that is no GUID", "contoso-pull", {}, "InvalidRoleAssignmentId"],
        ["an unknown role", undefined, { roleDefinitionId: randomUUID() }, "RoleDefinitionDoesNotExist"],
        ["a condition without version", undefined, { condition: "(true)" }, "InvalidConditionVersion"],
        [
            "a condition that is none",
            undefined,
            { condition: "@Request[", conditionVersion: "2.0" },
            "InvalidCondition",
        ],
    ])("refuses %s", async ([_, name, extra, code], { azure }) => {
        const { id } = azure.addServicePrincipal();
        const properties = { principalId: id, roleDefinitionId: azure.definition(role.acrPull), ...extra };
        const answer = await azure.call("PUT", pathOf(azure.registryId(), name ?? randomUUID()), { properties });
        expect({ status: answer.status, code: answer.body.error.code }).toEqual({ status: 400, code });
    });

    it("is one of at most 4,000 in a subscription", async ({ azure }) => {
        const { id } = azure.addServicePrincipal();
        await azure.assign(azure.registryId(), id, role.acrPull);
        const [template] = Object.values(azure.state.roleAssignments).slice(-1);
        for (let index = 0; index < 4000 && template; index += 1)
            azure.state.roleAssignments[`filler-${index}`] = {
                ...template,
                name: randomUUID(),
                principalId: randomUUID(),
            };
        const { status, body } = await azure.assign(azure.registryId(), id, role.acrPush);
        expect({ status, code: body.error.code }).toEqual({ status: 400, code: "RoleAssignmentLimitExceeded" });
    });

    it("is deleted with its body, then there is nothing to delete", async ({ azure }) => {
        const { id } = azure.addServicePrincipal();
        const { body } = await azure.assign(azure.registryId(), id, role.acrPull);
        expect(await azure.call("DELETE", body.id)).toMatchObject({ status: 200, body: { name: body.name } });
        expect((await azure.call("DELETE", body.id)).status).toBe(204);
        expect(await azure.call("GET", body.id)).toMatchObject({
            status: 404,
            body: {
                error: { code: "RoleAssignmentNotFound", message: `The role assignment '${body.name}' is not found.` },
            },
        });
    });

    it("is listed by scope and by principal", async ({ azure }) => {
        const [one, other] = [azure.addServicePrincipal(), azure.addServicePrincipal()];
        const team = azure.state.groups[0];
        team?.members.push(one.id);
        const onRegistry = (await azure.assign(azure.registryId(), one.id, role.acrPull)).body.name;
        const onGroup = (await azure.assign(azure.group, other.id, role.acrPull)).body.name;
        const ofTeam = (await azure.assign(azure.registryId(), team?.id ?? "", role.acrPush)).body.name;
        const owner = Object.values(azure.state.roleAssignments).find(
            ({ scope, principalId }) =>
                scope === `/subscriptions/${azure.subscriptionId}` && principalId === azure.deployerId,
        )?.name;
        const list = async (scope: string, filter: string) => {
            const { body } = await azure.call(
                "GET",
                `${scope}/providers/Microsoft.Authorization/roleAssignments?$filter=${encodeURIComponent(filter)}`,
            );
            return body.value.map(({ name }: { name: string }) => name).sort();
        };
        expect(await list(azure.registryId(), "atScope()")).toEqual([onRegistry, onGroup, ofTeam, owner].sort());
        expect(await list(azure.group, "atScope()")).toEqual([onGroup, owner].sort());
        expect(await list(azure.group, "")).toEqual([onRegistry, onGroup, ofTeam, owner].sort());
        expect(await list(`/subscriptions/${azure.subscriptionId}`, `principalId eq '${one.id}'`)).toEqual([
            onRegistry,
        ]);
        expect(await list(azure.registryId(), `assignedTo('${one.id}')`)).toEqual([onRegistry, ofTeam].sort());
    });
});

describe("role definitions", () => {
    const list = (azure: TestEmulator, scope: string, filter: string) =>
        azure.call(
            "GET",
            `${scope}/providers/Microsoft.Authorization/roleDefinitions?$filter=${encodeURIComponent(filter)}`,
        );

    it("are found by name in any case, with the subscription in their id", async ({ azure }) => {
        const { body } = await list(azure, azure.registryId(), "roleName eq 'acrpull'");
        expect(body.value).toHaveLength(1);
        expect(body.value[0]).toMatchObject({
            properties: {
                roleName: "AcrPull",
                type: "BuiltInRole",
                assignableScopes: ["/"],
                permissions: [
                    {
                        actions: ["Microsoft.ContainerRegistry/registries/pull/read"],
                        notActions: [],
                        dataActions: [],
                        notDataActions: [],
                    },
                ],
            },
            id: azure.definition(role.acrPull),
        });
    });

    it("have no subscription in their id at the tenant", async ({ azure }) => {
        const { body } = await list(azure, "", "roleName eq 'AcrPush'");
        expect(body.value[0].id).toBe(`/providers/Microsoft.Authorization/roleDefinitions/${role.acrPush}`);
    });

    it("can be made, and then count", async ({ azure }) => {
        const name = randomUUID();
        const put = await azure.call(
            "PUT",
            `${azure.group}/providers/Microsoft.Authorization/roleDefinitions/${name}`,
            {
                properties: {
                    roleName: "Registry readers",
                    type: "customRole",
                    assignableScopes: [azure.group],
                    permissions: [{ actions: ["Microsoft.ContainerRegistry/registries/read"] }],
                },
            },
        );
        expect(put).toMatchObject({
            status: 201,
            body: {
                properties: { type: "CustomRole", description: null, createdBy: null },
                id: azure.definition(name),
            },
        });
        expect(put.body.properties.permissions).toEqual([
            {
                actions: ["Microsoft.ContainerRegistry/registries/read"],
                notActions: [],
                dataActions: [],
                notDataActions: [],
            },
        ]);
        const { id } = azure.addServicePrincipal();
        expect((await azure.call("GET", azure.registryId(), undefined, { as: id })).status).toBe(403);
        await azure.assign(azure.registryId(), id, name);
        expect((await azure.call("GET", azure.registryId(), undefined, { as: id })).status).toBe(200);
    });
});
