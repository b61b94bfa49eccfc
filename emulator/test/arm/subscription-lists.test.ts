// Lists at a subscription: what they hold, and what a caller sees that may read a part of it or nothing.
import { describe, expect } from "vitest";
import { role, type TestEmulator } from "../services";
import { itWithRegistry as it, location, outcome } from "./azure";

const subscription = (azure: TestEmulator) => `/subscriptions/${azure.subscriptionId}`;
const list = (azure: TestEmulator, provider: string, options: { as?: string; at?: string } = {}) =>
    azure.call("GET", `${options.at ?? subscription(azure)}/providers/${provider}`, undefined, { as: options.as });
const names = ({ body }: { body: { value: { name: string }[] } }) => body.value.map(({ name }) => name);

const registries = "Microsoft.ContainerRegistry/registries";
const assignments = "Microsoft.Authorization/roleAssignments";
const locks = "Microsoft.Authorization/locks";
const lock = (azure: TestEmulator, scope: string, name: string) =>
    azure.call("PUT", `${scope}/providers/${locks}/${name}`, { properties: { level: "CanNotDelete" } });

describe("of a list at a subscription a caller sees", () => {
    it.beforeEach(async ({ azure }) => {
        await azure.addRegistry({}, "Basic", "second");
    });

    it.for([
        [
            "reader of the subscription",
            role.reader,
            (azure: TestEmulator) => subscription(azure),
            ["contoso", "second"],
        ],
        ["reader of the group", role.reader, (azure: TestEmulator) => azure.group, ["contoso", "second"]],
        ["reader of one registry", role.reader, (azure: TestEmulator) => azure.registryId("second"), ["second"]],
        ["who may only pull", role.acrPull, (azure: TestEmulator) => azure.registryId(), []],
    ] as const)("as a %s what it may read, with 200", async ([_, roleName, scopeOf, found], { azure }) => {
        const { id: as } = azure.addServicePrincipal();
        await azure.assign(scopeOf(azure), as, roleName);
        for (const at of [subscription(azure), azure.group]) {
            const answer = await list(azure, registries, { as, at });
            expect([answer.status, names(answer)]).toEqual([200, found]);
        }
    });

    it.for([registries, assignments, locks, "Microsoft.ManagedIdentity/userAssignedIdentities"])(
        "nothing of %s without any role there, and is told so",
        async (type, { azure }) => {
            const { id: as } = azure.addServicePrincipal();
            const second = `/subscriptions/${azure.credentials.secondSubscriptionId}`;
            await azure.assign(second, as, role.owner);
            const answer = await list(azure, type, { as });
            expect(outcome(answer)).toEqual({ status: 403, code: "AuthorizationFailed" });
            expect(answer.body.error.message).toContain(
                `'${type}/read' over scope '${subscription(azure)}/providers/${type.split("/")[0]}'`,
            );
            expect((await list(azure, type, { as, at: second })).status).toBe(200);
        },
    );

    it("resource groups as registries", async ({ azure }) => {
        const { id: as } = azure.addServicePrincipal();
        const groups = () => azure.call("GET", `${subscription(azure)}/resourceGroups`, undefined, { as });
        expect(outcome(await groups())).toEqual({ status: 403, code: "AuthorizationFailed" });
        await azure.assign(azure.group, as, role.reader);
        await azure.call("PUT", azure.group.replace(/rg$/, "other"), { location });
        expect(names(await groups())).toEqual(["rg"]);
    });

    it("role assignments without a word that some are missing", async ({ azure }) => {
        const { id: as } = azure.addServicePrincipal();
        const other = azure.addServicePrincipal().id;
        await azure.assign(azure.registryId(), other, role.acrPull);
        await azure.assign(azure.registryId("second"), other, role.acrPush);
        await azure.assign(azure.registryId(), as, role.acrPull);
        const seen = async () => {
            const { status, body } = await list(azure, assignments, { as });
            expect(status).toBe(200);
            return body.value.map(({ properties }: { properties: { scope: string } }) => properties.scope);
        };
        expect(await seen()).toEqual([]);
        await azure.assign(azure.registryId("second"), as, role.reader);
        expect(await seen()).toEqual([azure.registryId("second"), azure.registryId("second")]);
        expect(outcome(await list(azure, assignments, { as, at: azure.registryId() }))).toEqual({
            status: 403,
            code: "AuthorizationFailed",
        });
        await azure.assign(subscription(azure), as, role.reader);
        expect(await seen()).toHaveLength(6);
    });
});

