// Entra over the wire: discovery, and clients that log in by secret.
import { randomUUID } from "node:crypto";
import { describe, expect } from "vitest";
import { day, type Entra, it, refusal } from "./entra-client";

describe("discovery", () => {
    it("of a tenant, by id and by domain, names its issuer", async ({ entra }) => {
        for (const name of [entra.contoso, "contoso.onmicrosoft.com"]) {
            const { json } = await entra.get(`/${name}/v2.0/.well-known/openid-configuration`);
            expect(json).toMatchObject({
                issuer: `https://login.microsoftonline.com/${entra.contoso}/v2.0`,
                token_endpoint: `https://login.microsoftonline.com/${name}/oauth2/v2.0/token`,
                device_authorization_endpoint: `https://login.microsoftonline.com/${name}/oauth2/v2.0/devicecode`,
            });
        }
        const any = await entra.get("/organizations/v2.0/.well-known/openid-configuration");
        expect(any.json.issuer).toBe("https://login.microsoftonline.com/{tenantid}/v2.0");
        const unknown = await entra.get("/nowhere.example/v2.0/.well-known/openid-configuration");
        expect(refusal(unknown)).toEqual([400, "invalid_tenant", 90002, 90002]);
    });

    it("of the instance, a user's realm and the keys", async ({ emulator, entra }) => {
        const instance = await entra.get("/common/discovery/instance?api-version=1.1");
        expect(instance.json.metadata[0].aliases).toContain("login.microsoftonline.com");
        const realm = await entra.get("/common/userrealm/ada@contoso.onmicrosoft.com?api-version=1.0");
        expect(realm.json).toMatchObject({ account_type: "Managed", domain_name: "contoso.onmicrosoft.com" });
        expect((await entra.get(`/${entra.contoso}/discovery/v2.0/keys`)).json).toEqual(await emulator.tokens.jwks());
        expect((await entra.get("/common/nothing")).status).toBe(404);
    });
});

describe("client secrets", () => {
    it.for<[string, number, number, unknown]>([
        ["current", -1, 1, undefined],
        ["last day", -365, 0.001, undefined],
        ["expired", -365, 0, [401, "invalid_client", 7000222, 7000222]],
        ["not yet valid", 0.001, 365, [401, "invalid_client", 7000215, 7000215]],
    ])("%s: from day %d to day %d", async ([_, from, to, expected], { entra }) => {
        const { client_id } = entra.addClient({ passwordCredentials: [entra.password("right", from, to)] });
        const answer = await entra.clientCredentials({ client_id, client_secret: "right" });
        if (expected) expect(refusal(answer)).toEqual(expected);
        else expect(await entra.allowed(answer)).toMatchObject({ appid: client_id, appidacr: "1" });
    });

    it("end on the emulator's clock, to the second", async ({ emulator, entra }) => {
        const credential = entra.password("right", -1, 30);
        const { client_id } = entra.addClient({ passwordCredentials: [credential] });
        const ask = () => entra.clientCredentials({ client_id, client_secret: "right" });
        emulator.clock.set(new Date(Date.parse(credential.endDateTime) - 30_000));
        expect((await ask()).status).toBe(200);
        emulator.clock.set(new Date(credential.endDateTime));
        expect(refusal(await ask())).toEqual([401, "invalid_client", 7000222, 7000222]);
    });

    it("of two overlapping ones each works, a wrong or missing one doesn't", async ({ entra }) => {
        const { client_id } = entra.addClient({
            passwordCredentials: [entra.password("old", -180, 185), entra.password("new", 0, 365)],
        });
        for (const client_secret of ["old", "new"])
            expect((await entra.clientCredentials({ client_id, client_secret })).status).toBe(200);
        expect(refusal(await entra.clientCredentials({ client_id, client_secret: "wrong" }))).toEqual([
            401,
            "invalid_client",
            7000215,
            7000215,
        ]);
        expect(refusal(await entra.clientCredentials({ client_id }))).toEqual([
            401,
            "invalid_client",
            7000218,
            7000218,
        ]);
    });

    it("of a service principal count in its own tenant only", async ({ entra }) => {
        const { client_id, principals } = entra.addClient({ signInAudience: "AzureADMultipleOrgs" }, [
            entra.contoso,
            entra.fabrikam,
        ]);
        principals[1]?.passwordCredentials.push(entra.password("partner's", -1, 1));
        const secret = { client_id, client_secret: "partner's" };
        expect((await entra.clientCredentials(secret, entra.fabrikam)).status).toBe(200);
        expect(refusal(await entra.clientCredentials(secret))).toEqual([401, "invalid_client", 7000215, 7000215]);
    });
});

