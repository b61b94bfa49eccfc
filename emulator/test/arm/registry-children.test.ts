// Admin user, scope maps and tokens of a registry over the wire.
import { beforeEach, describe, expect, it } from "vitest";
import { registriesForTests } from "./asking-registries";

const { azure, error } = registriesForTests();

describe("the admin user", () => {
    const list = () => azure().call("POST", `${azure().registryId()}/listCredentials`);

    it("has no credentials while it is off", async () => {
        await azure().addRegistry();
        const { status, body } = await list();
        expect(status).toBe(400);
        expect(body.error.code).toBe("UnAuthorizedForCredentialOperations");
    });

    it("has the same passwords after it was closed and opened again", async () => {
        await azure().addRegistry({ adminUserEnabled: true });
        const before = (await list()).body;
        expect(before).toEqual({
            username: "contoso",
            passwords: [
                { name: "password", value: expect.stringMatching(/^\w{52}$/) },
                { name: "password2", value: expect.stringMatching(/^\w{52}$/) },
            ],
        });
        await azure().call("PATCH", azure().registryId(), { properties: { adminUserEnabled: false } });
        await azure().call("PATCH", azure().registryId(), { properties: { adminUserEnabled: true } });
        expect((await list()).body).toEqual(before);
    });

    it("regenerates one password and answers both", async () => {
        await azure().addRegistry({ adminUserEnabled: true });
        const [first, second] = (await list()).body.passwords;
        const { status, body } = await azure().call("POST", `${azure().registryId()}/regenerateCredential`, {
            name: "password2",
        });
        expect(status).toBe(200);
        expect(body.passwords[0]).toEqual(first);
        expect(body.passwords[1].value).not.toBe(second.value);
    });
});

