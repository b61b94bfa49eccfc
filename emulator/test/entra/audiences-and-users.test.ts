// Entra over the wire: what a token is for, and how people log in.
import { randomUUID } from "node:crypto";
import { base64url, decodeJwt } from "jose";
import { describe, expect } from "vitest";
import { call } from "../client";
import { form } from "../running-emulator";
import { arm, azureCli, day, type Entra, it, refusal } from "./entra-client";

describe("what a token is for", () => {
    const ask = (entra: Entra, scope: string) => {
        const { client_id } = entra.addClient({ passwordCredentials: [entra.password("right", -1, 1)] });
        return entra.clientCredentials({ client_id, client_secret: "right", scope });
    };

    it.for<[string, string]>([
        ["https://management.core.windows.net//.default", "https://management.core.windows.net/"],
        ["https://management.azure.com/.default", "https://management.azure.com"],
        ["https://graph.microsoft.com//.default", "https://graph.microsoft.com/"],
        ["https://containerregistry.azure.net/.default", "https://containerregistry.azure.net"],
        ["https://vault.azure.net/.default", "https://vault.azure.net"],
        // MSAL for Go asks for these as well, in every flow.
        ["https://management.azure.com/.default openid offline_access profile", "https://management.azure.com"],
    ])("%s is audience %s", async ([scope, audience], { entra }) => {
        expect((await entra.allowed(await ask(entra, scope)))?.aud).toBe(audience);
    });

    it.for<[string, unknown]>([
        ["https://example.com/.default", [400, "invalid_resource", 500011, 500011]],
        [
            "https://management.azure.com/.default https://vault.azure.net/.default",
            [400, "invalid_scope", 1002012, 1002012],
        ],
        ["openid", [400, "invalid_scope", 1002012, 1002012]],
        ["https://management.azure.com/user_impersonation", [400, "invalid_scope", 1002012, 1002012]],
        ["", [400, "invalid_request", 900144, 900144]],
    ])("%j is refused", async ([scope, expected], { entra }) => {
        expect(refusal(await ask(entra, scope))).toEqual(expected);
    });

    it("an unknown grant is refused", async ({ entra }) => {
        expect(refusal(await entra.post(entra.contoso, "token", { grant_type: "implicit" }))).toEqual([
            400,
            "unsupported_grant_type",
            70003,
            70003,
        ]);
    });

    it("is asked for by a resource at the v1 endpoint, as ADAL clients do, and told in texts", async ({
        emulator,
        entra,
    }) => {
        const { client_id } = entra.addClient({ passwordCredentials: [entra.password("right", -1, 1)] });
        const url = `https://login.microsoftonline.com/${entra.contoso}/oauth2/token?api-version=1.0`;
        const post = (fields: Record<string, string>) =>
            call(emulator, url, { body: form({ grant_type: "client_credentials", client_id, ...fields }) });
        const resource = "https://management.azure.com/";
        const answer = await post({ client_secret: "right", resource });
        expect(await entra.allowed(answer)).toMatchObject({ aud: resource, appid: client_id });
        const { exp = 0, nbf = 0 } = decodeJwt(answer.json.access_token);
        expect(answer.json).toEqual({
            token_type: "Bearer",
            expires_in: "3599",
            ext_expires_in: "3599",
            expires_on: expect.stringMatching(/^\d{10}$/),
            not_before: expect.stringMatching(/^\d{10}$/),
            resource,
            access_token: expect.any(String),
        });
        expect(Math.abs(Number(answer.json.expires_on) - exp)).toBeLessThan(10);
        expect(Math.abs(Number(answer.json.not_before) - nbf)).toBeLessThan(10);
        expect(refusal(await post({ client_secret: "wrong", resource }))).toEqual([
            401,
            "invalid_client",
            7000215,
            7000215,
        ]);
        expect(refusal(await post({ client_secret: "right" }))).toEqual([400, "invalid_request", 900144, 900144]);
    });

    it("lives as long as it says: by the machine's clock for the client, by the emulator's for the services", async ({
        emulator,
        entra,
    }) => {
        emulator.settings.accessTokenSeconds = 600;
        const { json } = await ask(entra, arm);
        const { exp = 0, iat = 0 } = decodeJwt(json.access_token);
        expect([json.expires_in, exp - iat]).toEqual([600, 600]);
        expect(Math.abs(iat * 1000 - Date.now())).toBeLessThan(30_000);
        emulator.clock.set(new Date(Date.now() + 590_000));
        expect(await emulator.tokens.verify(json.access_token)).toBeDefined();
        emulator.clock.set(new Date(Date.now() + 601_000));
        expect(await emulator.tokens.verify(json.access_token)).toBeUndefined();
    });

    it("is signed: not one byte of it may change", async ({ emulator, entra }) => {
        const { json } = await ask(entra, arm);
        const [header = "", payload = "", signature = ""] = json.access_token.split(".");
        const claims = { ...decodeJwt(json.access_token), oid: emulator.deployer.clientId };
        const forged = [header, base64url.encode(JSON.stringify(claims)), signature].join(".");
        const unsigned = [base64url.encode('{"alg":"none"}'), payload, ""].join(".");
        for (const token of [forged, unsigned, "", "x.y.z"])
            expect(await emulator.tokens.verify(token)).toBeUndefined();
        const elsewhere = await emulator.federation.issue({ aud: "https://management.azure.com" }, 600);
        expect(await emulator.tokens.verify(elsewhere)).toBeUndefined();
    });
});