describe("where an application may sign in", () => {
    const secret = { client_secret: "right" };
    const right = (entra: Entra) => ({ passwordCredentials: [entra.password("right", -1, 1)] });
    const notInTenant = [400, "unauthorized_client", 700016, 700016];
    const noPrincipal = [401, "invalid_client", 7000229, 7000229];

    it("nowhere if nobody knows it", async ({ entra }) => {
        expect(refusal(await entra.clientCredentials({ client_id: randomUUID(), ...secret }))).toEqual(notInTenant);
    });

    it("in a tenant with its service principal, if it is open to that tenant", async ({ entra }) => {
        const multi = entra.addClient({ ...right(entra), signInAudience: "AzureADMultipleOrgs" }, [entra.fabrikam]);
        const fields = { client_id: multi.client_id, ...secret };
        const claims = await entra.allowed(await entra.clientCredentials(fields, entra.fabrikam));
        expect([claims?.tid, claims?.oid]).toEqual([entra.fabrikam, multi.principals[0]?.id]);
        expect(refusal(await entra.clientCredentials(fields))).toEqual(noPrincipal);

        const single = entra.addClient(right(entra), [entra.contoso, entra.fabrikam]);
        expect((await entra.clientCredentials({ client_id: single.client_id, ...secret })).status).toBe(200);
        expect(
            refusal(await entra.clientCredentials({ client_id: single.client_id, ...secret }, entra.fabrikam)),
        ).toEqual(notInTenant);
    });

    it("not while its service principal is disabled", async ({ entra }) => {
        const { client_id } = entra.addClient(right(entra), [entra.contoso], { accountEnabled: false });
        expect(refusal(await entra.clientCredentials({ client_id, ...secret }))).toEqual([
            400,
            "unauthorized_client",
            7000112,
            7000112,
        ]);
    });

    it("not before its service principal has spread", async ({ emulator, entra }) => {
        emulator.settings.propagationDelayMs = 2 * day;
        const { client_id } = entra.addClient(right(entra));
        expect(refusal(await entra.clientCredentials({ client_id, ...secret }))).toEqual(noPrincipal);
        emulator.settings.propagationDelayMs = day / 2;
        expect((await entra.clientCredentials({ client_id, ...secret })).status).toBe(200);
    });

    it("also when the clock was set back to before the application was made", async ({ emulator, entra }) => {
        const { client_id } = entra.addClient(right(entra));
        emulator.clock.set(new Date(emulator.clock.now().getTime() - day / 2));
        expect((await entra.clientCredentials({ client_id, ...secret })).status).toBe(200);
        const { clientId, clientSecret } = emulator.deployer;
        emulator.clock.set(new Date("2020-02-29T00:00:00Z"));
        expect((await entra.clientCredentials({ client_id: clientId, client_secret: clientSecret })).status).toBe(200);
    });

    it("not in a tenant that is none", async ({ entra }) => {
        const { client_id } = entra.addClient(right(entra));
        expect(refusal(await entra.clientCredentials({ client_id, ...secret }, "nowhere.example"))).toEqual([
            400,
            "invalid_tenant",
            90002,
            90002,
        ]);
    });
});
