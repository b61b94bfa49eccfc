// Logins to a registry: the exchange of Entra tokens, and refresh tokens.
import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { send, start } from "../services";
import { loginForTests } from "./login-asking";

const {
    azure,
    front,
    host,
    zero,
    form,
    post,
    exchange,
    login,
    claimsOf,
    accessOf,
    repository,
    later,
    everything,
    principal,
    refusal,
} = loginForTests();

describe("the exchange", () => {
    beforeEach(() => azure().addRegistry());

    it("answers a refresh token with the recorded claims and life", async () => {
        const { id, appId } = await principal("acrPush");
        const { status, body } = await exchange(id, { appid: appId }, { tenant: azure().tenantId });
        expect({ status, keys: Object.keys(body) }).toEqual({ status: 200, keys: ["refresh_token"] });
        const claims = claimsOf(body.refresh_token);
        expect(claims).toEqual({
            jti: expect.any(String),
            sub: id,
            iat: start.getTime() / 1000,
            nbf: start.getTime() / 1000,
            exp: start.getTime() / 1000 + 11_700,
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

    it.each([
        ["no role", async () => exchange(azure().addServicePrincipal().id)],
        [
            "another audience",
            async () => exchange((await principal("acrPull")).id, { aud: "https://graph.microsoft.com" }),
        ],
        [
            "another tenant",
            async () =>
                exchange((await principal("acrPull")).id, { tid: azure().credentials.partnerDeployer.tenantId }),
        ],
        [
            "a tenant it does not name",
            async () => exchange((await principal("acrPull")).id, {}, { tenant: randomUUID() }),
        ],
        [
            "a token that is none",
            async () => post("/oauth2/exchange", { grant_type: "access_token", service: host, access_token: "x" }),
        ],
    ])("refuses %s", async (_, answer) => {
        expect(await answer()).toMatchObject(refusal);
    });

    it.each(["https://management.azure.com", "https://management.core.windows.net/"])(
        "takes a token for %s only while the policy allows it",
        async (aud) => {
            const { id } = await principal("acrPull");
            expect((await exchange(id, { aud })).status).toBe(200);
            const azureADAuthenticationAsArmPolicy = { status: "disabled" };
            await azure().call("PATCH", azure().registryId(), {
                properties: { policies: { azureADAuthenticationAsArmPolicy } },
            });
            expect((await exchange(id, { aud })).status).toBe(401);
            expect((await exchange(id)).status).toBe(200);
        },
    );
});

describe("a refresh token", () => {
    beforeEach(() => azure().addRegistry());
    const refresh = async (oid: string) => (await exchange(oid)).body.refresh_token;
    const spend = (refresh_token: string, scope = everything) =>
        post("/oauth2/token", { grant_type: "refresh_token", service: host, scope, refresh_token });

    it("gives access tokens with the recorded claims", async () => {
        const { id } = await principal("acrPull");
        const { status, body } = await spend(await refresh(id));
        expect({ status, keys: Object.keys(body) }).toEqual({ status: 200, keys: ["access_token"] });
        expect(claimsOf(body.access_token)).toMatchObject({
            sub: id,
            exp: start.getTime() / 1000 + 4_500,
            iss: "Azure Container Registry",
            aud: host,
            version: "2.0",
            access: [repository("app", "pull", "metadata_read")],
            roles: [],
            grant_type: "access_token",
        });
    });

    it("is also the password of the all-zero user, by both verbs", async () => {
        const token = await refresh((await principal("acrPull")).id);
        expect(accessOf(await login(zero, token, "repository:app:pull"))).toEqual([repository("app", "pull")]);
        const posted = await post("/oauth2/token", {
            grant_type: "password",
            username: zero,
            password: token,
            service: host,
        });
        expect({ status: posted.status, access: accessOf(posted) }).toEqual({ status: 200, access: [] });
    });

    it("ends after 3 h 15 min", async () => {
        const token = await refresh((await principal("acrPull")).id);
        later(11_699);
        expect((await spend(token)).status).toBe(200);
        later(1);
        expect(await spend(token)).toMatchObject(refusal);
    });

    it("outlives a role that is taken away; a new one cannot be had", async () => {
        const { id } = await principal("acrPull");
        const token = await refresh(id);
        const assignment = Object.values(azure().state.roleAssignments).find(({ principalId }) => principalId === id);
        await azure().call("DELETE", assignment?.id ?? "");
        expect(accessOf(await spend(token, "repository:app:pull"))).toEqual([repository("app", "pull")]);
        expect(await exchange(id)).toMatchObject(refusal);
    });

    it("of one registry means nothing to another, nor to the same name made again", async () => {
        const token = await refresh((await principal("acrPull")).id);
        await azure().addRegistry({}, "Standard", "fabrikam");
        const elsewhere = await send(front, azure().emulator, "https://fabrikam.azurecr.io/oauth2/token", {
            body: form({ grant_type: "refresh_token", service: "fabrikam.azurecr.io", refresh_token: token }),
        });
        expect(elsewhere).toMatchObject(refusal);
        await azure().call("DELETE", azure().registryId());
        await azure().addRegistry();
        expect(await spend(token)).toMatchObject(refusal);
    });

    it("ends with a change of the role-assignment mode, there and back", async () => {
        const token = await refresh((await principal("acrPull")).id);
        for (const roleAssignmentMode of ["AbacRepositoryPermissions", "LegacyRegistryPermissions"]) {
            await azure().call("PATCH", azure().registryId(), { properties: { roleAssignmentMode } });
            expect(await spend(token)).toMatchObject(refusal);
        }
    });
});

describe("a grant of another kind", () => {
    it("is no login", async () => {
        await azure().addRegistry();
        expect((await post("/oauth2/token", { grant_type: "client_credentials", service: host })).status).toBe(400);
        expect((await post("/oauth2/exchange", { grant_type: "password", service: host })).status).toBe(400);
    });
});
