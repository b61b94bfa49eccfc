// Admin user, scope maps and tokens of a registry over the wire.
import { describe, expect } from "vitest";
import type { TestEmulator } from "../services";
import { it, registryError } from "./azure";

describe("the admin user", () => {
    const list = (azure: TestEmulator) => azure.call("POST", `${azure.registryId()}/listCredentials`);

    it("has no credentials while it is off", async ({ azure }) => {
        await azure.addRegistry();
        const { status, body } = await list(azure);
        expect(status).toBe(400);
        expect(body.error.code).toBe("UnAuthorizedForCredentialOperations");
    });

    it("has the same passwords after it was closed and opened again", async ({ azure }) => {
        await azure.addRegistry({ adminUserEnabled: true });
        const before = (await list(azure)).body;
        expect(before).toEqual({
            username: "contoso",
            passwords: [
                { name: "password", value: expect.stringMatching(/^\w{52}$/) },
                { name: "password2", value: expect.stringMatching(/^\w{52}$/) },
            ],
        });
        await azure.call("PATCH", azure.registryId(), { properties: { adminUserEnabled: false } });
        await azure.call("PATCH", azure.registryId(), { properties: { adminUserEnabled: true } });
        expect((await list(azure)).body).toEqual(before);
    });

    it("regenerates one password and answers both", async ({ azure }) => {
        await azure.addRegistry({ adminUserEnabled: true });
        const [first, second] = (await list(azure)).body.passwords;
        const { status, body } = await azure.call("POST", `${azure.registryId()}/regenerateCredential`, {
            name: "password2",
        });
        expect(status).toBe(200);
        expect(body.passwords[0]).toEqual(first);
        expect(body.passwords[1].value).not.toBe(second.value);
    });
});

describe("scope maps", () => {
    const put = (azure: TestEmulator, actions: string[], name = "pull-app") =>
        azure.call("PUT", `${azure.registryId()}/scopeMaps/${name}`, { properties: { actions } });
    it.beforeEach(({ azure }) => azure.addRegistry());

    it("are made at once", async ({ azure }) => {
        const { status, headers, body } = await put(azure, ["repositories/app/content/read"]);
        expect(status).toBe(200);
        expect(headers).not.toHaveProperty("azure-asyncoperation");
        expect(Object.keys(body)).toEqual(["type", "id", "name", "systemData", "properties"]);
        expect(body.properties).toEqual({
            type: "UserDefined",
            creationDate: "2027-01-04T00:00:00.0000000+00:00",
            provisioningState: "Succeeded",
            actions: ["repositories/app/content/read"],
        });
    });

    it.for([
        ["repositories/sample/*/team/content/read"],
        ["repositories/sample/team*/content/read"],
        ["repositories/app/content/pull"],
        ["app/content/read"],
        [],
        Array.from({ length: 501 }, (_, index) => `repositories/app${index}/content/read`),
    ])("refuse %j", async (actions, { azure }) => {
        const { status, body } = await put(azure, actions);
        expect({ status, code: body.error.code }).toEqual({ status: 400, code: "InvalidScopeMap" });
    });

    it("of the service are there without being made and cannot be changed", async ({ azure }) => {
        const { body } = await azure.call("GET", `${azure.registryId()}/scopeMaps`);
        expect(body.value.map(({ name }: { name: string }) => name)).toEqual([
            "_repositories_pull",
            "_repositories_pull_metadata_read",
            "_repositories_push",
            "_repositories_push_metadata_write",
            "_repositories_admin",
        ]);
        expect((await put(azure, ["repositories/app/content/read"], "_repositories_pull")).status).toBe(400);
    });

    it("that are missing are refused in the registry's own words", async ({ azure }) => {
        expect(await azure.call("GET", `${azure.registryId()}/scopeMaps/absent`)).toMatchObject({
            status: 404,
            body: registryError("ResourceNotFound", "The resource absent could not be found."),
        });
        const { status, body } = await azure.call("GET", `${azure.registryId("nowhere")}/scopeMaps/absent`);
        expect({ status, code: body.error.code, state: body.status }).toEqual({
            status: 404,
            code: "ParentResourceNotFound",
            state: undefined,
        });
    });

    it("are limited by SKU", async ({ azure }) => {
        for (let index = 0; index < 500; index += 1)
            await put(azure, ["repositories/app/content/read"], `pull-app-${index}`);
        const { status, body } = await put(azure, ["repositories/app/content/read"], "one-too-many");
        expect({ status, code: body.error.code }).toEqual({ status: 400, code: "QuotaExceeded" });
    });
});