describe("a subscription", () => {
    it("that nobody knows is not found, one of another tenant is refused", async ({ azure }) => {
        const unknown = "/subscriptions/00000000-0000-4000-8000-000000000000";
        expect(outcome(await list(azure, registries, { at: unknown }))).toEqual({
            status: 404,
            code: "SubscriptionNotFound",
        });
        const partner = `/subscriptions/${azure.credentials.partnerDeployer.subscriptionId}`;
        expect(outcome(await list(azure, registries, { at: partner }))).toEqual({
            status: 401,
            code: "InvalidAuthenticationTokenTenant",
        });
    });

    it("has pages of role assignments, all of them once", async ({ azure }) => {
        const ids = Array.from({ length: 5 }, () => azure.addServicePrincipal().id);
        for (const id of ids) await azure.assign(azure.registryId(), id, role.acrPull);
        azure.emulator.settings.armPageSize = 2;
        const seen: string[] = [];
        let next: string | undefined = `${subscription(azure)}/providers/${assignments}`;
        while (next !== undefined) {
            const { body } = await azure.call("GET", next);
            expect(body.value.length).toBeLessThanOrEqual(2);
            seen.push(
                ...body.value.map(({ properties }: { properties: { principalId: string } }) => properties.principalId),
            );
            next = body.nextLink;
        }
        expect(seen).toEqual([azure.deployerId, ...ids]);
    });

    it("has Defender plans, all free until one is switched on", async ({ azure }) => {
        const pricings = "Microsoft.Security/pricings";
        const tiers = async () =>
            Object.fromEntries(
                (await list(azure, pricings)).body.value.map(
                    ({ name, properties }: { name: string; properties: { pricingTier: string } }) => [
                        name,
                        properties.pricingTier,
                    ],
                ),
            );
        expect(await tiers()).toMatchObject({ Containers: "Free", KeyVaults: "Free" });
        const put = (name: string, pricingTier: string, at = subscription(azure)) =>
            azure.call("PUT", `${at}/providers/${pricings}/${name}`, { properties: { pricingTier } });
        expect((await put("Containers", "Standard")).status).toBe(200);
        expect(await tiers()).toMatchObject({ Containers: "Standard", KeyVaults: "Free" });
        expect((await list(azure, `${pricings}/Containers`)).body.properties.pricingTier).toBe("Standard");
        expect((await put("Ships", "Standard")).body.error.code).toBe("InvalidPricingName");
        expect((await put("Containers", "Premium")).body.error.code).toBe("InvalidPricingTier");
        expect((await put("Containers", "Standard", azure.group)).body.error.code).toBe("InvalidScope");
    });

    it("has custom roles beside the built-in ones, told apart by a filter", async ({ azure }) => {
        const path = `${subscription(azure)}/providers/Microsoft.Authorization/roleDefinitions`;
        const name = "11111111-2222-4333-8444-555555555555";
        const properties = {
            roleName: "Puller of one",
            assignableScopes: [azure.group],
            permissions: [{ actions: ["Microsoft.ContainerRegistry/registries/pull/read"] }],
        };
        await azure.call("PUT", `${path}/${name}`, { properties });
        const found = await azure.call("GET", `${path}?$filter=${encodeURIComponent("type eq 'CustomRole'")}`);
        expect(names(found)).toEqual([name]);
        expect(found.body.value[0].properties).toMatchObject({ type: "CustomRole", createdBy: azure.deployerId });
    });
});

describe("locks", () => {
    it("are listed with those above, and with `atScope()` without those below", async ({ azure }) => {
        await azure.addRegistry({}, "Basic", "second");
        await lock(azure, subscription(azure), "top");
        await lock(azure, azure.group, "middle");
        await lock(azure, azure.registryId(), "low");
        await lock(azure, azure.registryId("second"), "aside");
        const at = (scope: string, filter = "") =>
            azure.call("GET", `${scope}/providers/${locks}?$filter=${encodeURIComponent(filter)}`).then(names);
        expect(await at(subscription(azure))).toEqual(["top", "middle", "low", "aside"]);
        expect(await at(azure.registryId())).toEqual(["top", "middle", "low"]);
        expect(await at(azure.group, "atScope()")).toEqual(["top", "middle"]);
        expect(await at(azure.group)).toEqual(["top", "middle", "low", "aside"]);
    });
});

describe("a registry", () => {
    it("lists its own diagnostic settings, not those of what is below it", async ({ azure }) => {
        const put = (scope: string, name: string) =>
            azure.call("PUT", `${scope}/providers/Microsoft.Insights/diagnosticSettings/${name}`, {
                properties: { workspaceId: "/subscriptions/x", logs: [] },
            });
        await put(azure.registryId(), "logins");
        await put(subscription(azure), "activity");
        const type = "Microsoft.Insights/diagnosticSettings";
        expect(names(await list(azure, type, { at: azure.registryId() }))).toEqual(["logins"]);
        expect(names(await list(azure, type))).toEqual(["activity"]);
    });

    it("lists its tasks, without the passwords of other registries", async ({ azure }) => {
        const path = `${azure.registryId()}/tasks/nightly`;
        const login = { userName: { type: "Opaque", value: "u" }, password: { type: "Opaque", value: "secret" } };
        const properties = {
            step: { type: "Docker", dockerFilePath: "Dockerfile" },
            credentials: { customRegistries: { "other.azurecr.io": { ...login, identity: "[system]" } } },
        };
        const made = await azure.call("PUT", path, { location, identity: { type: "SystemAssigned" }, properties });
        expect(made.status).toBe(200);
        const { value } = (await azure.call("GET", `${azure.registryId()}/tasks`)).body;
        expect(value).toMatchObject([
            {
                name: "nightly",
                identity: { type: "SystemAssigned", principalId: expect.any(String) },
                properties: {
                    status: "Enabled",
                    credentials: { customRegistries: { "other.azurecr.io": { identity: "[system]" } } },
                },
            },
        ]);
        expect(JSON.stringify(value)).not.toContain("secret");
        const without = await azure.call("PUT", path, { location, properties: {} });
        expect(outcome(without)).toEqual({ status: 400, code: "InvalidTaskStep" });
    });

    it("that was deleted is not found by who lists what it had", async ({ azure }) => {
        const children = ["tokens", "scopeMaps", "webhooks", "replications", "cacheRules", "credentialSets", "tasks"];
        const found = async () => {
            const statuses = [];
            for (const child of [...children, "privateEndpointConnections"])
                statuses.push((await azure.call("GET", `${azure.registryId()}/${child}`)).status);
            return [...new Set(statuses)];
        };
        expect(await found()).toEqual([200]);
        await azure.call("DELETE", azure.registryId());
        expect(await found()).toEqual([404]);
    });
});
