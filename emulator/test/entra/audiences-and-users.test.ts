// Entra over the wire: what a token is for, and how people log in.
import { randomUUID } from "node:crypto";
import { base64url, decodeJwt } from "jose";
import { describe, expect, it } from "vitest";
import { call } from "../client";
import { entraForTests } from "./asking";

const {
    emulator,
    arm,
    azureCli,
    contoso,
    fabrikam,
    entra,
    clientCredentials,
    refusal,
    allowed,
    day,
    password,
    addClient,
} = entraForTests();

describe("what a token is for", () => {
    const ask = (scope: string) => {
        const { client_id } = addClient({ passwordCredentials: [password("right", -1, 1)] });
        return clientCredentials({ client_id, client_secret: "right", scope });
    };

    it.each([
        ["https://management.core.windows.net//.default", "https://management.core.windows.net/"],
        ["https://management.azure.com/.default", "https://management.azure.com"],
        ["https://graph.microsoft.com//.default", "https://graph.microsoft.com/"],
        ["https://containerregistry.azure.net/.default", "https://containerregistry.azure.net"],
        ["https://vault.azure.net/.default", "https://vault.azure.net"],
    ])("%s is audience %s", async (scope, audience) => {
        expect((await allowed(await ask(scope)))?.aud).toBe(audience);
    });

    it.each([
        ["https://example.com/.default", [400, "invalid_resource", 500011, 500011]],
        ["https://management.azure.com/user_impersonation", [400, "invalid_scope", 1002012, 1002012]],
        ["", [400, "invalid_request", 900144, 900144]],
    ])("%j is refused", async (scope, expected) => {
        expect(refusal(await ask(scope))).toEqual(expected);
    });

    it("an unknown grant is refused", async () => {
        expect(refusal(await entra(contoso(), "token", { grant_type: "implicit" }))).toEqual([
            400,
            "unsupported_grant_type",
            70003,
            70003,
        ]);
    });

    it("lives as long as it says: by the machine's clock for the client, by the emulator's for the services", async () => {
        emulator().settings.accessTokenSeconds = 600;
        const { json } = await ask(arm);
        const { exp = 0, iat = 0 } = decodeJwt(json.access_token);
        expect([json.expires_in, exp - iat]).toEqual([600, 600]);
        expect(Math.abs(iat * 1000 - Date.now())).toBeLessThan(30_000);
        emulator().clock.set(new Date(Date.now() + 590_000));
        expect(await emulator().tokens.verify(json.access_token)).toBeDefined();
        emulator().clock.set(new Date(Date.now() + 601_000));
        expect(await emulator().tokens.verify(json.access_token)).toBeUndefined();
    });

    it("is signed: not one byte of it may change", async () => {
        const { json } = await ask(arm);
        const [header = "", payload = "", signature = ""] = json.access_token.split(".");
        const claims = { ...decodeJwt(json.access_token), oid: emulator().deployer.clientId };
        const forged = [header, base64url.encode(JSON.stringify(claims)), signature].join(".");
        const unsigned = [base64url.encode('{"alg":"none"}'), payload, ""].join(".");
        for (const token of [forged, unsigned, "", "x.y.z"])
            expect(await emulator().tokens.verify(token)).toBeUndefined();
        const elsewhere = await emulator().federation.issue({ aud: "https://management.azure.com" }, 600);
        expect(await emulator().tokens.verify(elsewhere)).toBeUndefined();
    });
});