describe("tokens", () => {
    const path = (azure: TestEmulator) => `${azure.registryId()}/tokens/build`;
    const properties = (azure: TestEmulator) => ({
        scopeMapId: `${azure.registryId()}/scopeMaps/_repositories_pull`,
        status: "enabled",
    });
    const put = (azure: TestEmulator, extra: Record<string, unknown> = {}) =>
        azure.call("PUT", path(azure), { properties: { ...properties(azure), ...extra } });
    const generate = (azure: TestEmulator, body: Record<string, unknown> = {}) =>
        azure.call("POST", `${azure.registryId()}/generateCredentials`, { tokenId: path(azure), ...body });
    const passwords = async (azure: TestEmulator) =>
        (await azure.call("GET", path(azure))).body.properties.credentials.passwords;
    it.beforeEach(async ({ azure }) => {
        await azure.addRegistry();
        await put(azure);
    });

    it("are made as an operation and have no password then", async ({ azure }) => {
        const { status, headers, body } = await azure.call("PUT", `${azure.registryId()}/tokens/other`, {
            properties: properties(azure),
        });
        expect(status).toBe(201);
        expect(headers["azure-asyncoperation"]).toMatch(/\/tokens\/other\/operationStatuses\/token-/);
        expect(body.properties).toEqual({
            creationDate: "2027-01-04T00:00:00.0000000+00:00",
            provisioningState: "Creating",
            scopeMapId: properties(azure).scopeMapId,
            credentials: { passwords: [] },
            status: "enabled",
        });
    });

    it("get both passwords where none is named, and no expiry unless asked", async ({ azure }) => {
        const { status, body } = await generate(azure);
        expect(status).toBe(200);
        expect(body.username).toBe("build");
        expect(body.passwords).toEqual([
            { creationTime: expect.any(String), name: "password1", value: expect.stringMatching(/^\w{52}$/) },
            { creationTime: expect.any(String), name: "password2", value: expect.stringMatching(/^\w{52}$/) },
        ]);
    });

    it("get one password by name, leave the other alone and never show a text again", async ({ azure }) => {
        await generate(azure, { name: "password1" });
        const { body } = await generate(azure, { name: "password2", expiry: "2100-12-31T12:59:59.000Z" });
        expect(body.passwords).toEqual([
            { creationTime: expect.any(String), name: "password1" },
            {
                creationTime: expect.any(String),
                expiry: "2100-12-31T12:59:59+00:00",
                name: "password2",
                value: expect.any(String),
            },
        ]);
        expect(await passwords(azure)).toEqual([
            { creationTime: expect.any(String), name: "password1" },
            { creationTime: expect.any(String), expiry: "2100-12-31T12:59:59+00:00", name: "password2" },
        ]);
    });

    it.for([[{ name: "password" }], [{ expiry: "2026-12-31T00:00:00Z" }], [{ expiry: "soon" }]])(
        "refuse credentials for %j",
        async ([body], { azure }) => {
            expect((await generate(azure, body)).status).toBe(400);
        },
    );

    it("lose their passwords in a PUT that does not repeat them", async ({ azure }) => {
        await generate(azure);
        expect(await passwords(azure)).toHaveLength(2);
        await put(azure);
        expect(await passwords(azure)).toEqual([]);
    });

    it("keep their passwords in a PUT that repeats them, and in a PATCH", async ({ azure }) => {
        await generate(azure);
        const kept = await passwords(azure);
        await put(azure, { credentials: { passwords: kept } });
        expect(await passwords(azure)).toEqual(kept);
        const patched = await azure.call("PATCH", path(azure), { properties: { status: "disabled" } });
        expect(patched.status).toBe(201);
        expect(patched.body.properties).toMatchObject({ provisioningState: "Updating", status: "disabled" });
        expect(await passwords(azure)).toEqual(kept);
        await azure.call("PATCH", path(azure), { properties: { credentials: { passwords: kept.slice(1) } } });
        expect(await passwords(azure)).toEqual(kept.slice(1));
    });

    it("need a scope map of their own registry", async ({ azure }) => {
        const { status, body } = await put(azure, { scopeMapId: `${azure.registryId()}/scopeMaps/absent` });
        expect({ status, body }).toEqual({
            status: 404,
            body: registryError("ResourceNotFound", "The resource absent could not be found."),
        });
    });

    it("go with their registry", async ({ azure }) => {
        await generate(azure);
        await azure.call("DELETE", azure.registryId());
        await azure.addRegistry();
        expect((await azure.call("GET", path(azure))).status).toBe(404);
        expect(Object.keys(azure.state.registryPasswords)).toEqual([]);
    });
});