describe("users", () => {
    const scope = "https://management.core.windows.net//.default offline_access openid profile";
    const linus = "linus@fabrikam.onmicrosoft.com";
    const signIn = (entra: Entra, username: string, tenant = "organizations", password = entra.passwordOf(username)) =>
        entra.post(tenant, "token", { grant_type: "password", client_id: azureCli, username, password, scope });

    it("sign in with their password, at home or where they are guests", async ({ emulator, entra }) => {
        const home = await signIn(entra, linus);
        expect(await entra.allowed(home)).toMatchObject({
            aud: "https://management.core.windows.net/",
            tid: entra.fabrikam,
            upn: linus,
            idtyp: "user",
            appid: azureCli,
        });
        expect(decodeJwt(home.json.id_token)).toMatchObject({ preferred_username: linus, tid: entra.fabrikam });
        const member = emulator.state.users.find(({ userPrincipalName }) => userPrincipalName === linus);
        const guest = emulator.state.users.find(({ homeId }) => homeId === member?.id);
        const uid = { uid: member?.id, utid: entra.fabrikam };
        expect(JSON.parse(Buffer.from(home.json.client_info, "base64url").toString())).toEqual(uid);
        const abroad = await signIn(entra, linus, entra.contoso);
        expect(await entra.allowed(abroad)).toMatchObject({ tid: entra.contoso, oid: guest?.id });
        expect(JSON.parse(Buffer.from(abroad.json.client_info, "base64url").toString())).toEqual(uid);
    });

    it("are refused with a wrong password, in a tenant that is not theirs, and when nobody has the name", async ({
        entra,
    }) => {
        expect(refusal(await signIn(entra, linus, "organizations", "wrong"))).toEqual([
            400,
            "invalid_grant",
            50126,
            50126,
        ]);
        expect(refusal(await signIn(entra, "ada@contoso.onmicrosoft.com", entra.fabrikam))).toEqual([
            400,
            "invalid_grant",
            50020,
            50020,
        ]);
        expect(refusal(await signIn(entra, "nobody@contoso.onmicrosoft.com", entra.contoso, "x"))).toEqual([
            400,
            "invalid_grant",
            50126,
            50126,
        ]);
    });

    it("get further tokens by a refresh token, which only the same client may use and which is no access token", async ({
        emulator,
        entra,
    }) => {
        const { json } = await signIn(entra, linus);
        const refresh = (fields: Record<string, string> = {}) =>
            entra.post(entra.contoso, "token", {
                grant_type: "refresh_token",
                client_id: azureCli,
                refresh_token: json.refresh_token,
                scope: "https://containerregistry.azure.net/.default offline_access",
                ...fields,
            });
        expect(await entra.allowed(await refresh())).toMatchObject({
            aud: "https://containerregistry.azure.net",
            tid: entra.contoso,
        });
        const refused = [400, "invalid_grant", 700082, 700082];
        expect(refusal(await refresh({ client_id: randomUUID() }))).toEqual(refused);
        expect(refusal(await refresh({ refresh_token: json.access_token }))).toEqual(refused);
        expect(
            (await call(emulator, "https://graph.microsoft.com/v1.0/me", { bearer: json.refresh_token })).status,
        ).toBe(401);
        emulator.clock.set(new Date(Date.now() + 91 * day));
        expect(refusal(await refresh())).toEqual(refused);
    });

    it("sign in by device code once they approved it, for the scope of the first request, and once only", async ({
        emulator,
        entra,
    }) => {
        const { json } = await entra.post("organizations", "devicecode", { client_id: azureCli, scope });
        expect(json).toMatchObject({ interval: 1, expires_in: 900, message: expect.stringContaining(json.user_code) });
        const poll = (client_id = azureCli) =>
            entra.post("organizations", "token", {
                grant_type: "device_code",
                client_id,
                device_code: json.device_code,
            });
        expect(refusal(await poll())).toEqual([400, "authorization_pending", 70016, 70016]);
        emulator.approveDeviceCode(json.user_code, "ada@contoso.onmicrosoft.com");
        expect(refusal(await poll(randomUUID()))).toEqual([400, "expired_token", 70020, 70020]);
        expect(await entra.allowed(await poll())).toMatchObject({
            aud: "https://management.core.windows.net/",
            upn: "ada@contoso.onmicrosoft.com",
        });
        expect(refusal(await poll())).toEqual([400, "expired_token", 70020, 70020]);
    });

    it("can't approve a code nobody asked for, nor be nobody", async ({ emulator, entra }) => {
        expect(() => emulator.approveDeviceCode("NOSUCH", linus)).toThrow(
            "No login waits for the code NOSUCH. Ask for a new one with az login --use-device-code.",
        );
        const { json } = await entra.post("organizations", "devicecode", { client_id: azureCli, scope });
        expect(() => emulator.approveDeviceCode(json.user_code, "nobody@example.com")).toThrow(
            "There is no user nobody@example.com. Give one of: ada@contoso.onmicrosoft.com, grace@contoso.onmicrosoft.com, linus@fabrikam.onmicrosoft.com, linus_fabrikam.onmicrosoft.com#EXT#@contoso.onmicrosoft.com.",
        );
    });
});
