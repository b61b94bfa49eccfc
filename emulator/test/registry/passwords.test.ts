// Logins to a registry by user name and password, and by nobody.
import { randomUUID } from "node:crypto";
import { describe, expect } from "vitest";
import { secretHash } from "../../state/secrets";
import { start, type TestEmulator } from "../services";
import { accessOf, claimsOf, everything, host, it, later, type Registry, refusal, repository, zero } from "./logins";

describe("a service principal's secret", () => {
    it.beforeEach(({ azure }) => azure.addRegistry());
    const day = 86_400_000;
    const date = (days: number) => new Date(start.getTime() + days * day).toISOString();

    /** An application of a tenant with a secret valid from day 0 to day 10, and its service principal here. */
    const application = async (azure: TestEmulator, registry: Registry, secret: string) => {
        const made = await registry.principal("acrPull");
        azure.state.applications.push({
            id: randomUUID(),
            appId: made.appId,
            tenantId: azure.tenantId,
            displayName: "build",
            createdDateTime: date(0),
            signInAudience: "AzureADMyOrg",
            passwordCredentials: [
                {
                    keyId: randomUUID(),
                    displayName: null,
                    startDateTime: date(0),
                    endDateTime: date(10),
                    hint: "abc",
                    secretHash: secretHash(secret),
                },
            ],
            keyCredentials: [],
            federatedCredentials: [],
            properties: {},
        });
        return made;
    };
    const tryIt = (registry: Registry, appId: string, secret = "s:cret") =>
        registry.login(appId, secret, "repository:app:pull,push");

    it("opens what the service principal may, colons in it or not", async ({ azure, registry }) => {
        const { appId } = await application(azure, registry, "s:cret");
        const answer = await tryIt(registry, appId);
        expect({ status: answer.status, access: accessOf(answer) }).toEqual({
            status: 200,
            access: [repository("app", "pull")],
        });
        expect(answer.body.expires_in).toBe(3_600);
    });

    it("works between its dates", async ({ azure, registry }) => {
        const { appId } = await application(azure, registry, "s:cret");
        azure.clock.set(new Date(start.getTime() - 1));
        expect(await tryIt(registry, appId)).toMatchObject(refusal);
        azure.clock.set(new Date(start.getTime() + 10 * day - 1));
        expect((await tryIt(registry, appId)).status).toBe(200);
        azure.clock.set(new Date(start.getTime() + 10 * day));
        expect(await tryIt(registry, appId)).toMatchObject(refusal);
    });

    it.for<[string, (azure: TestEmulator, id: string) => void, string]>([
        ["a wrong secret", () => undefined, "wrong"],
        [
            "a disabled service principal",
            (azure, id) =>
                Object.assign(azure.state.servicePrincipals.find((one) => one.id === id) ?? {}, {
                    accountEnabled: false,
                }),
            "s:cret",
        ],
        [
            "no service principal in this tenant",
            (azure, id) =>
                azure.state.servicePrincipals.splice(
                    azure.state.servicePrincipals.findIndex((one) => one.id === id),
                    1,
                ),
            "s:cret",
        ],
        [
            "no role",
            (azure, id) => {
                for (const [key, { principalId }] of Object.entries(azure.state.roleAssignments))
                    if (principalId === id) delete azure.state.roleAssignments[key];
            },
            "s:cret",
        ],
    ])("is refused with %s", async ([_, change, secret], { azure, registry }) => {
        const { id, appId } = await application(azure, registry, "s:cret");
        expect((await tryIt(registry, appId)).status).toBe(200);
        change(azure, id);
        expect(await tryIt(registry, appId, secret)).toMatchObject(refusal);
    });
});