describe("scope maps", () => {
    const put = (actions: string[], name = "pull-app") =>
        azure().call("PUT", `${azure().registryId()}/scopeMaps/${name}`, { properties: { actions } });
    beforeEach(() => azure().addRegistry());

    it("are made at once", async () => {
        const { status, headers, body } = await put(["repositories/app/content/read"]);
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

    it.each([
        [["repositories/sample/*/team/content/read"]],
        [["repositories/sample/team*/content/read"]],
        [["repositories/app/content/pull"]],
        [["app/content/read"]],
        [[]],
        [Array.from({ length: 501 }, (_, index) => `repositories/app${index}/content/read`)],
    ])("refuse %j", async (actions) => {
        const { status, body } = await put(actions);
        expect({ status, code: body.error.code }).toEqual({ status: 400, code: "InvalidScopeMap" });
    });

    it("of the service are there without being made and cannot be changed", async () => {
        const { body } = await azure().call("GET", `${azure().registryId()}/scopeMaps`);
        expect(body.value.map(({ name }: { name: string }) => name)).toEqual([
            "_repositories_pull",
            "_repositories_pull_metadata_read",
            "_repositories_push",
            "_repositories_push_metadata_write",
            "_repositories_admin",
        ]);
        expect((await put(["repositories/app/content/read"], "_repositories_pull")).status).toBe(400);
    });

    it("that are missing are refused in the registry's own words", async () => {
        expect(await azure().call("GET", `${azure().registryId()}/scopeMaps/absent`)).toMatchObject({
            status: 404,
            body: error("ResourceNotFound", "The resource absent could not be found."),
        });
        const { status, body } = await azure().call("GET", `${azure().registryId("nowhere")}/scopeMaps/absent`);
        expect({ status, code: body.error.code, state: body.status }).toEqual({
            status: 404,
            code: "ParentResourceNotFound",
            state: undefined,
        });
    });

    it("are limited by SKU", async () => {
        for (let index = 0; index < 500; index += 1) await put(["repositories/app/content/read"], `pull-app-${index}`);
        const { status, body } = await put(["repositories/app/content/read"], "one-too-many");
        expect({ status, code: body.error.code }).toEqual({ status: 400, code: "QuotaExceeded" });
    });
});

describe("tokens", () => {
    const path = () => `${azure().registryId()}/tokens/build`;
    const properties = () => ({
        scopeMapId: `${azure().registryId()}/scopeMaps/_repositories_pull`,
        status: "enabled",
    });
    const put = (extra: Record<string, unknown> = {}) =>
        azure().call("PUT", path(), { properties: { ...properties(), ...extra } });
    const generate = (body: Record<string, unknown> = {}) =>
        azure().call("POST", `${azure().registryId()}/generateCredentials`, { tokenId: path(), ...body });
    const passwords = async () => (await azure().call("GET", path())).body.properties.credentials.passwords;
    beforeEach(async () => {
        await azure().addRegistry();
        await put();
    });

    it("are made as an operation and have no password then", async () => {
        const { status, headers, body } = await azure().call("PUT", `${azure().registryId()}/tokens/other`, {
            properties: properties(),
        });
        expect(status).toBe(201);
        expect(headers["azure-asyncoperation"]).toMatch(/\/tokens\/other\/operationStatuses\/token-/);
        expect(body.properties).toEqual({
            creationDate: "2027-01-04T00:00:00.0000000+00:00",
            provisioningState: "Creating",
            scopeMapId: properties().scopeMapId,
            credentials: { passwords: [] },
            status: "enabled",
        });
    });

    it("get both passwords where none is named, and no expiry unless asked", async () => {
        const { status, body } = await generate();
        expect(status).toBe(200);
        expect(body.username).toBe("build");
        expect(body.passwords).toEqual([
            { creationTime: expect.any(String), name: "password1", value: expect.stringMatching(/^\w{52}$/) },
            { creationTime: expect.any(String), name: "password2", value: expect.stringMatching(/^\w{52}$/) },
        ]);
    });

    it("get one password by name, leave the other alone and never show a text again", async () => {
        await generate({ name: "password1" });
        const { body } = await generate({ name: "password2", expiry: "2100-12-31T12:59:59.000Z" });
        expect(body.passwords).toEqual([
            { creationTime: expect.any(String), name: "password1" },
            {
                creationTime: expect.any(String),
                expiry: "2100-12-31T12:59:59+00:00",
                name: "password2",
                value: expect.any(String),
            },
        ]);
        expect(await passwords()).toEqual([
            { creationTime: expect.any(String), name: "password1" },
            { creationTime: expect.any(String), expiry: "2100-12-31T12:59:59+00:00", name: "password2" },
        ]);
    });

    it.each([[{ name: "password" }], [{ expiry: "2026-12-31T00:00:00Z" }], [{ expiry: "soon" }]])(
        "refuse credentials for %j",
        async (body) => {
            expect((await generate(body)).status).toBe(400);
        },
    );

    it("lose their passwords in a PUT that does not repeat them", async () => {
        await generate();
        expect(await passwords()).toHaveLength(2);
        await put();
        expect(await passwords()).toEqual([]);
    });

    it("keep their passwords in a PUT that repeats them, and in a PATCH", async () => {
        await generate();
        const kept = await passwords();
        await put({ credentials: { passwords: kept } });
        expect(await passwords()).toEqual(kept);
        const patched = await azure().call("PATCH", path(), { properties: { status: "disabled" } });
        expect(patched.status).toBe(200);
        expect(patched.body.properties.status).toBe("disabled");
        expect(await passwords()).toEqual(kept);
        await azure().call("PATCH", path(), { properties: { credentials: { passwords: kept.slice(1) } } });
        expect(await passwords()).toEqual(kept.slice(1));
    });

    it("need a scope map of their own registry", async () => {
        const { status, body } = await put({ scopeMapId: `${azure().registryId()}/scopeMaps/absent` });
        expect({ status, body }).toEqual({
            status: 404,
            body: error("ResourceNotFound", "The resource absent could not be found."),
        });
    });

    it("go with their registry", async () => {
        await generate();
        await azure().call("DELETE", azure().registryId());
        await azure().addRegistry();
        expect((await azure().call("GET", path())).status).toBe(404);
        expect(Object.keys(azure().state.registryPasswords)).toEqual([]);
    });
});
