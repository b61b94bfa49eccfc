// Eligible roles of Privileged Identity Management, and deny assignments.
import { randomUUID } from "node:crypto";
import { describe, expect } from "vitest";
import { addDenyAssignment } from "../../control/deny-assignments";
import { role, start, type TestEmulator } from "../services";
import { itWithRegistry as it, outcome } from "./azure";

const authorization = "/providers/Microsoft.Authorization";
const subscription = (azure: TestEmulator) => `/subscriptions/${azure.subscriptionId}`;
const days = (count: number) => new Date(start.getTime() + count * 86_400_000).toISOString();

describe("an eligible role", () => {
    const ask = (
        azure: TestEmulator,
        scope: string,
        principalId: string,
        { requestType = "AdminAssign", expiration = { type: "NoExpiration" } as object, as = azure.deployerId } = {},
    ) =>
        azure.call(
            "PUT",
            `${scope}${authorization}/roleEligibilityScheduleRequests/${randomUUID()}`,
            {
                properties: {
                    principalId,
                    roleDefinitionId: azure.definition(role.acrPush),
                    requestType,
                    scheduleInfo: { startDateTime: start.toISOString(), expiration },
                },
            },
            { as },
        );
    const list = (azure: TestEmulator, scope: string, filter = "", as = azure.deployerId) =>
        azure.call(
            "GET",
            `${scope}${authorization}/roleEligibilityScheduleInstances?$filter=${encodeURIComponent(filter)}`,
            undefined,
            { as },
        );

    it("is made by a request, listed at its scope, above and below, and gives no access by itself", async ({
        azure,
    }) => {
        const { id } = azure.addServicePrincipal();
        const made = await ask(azure, azure.group, id, { expiration: { type: "AfterDuration", duration: "P30D" } });
        expect(made).toMatchObject({
            status: 201,
            body: { properties: { status: "Provisioned", requestorId: azure.deployerId } },
        });
        const [instance] = (await list(azure, azure.group)).body.value;
        expect(instance.properties).toMatchObject({
            scope: azure.group,
            principalId: id,
            principalType: "ServicePrincipal",
            roleDefinitionId: azure.definition(role.acrPush),
            memberType: "Direct",
            startDateTime: start.toISOString(),
            endDateTime: days(30),
            createdOn: "2027-01-04T00:00:00.0000000Z",
            condition: null,
            expandedProperties: {
                principal: { id, displayName: "workload" },
                roleDefinition: { displayName: "AcrPush" },
            },
        });
        const [below] = (await list(azure, azure.registryId(), "atScope()")).body.value;
        expect(below.properties.memberType).toBe("Inherited");
        expect((await list(azure, subscription(azure))).body.value).toHaveLength(1);
        expect((await list(azure, subscription(azure), "atScope()")).body.value).toEqual([]);
        expect((await list(azure, azure.group, `assignedTo('${id}')`)).body.value).toHaveLength(1);
        expect((await list(azure, azure.group, `principalId eq '${azure.deployerId}'`)).body.value).toEqual([]);
        expect((await azure.call("GET", azure.registryId(), undefined, { as: id })).status).toBe(403);
        azure.clock.set(new Date(days(31)));
        expect((await list(azure, azure.group)).body.value).toEqual([]);
    });

    it("is given once and can be taken away", async ({ azure }) => {
        const { id } = azure.addServicePrincipal();
        expect(outcome(await ask(azure, azure.group, id, { requestType: "AdminRemove" }))).toEqual({
            status: 400,
            code: "RoleAssignmentDoesNotExist",
        });
        expect((await ask(azure, azure.group, id)).status).toBe(201);
        expect(outcome(await ask(azure, azure.group, id))).toEqual({ status: 409, code: "RoleAssignmentExists" });
        expect((await ask(azure, azure.group, id, { requestType: "AdminRemove" })).body.properties.status).toBe(
            "Revoked",
        );
        expect((await list(azure, azure.group)).body.value).toEqual([]);
    });

    it.for<[string, object]>([
        ["SubjectNotFound", { principal: randomUUID() }],
        ["InvalidRequestType", { requestType: "SelfActivate" }],
        ["InvalidScheduleInfo", { expiration: { type: "AfterDateTime", endDateTime: days(-1) } }],
        ["InvalidScheduleInfo", { expiration: { type: "AfterDuration", duration: "forever" } }],
    ])("is refused with %s: %j", async ([code, change], { azure }) => {
        const { principal = azure.addServicePrincipal().id, ...options } = change as { principal?: string };
        expect(outcome(await ask(azure, azure.group, principal, options))).toEqual({ status: 400, code });
    });

    it("is given and read with rights only, and with a licence", async ({ azure }) => {
        const { id } = azure.addServicePrincipal();
        await azure.assign(azure.registryId(), id, role.reader);
        await ask(azure, azure.registryId(), id);
        await ask(azure, azure.group, id);
        expect(outcome(await ask(azure, azure.registryId(), azure.deployerId, { as: id }))).toEqual({
            status: 403,
            code: "AuthorizationFailed",
        });
        expect((await list(azure, subscription(azure), "", id)).body.value).toHaveLength(1);
        expect((await list(azure, subscription(azure))).body.value).toHaveLength(2);
        const { id: stranger } = azure.addServicePrincipal();
        expect(outcome(await list(azure, azure.registryId(), "", stranger)).status).toBe(403);
        azure.emulator.settings.privilegedIdentityManagement = false;
        const refused = { status: 400, code: "AadPremiumLicenseRequired" };
        expect(outcome(await list(azure, subscription(azure)))).toEqual(refused);
        expect(outcome(await ask(azure, azure.group, stranger))).toEqual(refused);
    });
});