describe("a token of the registry", () => {
    const path = (azure: TestEmulator) => `${azure.registryId()}/tokens/build`;
    const generate = async (azure: TestEmulator, body: Record<string, unknown> = {}) =>
        (await azure.call("POST", `${azure.registryId()}/generateCredentials`, { tokenId: path(azure), ...body })).body
            .passwords;
    const status = (azure: TestEmulator, value: string) =>
        azure.call("PATCH", path(azure), { properties: { status: value } });
    it.beforeEach(async ({ azure }) => {
        await azure.addRegistry();
        await azure.call("PUT", `${azure.registryId()}/scopeMaps/build`, {
            properties: { actions: ["repositories/app/content/read", "repositories/team/*/content/write"] },
        });
        await azure.call("PUT", path(azure), { properties: { scopeMapId: `${azure.registryId()}/scopeMaps/build` } });
    });

    it("allows what its scope map does, with either password", async ({ azure, registry }) => {
        for (const { value } of await generate(azure)) {
            const answer = await registry.login(
                "build",
                value,
                "repository:app:pull,push",
                "repository:team/x:push,pull",
                "repository:other:pull",
            );
            expect(accessOf(answer)).toEqual([repository("app", "pull"), repository("team/x", "push")]);
        }
    });

    it("never lists the catalog", async ({ azure, registry }) => {
        const [{ value }] = await generate(azure);
        expect(accessOf(await registry.login("build", value, "registry:catalog:*"))).toEqual([]);
    });

    it("follows its scope map at once", async ({ azure, registry }) => {
        const [{ value }] = await generate(azure);
        await azure.call("PATCH", `${azure.registryId()}/scopeMaps/build`, {
            properties: { actions: ["repositories/other/content/read"] },
        });
        expect(accessOf(await registry.login("build", value, "repository:app:pull", "repository:other:pull"))).toEqual([
            repository("other", "pull"),
        ]);
    });

    it("is refused while it is disabled, and its passwords work again afterwards", async ({ azure, registry }) => {
        const [{ value }] = await generate(azure);
        await status(azure, "disabled");
        expect(await registry.login("build", value)).toMatchObject(refusal);
        await status(azure, "enabled");
        expect((await registry.login("build", value)).status).toBe(200);
    });

    it("is refused past its password's expiry", async ({ azure, registry }) => {
        const [{ value }] = await generate(azure, { name: "password1", expiry: "2027-01-05T00:00:00Z" });
        later(azure, 86_399);
        expect((await registry.login("build", value)).status).toBe(200);
        later(azure, 1);
        expect(await registry.login("build", value)).toMatchObject(refusal);
    });

    it("loses a password that is regenerated, and may wait for the new one", async ({ azure, registry }) => {
        const [{ value: first }] = await generate(azure, { name: "password1" });
        azure.emulator.settings.passwordDelaySeconds = 60;
        const [{ value: second }] = await generate(azure, { name: "password1" });
        expect(await registry.login("build", first)).toMatchObject(refusal);
        expect(await registry.login("build", second)).toMatchObject(refusal);
        later(azure, 60);
        expect((await registry.login("build", second)).status).toBe(200);
        expect(await registry.login("build", first)).toMatchObject(refusal);
        const fresh = (await generate(azure, { name: "password2" })).find(
            ({ name }: { name: string }) => name === "password2",
        );
        expect((await registry.login("build", fresh.value)).status).toBe(200);
    });

    it("is refused under another spelling of its name", async ({ azure, registry }) => {
        const [{ value }] = await generate(azure);
        expect(await registry.login("Build", value)).toMatchObject(refusal);
    });
});

describe("the admin user", () => {
    it("may do everything with either password while it is open", async ({ azure, registry }) => {
        await azure.addRegistry({ adminUserEnabled: true });
        const { passwords } = (await azure.call("POST", `${azure.registryId()}/listCredentials`)).body;
        for (const { value } of passwords)
            expect(accessOf(await registry.login("contoso", value, everything, "registry:catalog:*"))).toEqual([
                repository("app", "pull", "push", "delete", "metadata_read", "metadata_write"),
                { Type: "registry", Name: "catalog", Actions: ["*"] },
            ]);
        await azure.call("PATCH", azure.registryId(), { properties: { adminUserEnabled: false } });
        for (const { value } of passwords) expect(await registry.login("contoso", value)).toMatchObject(refusal);
    });
});

describe("nobody", () => {
    const anonymous = (registry: Registry, scope: string) =>
        registry.ask(`/oauth2/token?service=${host}&scope=${scope}`);

    it("is refused unless anonymous pull is on", async ({ azure, registry }) => {
        await azure.addRegistry();
        expect(await anonymous(registry, "repository:app:pull")).toMatchObject(refusal);
    });

    it("gets pull on everything, whatever was asked, for 5 minutes", async ({ azure, registry }) => {
        await azure.addRegistry({ anonymousPullEnabled: true });
        const { status, body } = await anonymous(registry, "repository:app:delete");
        expect(status).toBe(200);
        expect(claimsOf(body.access_token)).toEqual({
            jti: expect.any(String),
            sub: "acr_anon_pull",
            iat: start.getTime() / 1000 - 900,
            nbf: start.getTime() / 1000 - 900,
            exp: start.getTime() / 1000 + 300,
            iss: "Azure Container Registry",
            aud: host,
            version: "1.0",
            rid: expect.any(String),
            access: [repository("*", "pull")],
            roles: [],
            grant_type: "access_token",
        });
        expect(accessOf(await anonymous(registry, "registry:catalog:*"))).toEqual([
            { Type: "registry", Name: "catalog", Actions: ["*"] },
        ]);
        expect(
            (
                await registry.post("/oauth2/token", {
                    grant_type: "password",
                    scope: "repository:app:pull",
                })
            ).status,
        ).toBe(200);
    });

    it("who is somebody pulls everything too while anonymous pull is on", async ({ azure, registry }) => {
        await azure.addRegistry({ anonymousPullEnabled: true });
        const { id } = await registry.principal("acrDelete");
        const token = await registry.refreshToken(id);
        expect(accessOf(await registry.login(zero, token, "repository:app:pull,push"))).toEqual([
            repository("app", "pull"),
        ]);
    });
});