describe("users", () => {
    const scope = "https://management.core.windows.net//.default offline_access openid profile";
    const linus = "linus@fabrikam.onmicrosoft.com";
    const secretOf = (name: string) =>
        emulator().users.find(({ userPrincipalName }) => userPrincipalName === name)?.password ?? "";
    const signIn = (username: string, tenant = "organizations", secret = secretOf(username)) =>
        entra(tenant, "token", { grant_type: "password", client_id: azureCli, username, password: secret, scope });

    it("sign in with their password, at home or where they are guests", async () => {
        const home = await signIn(linus);
        expect(await allowed(home)).toMatchObject({
            aud: "https://management.core.windows.net/",
            tid: fabrikam(),
            upn: linus,
            idtyp: "user",
            appid: azureCli,
        });
        expect(decodeJwt(home.json.id_token)).toMatchObject({ preferred_username: linus, tid: fabrikam() });
        const member = emulator().state.users.find(({ userPrincipalName }) => userPrincipalName === linus);
        const guest = emulator().state.users.find(({ homeId }) => homeId === member?.id);
        const uid = { uid: member?.id, utid: fabrikam() };
        expect(JSON.parse(Buffer.from(home.json.client_info, "base64url").toString())).toEqual(uid);
        const abroad = await signIn(linus, contoso());
        expect(await allowed(abroad)).toMatchObject({ tid: contoso(), oid: guest?.id });
        expect(JSON.parse(Buffer.from(abroad.json.client_info, "base64url").toString())).toEqual(uid);
    });

    it("are refused with a wrong password, in a tenant that is not theirs, and when nobody has the name", async () => {
        expect(refusal(await signIn(linus, "organizations", "wrong"))).toEqual([400, "invalid_grant", 50126, 50126]);
        expect(refusal(await signIn("ada@contoso.onmicrosoft.com", fabrikam()))).toEqual([
            400,
            "invalid_grant",
            50020,
            50020,
        ]);
        expect(refusal(await signIn("nobody@contoso.onmicrosoft.com", contoso(), "x"))).toEqual([
            400,
            "invalid_grant",
            50126,
            50126,
        ]);
    });

    it("get further tokens by a refresh token, which only the same client may use and which is no access token", async () => {
        const { json } = await signIn(linus);
        const refresh = (fields: Record<string, string> = {}) =>
            entra(contoso(), "token", {
                grant_type: "refresh_token",
                client_id: azureCli,
                refresh_token: json.refresh_token,
                scope: "https://containerregistry.azure.net/.default offline_access",
                ...fields,
            });
        expect(await allowed(await refresh())).toMatchObject({
            aud: "https://containerregistry.azure.net",
            tid: contoso(),
        });
        const refused = [400, "invalid_grant", 700082, 700082];
        expect(refusal(await refresh({ client_id: randomUUID() }))).toEqual(refused);
        expect(refusal(await refresh({ refresh_token: json.access_token }))).toEqual(refused);
        expect(
            (await call(emulator(), "https://graph.microsoft.com/v1.0/me", { bearer: json.refresh_token })).status,
        ).toBe(401);
        emulator().clock.set(new Date(Date.now() + 91 * day));
        expect(refusal(await refresh())).toEqual(refused);
    });

    it("sign in by device code once they approved it, for the scope of the first request, and once only", async () => {
        const { json } = await entra("organizations", "devicecode", { client_id: azureCli, scope });
        expect(json).toMatchObject({ interval: 1, expires_in: 900, message: expect.stringContaining(json.user_code) });
        const poll = (client_id = azureCli) =>
            entra("organizations", "token", { grant_type: "device_code", client_id, device_code: json.device_code });
        expect(refusal(await poll())).toEqual([400, "authorization_pending", 70016, 70016]);
        emulator().approveDeviceCode(json.user_code, "ada@contoso.onmicrosoft.com");
        expect(refusal(await poll(randomUUID()))).toEqual([400, "expired_token", 70020, 70020]);
        expect(await allowed(await poll())).toMatchObject({
            aud: "https://management.core.windows.net/",
            upn: "ada@contoso.onmicrosoft.com",
        });
        expect(refusal(await poll())).toEqual([400, "expired_token", 70020, 70020]);
    });

    it("can't approve a code nobody asked for, nor be nobody", async () => {
        expect(() => emulator().approveDeviceCode("NOSUCH", linus)).toThrow(
            "No login waits for the code NOSUCH. Ask for a new one with az login --use-device-code.",
        );
        const { json } = await entra("organizations", "devicecode", { client_id: azureCli, scope });
        expect(() => emulator().approveDeviceCode(json.user_code, "nobody@example.com")).toThrow(
            "There is no user nobody@example.com. Give one of: ada@contoso.onmicrosoft.com, grace@contoso.onmicrosoft.com, linus@fabrikam.onmicrosoft.com, linus_fabrikam.onmicrosoft.com#EXT#@contoso.onmicrosoft.com.",
        );
    });
});
