// Logins to a registry: the exchange of Entra tokens, and refresh tokens.
import { randomUUID } from "node:crypto";
import { describe, expect } from "vitest";
import { type Answer, start, type TestEmulator } from "../services";
import { accessOf, claimsOf, everything, host, it, later, type Registry, refusal, repository, zero } from "./logins";

describe("the exchange", () => {
    it.beforeEach(({ azure }) => azure.addRegistry());

    it("answers a refresh token with the recorded claims and life", async ({ azure, registry }) => {
        const { id, appId } = await registry.principal("acrPush");
        const { status, body } = await registry.exchange(id, { appid: appId }, { tenant: azure.tenantId });
        expect({ status, keys: Object.keys(body) }).toEqual({ status: 200, keys: ["refresh_token"] });
        const claims = claimsOf(body.refresh_token);
        expect(claims).toEqual({
            jti: expect.any(String),
            sub: id,
            iat: start.getTime() / 1000 - 900,
            nbf: start.getTime() / 1000 - 900,
            exp: start.getTime() / 1000 + 10_800,
            iss: "Azure Container Registry",
            aud: host,
            version: "1.0",
            rid: expect.stringMatching(/^[0-9a-f]{32}$/),
            grant_type: "refresh_token",
            appid: appId,
            permissions: { Actions: ["read", "write"], NotActions: null },
            roles: [],
        });
    });

    it.for<[string, (registry: Registry, azure: TestEmulator) => Promise<Answer>]>([
        ["no role", (registry, azure) => registry.exchange(azure.addServicePrincipal().id)],
        [
            "another audience",
            async (registry) =>
                registry.exchange((await registry.principal("acrPull")).id, { aud: "https://graph.microsoft.com" }),
        ],
        [
            "another tenant",
            async (registry, azure) =>
                registry.exchange((await registry.principal("acrPull")).id, {
                    tid: azure.credentials.partnerDeployer.tenantId,
                }),
        ],
        [
            "a tenant it does not name",
            async (registry) =>
                registry.exchange((await registry.principal("acrPull")).id, {}, { tenant: randomUUID() }),
        ],
        [
            "a token that is none",
            (registry) => registry.post("/oauth2/exchange", { grant_type: "access_token", access_token: "x" }),
        ],
    ])("refuses %s", async ([_, answer], { azure, registry }) => {
        expect(await answer(registry, azure)).toMatchObject(refusal);
    });

    it.for(["https://management.azure.com", "https://management.core.windows.net/"])(
        "takes a token for %s only while the policy allows it",
        async (aud, { azure, registry }) => {
            const { id } = await registry.principal("acrPull");
            expect((await registry.exchange(id, { aud })).status).toBe(200);
            const azureADAuthenticationAsArmPolicy = { status: "disabled" };
            await azure.call("PATCH", azure.registryId(), {
                properties: { policies: { azureADAuthenticationAsArmPolicy } },
            });
            expect((await registry.exchange(id, { aud })).status).toBe(401);
            expect((await registry.exchange(id)).status).toBe(200);
        },
    );
});

describe("a refresh token", () => {
    it.beforeEach(({ azure }) => azure.addRegistry());
    const spend = (registry: Registry, refresh_token: string, scope = everything) =>
        registry.post("/oauth2/token", { grant_type: "refresh_token", scope, refresh_token });

    it("gives access tokens with the recorded claims", async ({ registry }) => {
        const { id } = await registry.principal("acrPull");
        const { status, body } = await spend(registry, await registry.refreshToken(id));
        expect({ status, keys: Object.keys(body) }).toEqual({ status: 200, keys: ["access_token"] });
        expect(claimsOf(body.access_token)).toMatchObject({
            sub: id,
            exp: start.getTime() / 1000 + 3_600,
            iss: "Azure Container Registry",
            aud: host,
            version: "2.0",
            access: [repository("app", "pull", "metadata_read")],
            roles: [],
            grant_type: "access_token",
        });
    });

    it("is also the password of the all-zero user, by both verbs", async ({ registry }) => {
        const token = await registry.refreshToken((await registry.principal("acrPull")).id);
        expect(accessOf(await registry.login(zero, token, "repository:app:pull"))).toEqual([repository("app", "pull")]);
        const posted = await registry.post("/oauth2/token", {
            grant_type: "password",
            username: zero,
            password: token,
        });
        expect({ status: posted.status, access: accessOf(posted) }).toEqual({ status: 200, access: [] });
    });

    it("ends after 3 hours", async ({ azure, registry }) => {
        const token = await registry.refreshToken((await registry.principal("acrPull")).id);
        later(azure, 10_799);
        expect((await spend(registry, token)).status).toBe(200);
        later(azure, 1);
        expect(await spend(registry, token)).toMatchObject(refusal);
    });

    it("outlives a role that is taken away; a new one cannot be had", async ({ azure, registry }) => {
        const { id } = await registry.principal("acrPull");
        const token = await registry.refreshToken(id);
        const assignment = Object.values(azure.state.roleAssignments).find(({ principalId }) => principalId === id);
        await azure.call("DELETE", assignment?.id ?? "");
        expect(accessOf(await spend(registry, token, "repository:app:pull"))).toEqual([repository("app", "pull")]);
        expect(await registry.exchange(id)).toMatchObject(refusal);
    });

    it("of one registry means nothing to another, nor to the same name made again", async ({ azure, registry }) => {
        const token = await registry.refreshToken((await registry.principal("acrPull")).id);
        await azure.addRegistry({}, "Standard", "fabrikam");
        const fields = { grant_type: "refresh_token", refresh_token: token };
        expect(await registry.post("/oauth2/token", fields, "fabrikam.azurecr.io")).toMatchObject(refusal);
        await azure.call("DELETE", azure.registryId());
        await azure.addRegistry();
        expect(await spend(registry, token)).toMatchObject(refusal);
    });

    it("ends with a change of the role-assignment mode, there and back", async ({ azure, registry }) => {
        const token = await registry.refreshToken((await registry.principal("acrPull")).id);
        for (const roleAssignmentMode of ["AbacRepositoryPermissions", "LegacyRegistryPermissions"]) {
            await azure.call("PATCH", azure.registryId(), { properties: { roleAssignmentMode } });
            expect(await spend(registry, token)).toMatchObject(refusal);
        }
    });
});

describe("a grant of another kind", () => {
    it("is no login", async ({ azure, registry }) => {
        await azure.addRegistry();
        expect((await registry.post("/oauth2/token", { grant_type: "client_credentials" })).status).toBe(400);
        expect((await registry.post("/oauth2/exchange", { grant_type: "password" })).status).toBe(400);
    });
});
