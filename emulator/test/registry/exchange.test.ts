// Logins to a registry: the exchange of Entra tokens, and refresh tokens.
import { randomUUID } from "node:crypto";
import { describe, expect } from "vitest";
import { type Answer, send, start, type TestEmulator } from "../services";
import {
    accessOf,
    claimsOf,
    everything,
    exchange,
    form,
    front,
    host,
    it,
    later,
    login,
    post,
    principal,
    refusal,
    repository,
    zero,
} from "./logins";

describe("the exchange", () => {
    it.beforeEach(({ azure }) => azure.addRegistry());

    it("answers a refresh token with the recorded claims and life", async ({ azure }) => {
        const { id, appId } = await principal(azure, "acrPush");
        const { status, body } = await exchange(azure, id, { appid: appId }, { tenant: azure.tenantId });
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

    it.for<[string, (azure: TestEmulator) => Promise<Answer>]>([
        ["no role", async (azure) => exchange(azure, azure.addServicePrincipal().id)],
        [
            "another audience",
            async (azure) =>
                exchange(azure, (await principal(azure, "acrPull")).id, { aud: "https://graph.microsoft.com" }),
        ],
        [
            "another tenant",
            async (azure) =>
                exchange(azure, (await principal(azure, "acrPull")).id, {
                    tid: azure.credentials.partnerDeployer.tenantId,
                }),
        ],
        [
            "a tenant it does not name",
            async (azure) => exchange(azure, (await principal(azure, "acrPull")).id, {}, { tenant: randomUUID() }),
        ],
        [
            "a token that is none",
            async (azure) =>
                post(azure, "/oauth2/exchange", { grant_type: "access_token", service: host, access_token: "x" }),
        ],
    ])("refuses %s", async ([_, answer], { azure }) => {
        expect(await answer(azure)).toMatchObject(refusal);
    });

    it.for(["https://management.azure.com", "https://management.core.windows.net/"])(
        "takes a token for %s only while the policy allows it",
        async (aud, { azure }) => {
            const { id } = await principal(azure, "acrPull");
            expect((await exchange(azure, id, { aud })).status).toBe(200);
            const azureADAuthenticationAsArmPolicy = { status: "disabled" };
            await azure.call("PATCH", azure.registryId(), {
                properties: { policies: { azureADAuthenticationAsArmPolicy } },
            });
            expect((await exchange(azure, id, { aud })).status).toBe(401);
            expect((await exchange(azure, id)).status).toBe(200);
        },
    );
});

describe("a refresh token", () => {
    it.beforeEach(({ azure }) => azure.addRegistry());
    const refresh = async (azure: TestEmulator, oid: string) => (await exchange(azure, oid)).body.refresh_token;
    const spend = (azure: TestEmulator, refresh_token: string, scope = everything) =>
        post(azure, "/oauth2/token", { grant_type: "refresh_token", service: host, scope, refresh_token });

    it("gives access tokens with the recorded claims", async ({ azure }) => {
        const { id } = await principal(azure, "acrPull");
        const { status, body } = await spend(azure, await refresh(azure, id));
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

    it("is also the password of the all-zero user, by both verbs", async ({ azure }) => {
        const token = await refresh(azure, (await principal(azure, "acrPull")).id);
        expect(accessOf(await login(azure, zero, token, "repository:app:pull"))).toEqual([repository("app", "pull")]);
        const posted = await post(azure, "/oauth2/token", {
            grant_type: "password",
            username: zero,
            password: token,
            service: host,
        });
        expect({ status: posted.status, access: accessOf(posted) }).toEqual({ status: 200, access: [] });
    });

    it("ends after 3 hours", async ({ azure }) => {
        const token = await refresh(azure, (await principal(azure, "acrPull")).id);
        later(azure, 10_799);
        expect((await spend(azure, token)).status).toBe(200);
        later(azure, 1);
        expect(await spend(azure, token)).toMatchObject(refusal);
    });

    it("outlives a role that is taken away; a new one cannot be had", async ({ azure }) => {
        const { id } = await principal(azure, "acrPull");
        const token = await refresh(azure, id);
        const assignment = Object.values(azure.state.roleAssignments).find(({ principalId }) => principalId === id);
        await azure.call("DELETE", assignment?.id ?? "");
        expect(accessOf(await spend(azure, token, "repository:app:pull"))).toEqual([repository("app", "pull")]);
        expect(await exchange(azure, id)).toMatchObject(refusal);
    });

    it("of one registry means nothing to another, nor to the same name made again", async ({ azure }) => {
        const token = await refresh(azure, (await principal(azure, "acrPull")).id);
        await azure.addRegistry({}, "Standard", "fabrikam");
        const elsewhere = await send(front, azure.emulator, "https://fabrikam.azurecr.io/oauth2/token", {
            body: form({ grant_type: "refresh_token", service: "fabrikam.azurecr.io", refresh_token: token }),
        });
        expect(elsewhere).toMatchObject(refusal);
        await azure.call("DELETE", azure.registryId());
        await azure.addRegistry();
        expect(await spend(azure, token)).toMatchObject(refusal);
    });

    it("ends with a change of the role-assignment mode, there and back", async ({ azure }) => {
        const token = await refresh(azure, (await principal(azure, "acrPull")).id);
        for (const roleAssignmentMode of ["AbacRepositoryPermissions", "LegacyRegistryPermissions"]) {
            await azure.call("PATCH", azure.registryId(), { properties: { roleAssignmentMode } });
            expect(await spend(azure, token)).toMatchObject(refusal);
        }
    });
});

describe("a grant of another kind", () => {
    it("is no login", async ({ azure }) => {
        await azure.addRegistry();
        expect((await post(azure, "/oauth2/token", { grant_type: "client_credentials", service: host })).status).toBe(
            400,
        );
        expect((await post(azure, "/oauth2/exchange", { grant_type: "password", service: host })).status).toBe(400);
    });
});