describe("a deny assignment", () => {
    const read = "Microsoft.ContainerRegistry/registries/read";
    const deny = (azure: TestEmulator, scope: string, more: object = {}) =>
        addDenyAssignment(azure.emulator, {
            scope,
            denyAssignmentName: "managed",
            permissions: [{ actions: [read] }],
            principals: [{ id: "00000000-0000-0000-0000-000000000000", type: "SystemDefined" }],
            ...more,
        });
    const status = async (azure: TestEmulator, as: string) =>
        (await azure.call("GET", azure.registryId(), undefined, { as })).status;
    const list = (azure: TestEmulator, scope: string, filter = "", as = azure.deployerId) =>
        azure.call("GET", `${scope}${authorization}/denyAssignments?$filter=${encodeURIComponent(filter)}`, undefined, {
            as,
        });

    it("forbids what a role allows, to everybody but those it leaves out", async ({ azure }) => {
        const [one, other] = [azure.addServicePrincipal().id, azure.addServicePrincipal().id];
        for (const id of [one, other]) await azure.assign(azure.group, id, role.owner);
        deny(azure, azure.group, { excludePrincipals: [{ id: other, type: "ServicePrincipal" }] });
        expect([await status(azure, one), await status(azure, other)]).toEqual([403, 200]);
        expect((await azure.call("PATCH", azure.registryId(), { tags: {} }, { as: one })).status).toBe(201);
    });

    it("of a scope alone leaves what is below it", async ({ azure }) => {
        deny(azure, azure.group, { doNotApplyToChildScopes: true });
        expect(await status(azure, azure.deployerId)).toBe(200);
        deny(azure, azure.registryId(), { doNotApplyToChildScopes: true });
        expect(await status(azure, azure.deployerId)).toBe(403);
    });

    it("is listed at its scope, above and below, and made by nobody", async ({ azure }) => {
        const { id, name } = deny(azure, azure.group);
        expect((await list(azure, subscription(azure))).body.value).toMatchObject([
            {
                id,
                name,
                type: "Microsoft.Authorization/denyAssignments",
                properties: {
                    denyAssignmentName: "managed",
                    scope: azure.group,
                    isSystemProtected: true,
                    principals: [{ type: "SystemDefined" }],
                    permissions: [{ actions: [read] }],
                },
            },
        ]);
        expect((await list(azure, azure.registryId(), "atScope()")).body.value).toHaveLength(1);
        expect((await list(azure, subscription(azure), "atScope()")).body.value).toEqual([]);
        expect((await list(azure, azure.group, "denyAssignmentName eq 'other'")).body.value).toEqual([]);
        expect(outcome(await list(azure, azure.group, "principalId eq 'x'"))).toEqual({
            status: 400,
            code: "UnsupportedQuery",
        });
        expect((await azure.call("GET", id)).body.name).toBe(name);
        for (const method of ["PUT", "DELETE"]) expect((await azure.call(method, id, {})).status).toBe(405);
        const { id: stranger } = azure.addServicePrincipal();
        expect((await list(azure, subscription(azure), "", stranger)).status).toBe(403);
    });
});
