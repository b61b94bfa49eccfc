// Entra over the wire: who gets a token, for what, and who is refused with which code.
import { randomUUID } from "node:crypto";
import { base64url, decodeJwt, SignJWT } from "jose";
import { afterEach, describe, expect, it } from "vitest";
import type { Application, FederatedCredential, PasswordCredential, ServicePrincipal } from "../state/azure-state";
import { secretHash } from "../state/secrets";
import { type Answer, call } from "./client";
import { emulatorForTests, form } from "./running-emulator";
import { type SelfSigned, selfSigned } from "./self-signed";

const emulator = emulatorForTests();
const arm = "https://management.azure.com/.default";
const azureCli = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";
const github = "https://token.actions.githubusercontent.com";
const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

const contoso = () => emulator().deployer.tenantId;
const fabrikam = () => emulator().partnerDeployer.tenantId;

const entra = (tenant: string, path: string, fields: Record<string, string>) =>
    call(emulator(), `https://login.microsoftonline.com/${tenant}/oauth2/v2.0/${path}`, { body: form(fields) });

const clientCredentials = (fields: Record<string, string>, tenant = contoso()) =>
    entra(tenant, "token", { grant_type: "client_credentials", scope: arm, ...fields });

/** The OAuth error, the code of the text and the list of codes, which must agree. */
const refusal = ({ status, json }: Answer) => [
    status,
    json.error,
    ...(json.error_codes ?? []),
    Number(/^AADSTS(\d+): /.exec(json.error_description ?? "")?.[1]),
];

const allowed = async (answer: Answer) => {
    expect(answer.json.error_description).toBeUndefined();
    return emulator().tokens.verify(answer.json.access_token);
};

const day = 86_400_000;
const daysFromNow = (days: number) => new Date(emulator().clock.now().getTime() + days * day).toISOString();

const password = (secret: string, from: number, to: number): PasswordCredential => ({
    keyId: randomUUID(),
    displayName: null,
    startDateTime: daysFromNow(from),
    endDateTime: daysFromNow(to),
    hint: secret.slice(0, 3),
    secretHash: secretHash(secret),
});

/** Puts an application into the state, with a service principal in the tenants named. */
function addClient(
    application: Partial<Application> = {},
    tenants = [contoso()],
    principal: Partial<ServicePrincipal> = {},
) {
    const client: Application = {
        id: randomUUID(),
        appId: randomUUID(),
        tenantId: contoso(),
        displayName: "client",
        createdDateTime: daysFromNow(0),
        signInAudience: "AzureADMyOrg",
        passwordCredentials: [],
        keyCredentials: [],
        federatedCredentials: [],
        properties: {},
        ...application,
    };
    const principals = tenants.map(
        (tenantId): ServicePrincipal => ({
            id: randomUUID(),
            appId: client.appId,
            tenantId,
            displayName: "client",
            servicePrincipalType: "Application",
            accountEnabled: true,
            createdDateTime: daysFromNow(-1),
            passwordCredentials: [],
            properties: {},
            ...principal,
        }),
    );
    emulator().state.applications.push(client);
    emulator().state.servicePrincipals.push(...principals);
    return { client_id: client.appId, principals };
}

afterEach(() => {
    emulator().state.clockOffset = 0;
    Object.assign(emulator().settings, { propagationDelayMs: 0, accessTokenSeconds: 3599 });
});

describe("discovery", () => {
    const get = (path: string) => call(emulator(), `https://login.microsoftonline.com${path}`);

    it("of a tenant, by id and by domain, names its issuer", async () => {
        for (const name of [contoso(), "contoso.onmicrosoft.com"]) {
            const { json } = await get(`/${name}/v2.0/.well-known/openid-configuration`);
            expect(json).toMatchObject({
                issuer: `https://login.microsoftonline.com/${contoso()}/v2.0`,
                token_endpoint: `https://login.microsoftonline.com/${name}/oauth2/v2.0/token`,
                device_authorization_endpoint: `https://login.microsoftonline.com/${name}/oauth2/v2.0/devicecode`,
            });
        }
        const any = await get("/organizations/v2.0/.well-known/openid-configuration");
        expect(any.json.issuer).toBe("https://login.microsoftonline.com/{tenantid}/v2.0");
        const unknown = await get("/nowhere.example/v2.0/.well-known/openid-configuration");
        expect(refusal(unknown)).toEqual([400, "invalid_tenant", 90002, 90002]);
    });

    it("of the instance, a user's realm and the keys", async () => {
        const instance = await get("/common/discovery/instance?api-version=1.1");
        expect(instance.json.metadata[0].aliases).toContain("login.microsoftonline.com");
        const realm = await get("/common/userrealm/ada@contoso.onmicrosoft.com?api-version=1.0");
        expect(realm.json).toMatchObject({ account_type: "Managed", domain_name: "contoso.onmicrosoft.com" });
        expect((await get(`/${contoso()}/discovery/v2.0/keys`)).json).toEqual(await emulator().tokens.jwks());
        expect((await get("/common/nothing")).status).toBe(404);
    });
});

describe("client secrets", () => {
    it.each([
        ["current", -1, 1, undefined],
        ["last day", -365, 0.001, undefined],
        ["expired", -365, 0, [401, "invalid_client", 7000222, 7000222]],
        ["not yet valid", 0.001, 365, [401, "invalid_client", 7000215, 7000215]],
    ])("%s: from day %d to day %d", async (_, from, to, expected) => {
        const { client_id } = addClient({ passwordCredentials: [password("right", from, to)] });
        const answer = await clientCredentials({ client_id, client_secret: "right" });
        if (expected) expect(refusal(answer)).toEqual(expected);
        else expect(await allowed(answer)).toMatchObject({ appid: client_id, appidacr: "1" });
    });

    it("end on the emulator's clock, to the second", async () => {
        const credential = password("right", -1, 30);
        const { client_id } = addClient({ passwordCredentials: [credential] });
        const ask = () => clientCredentials({ client_id, client_secret: "right" });
        emulator().clock.set(new Date(Date.parse(credential.endDateTime) - 30_000));
        expect((await ask()).status).toBe(200);
        emulator().clock.set(new Date(credential.endDateTime));
        expect(refusal(await ask())).toEqual([401, "invalid_client", 7000222, 7000222]);
    });

    it("of two overlapping ones each works, a wrong or missing one doesn't", async () => {
        const { client_id } = addClient({ passwordCredentials: [password("old", -180, 185), password("new", 0, 365)] });
        for (const client_secret of ["old", "new"])
            expect((await clientCredentials({ client_id, client_secret })).status).toBe(200);
        expect(refusal(await clientCredentials({ client_id, client_secret: "wrong" }))).toEqual([
            401,
            "invalid_client",
            7000215,
            7000215,
        ]);
        expect(refusal(await clientCredentials({ client_id }))).toEqual([401, "invalid_client", 7000218, 7000218]);
    });

    it("of a service principal count in its own tenant only", async () => {
        const { client_id, principals } = addClient({ signInAudience: "AzureADMultipleOrgs" }, [contoso(), fabrikam()]);
        principals[1]?.passwordCredentials.push(password("partner's", -1, 1));
        const secret = { client_id, client_secret: "partner's" };
        expect((await clientCredentials(secret, fabrikam())).status).toBe(200);
        expect(refusal(await clientCredentials(secret))).toEqual([401, "invalid_client", 7000215, 7000215]);
    });
});

describe("where an application may sign in", () => {
    const secret = { client_secret: "right" };
    const right = () => ({ passwordCredentials: [password("right", -1, 1)] });
    const notInTenant = [400, "unauthorized_client", 700016, 700016];
    const noPrincipal = [401, "invalid_client", 7000229, 7000229];

    it("nowhere if nobody knows it", async () => {
        expect(refusal(await clientCredentials({ client_id: randomUUID(), ...secret }))).toEqual(notInTenant);
    });

    it("in a tenant with its service principal, if it is open to that tenant", async () => {
        const multi = addClient({ ...right(), signInAudience: "AzureADMultipleOrgs" }, [fabrikam()]);
        const fields = { client_id: multi.client_id, ...secret };
        const claims = await allowed(await clientCredentials(fields, fabrikam()));
        expect([claims?.tid, claims?.oid]).toEqual([fabrikam(), multi.principals[0]?.id]);
        expect(refusal(await clientCredentials(fields))).toEqual(noPrincipal);

        const single = addClient(right(), [contoso(), fabrikam()]);
        expect((await clientCredentials({ client_id: single.client_id, ...secret })).status).toBe(200);
        expect(refusal(await clientCredentials({ client_id: single.client_id, ...secret }, fabrikam()))).toEqual(
            notInTenant,
        );
    });

    it("not while its service principal is disabled", async () => {
        const { client_id } = addClient(right(), [contoso()], { accountEnabled: false });
        expect(refusal(await clientCredentials({ client_id, ...secret }))).toEqual([
            400,
            "unauthorized_client",
            7000112,
            7000112,
        ]);
    });

    it("not before its service principal has spread", async () => {
        emulator().settings.propagationDelayMs = 2 * day;
        const { client_id } = addClient(right());
        expect(refusal(await clientCredentials({ client_id, ...secret }))).toEqual(noPrincipal);
        emulator().settings.propagationDelayMs = day / 2;
        expect((await clientCredentials({ client_id, ...secret })).status).toBe(200);
    });

    it("also when the clock was set back to before the application was made", async () => {
        const { client_id } = addClient(right());
        emulator().clock.set(new Date(emulator().clock.now().getTime() - day / 2));
        expect((await clientCredentials({ client_id, ...secret })).status).toBe(200);
        const { clientId, clientSecret } = emulator().deployer;
        emulator().clock.set(new Date("2020-02-29T00:00:00Z"));
        expect((await clientCredentials({ client_id: clientId, client_secret: clientSecret })).status).toBe(200);
    });

    it("not in a tenant that is none", async () => {
        const { client_id } = addClient(right());
        expect(refusal(await clientCredentials({ client_id, ...secret }, "nowhere.example"))).toEqual([
            400,
            "invalid_tenant",
            90002,
            90002,
        ]);
    });
});

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

describe("certificates", () => {
    const now = () => Math.floor(Date.now() / 1000);

    interface Assertion {
        header?: Record<string, unknown>;
        alg?: string;
        claims?: Record<string, unknown>;
        signedBy?: SelfSigned;
    }

    async function signIn(change: (own: SelfSigned) => Assertion | Promise<Assertion>, validDays = 1) {
        const own = await selfSigned();
        const { client_id } = addClient({
            keyCredentials: [
                {
                    keyId: randomUUID(),
                    displayName: null,
                    startDateTime: daysFromNow(-1),
                    endDateTime: daysFromNow(validDays),
                    certificate: own.certificate.toString(),
                },
            ],
        });
        const { header, alg = "RS256", claims, signedBy = own } = await change(own);
        const assertion = await new SignJWT({
            iss: client_id,
            sub: client_id,
            aud: `https://login.microsoftonline.com/${contoso()}/oauth2/v2.0/token`,
            // az sends fractions.
            iat: now() + 0.25,
            exp: now() + 600.25,
            ...claims,
        })
            .setProtectedHeader({ alg, x5t: thumbprint(own, "fingerprint"), ...header })
            .sign(signedBy.key);
        return clientCredentials({ client_id, client_assertion: assertion, client_assertion_type: assertionType });
    }

    const thumbprint = ({ certificate }: SelfSigned, kind: "fingerprint" | "fingerprint256") =>
        Buffer.from(certificate[kind].replaceAll(":", ""), "hex").toString("base64url");

    it.each<[string, (own: SelfSigned) => Assertion]>([
        ["named by x5t", () => ({})],
        ["named by x5t, padded", (own) => ({ header: { x5t: `${thumbprint(own, "fingerprint")}=` } })],
        [
            "named by x5t#S256 and signed with PS256",
            (own) => ({ alg: "PS256", header: { x5t: undefined, "x5t#S256": thumbprint(own, "fingerprint256") } }),
        ],
        [
            "sent along as x5c",
            ({ certificate }) => {
                const lines = certificate.raw.toString("base64").replace(/(.{64})/g, "$1\n");
                return { header: { x5t: undefined, x5c: [lines] } };
            },
        ],
        [
            "addressed to the domain",
            () => ({ claims: { aud: "https://login.microsoftonline.com/contoso.onmicrosoft.com/oauth2/v2.0/token" } }),
        ],
    ])("%s sign in", async (_, change) => {
        expect(await allowed(await signIn(change))).toMatchObject({ appidacr: "2" });
    });

    it.each<[string, (own: SelfSigned) => Assertion | Promise<Assertion>]>([
        ["that are not registered", () => ({ header: { x5t: "AAAA" } })],
        ["whose key did not sign", async () => ({ signedBy: await selfSigned() })],
        [
            "for another tenant",
            () => ({ claims: { aud: `https://login.microsoftonline.com/${fabrikam()}/oauth2/v2.0/token` } }),
        ],
        ["with an assertion of yesterday", () => ({ claims: { iat: now() - 86_400, exp: now() - 85_800 } })],
        ["for another subject", () => ({ claims: { sub: azureCli } })],
    ])("%s are refused", async (_, change) => {
        expect(refusal(await signIn(change))).toEqual([401, "invalid_client", 700027, 700027]);
    });

    it("past their end date are refused", async () => {
        expect(refusal(await signIn(() => ({}), 0))).toEqual([401, "invalid_client", 700027, 700027]);
    });
});

describe("federated assertions", () => {
    const trusted: FederatedCredential = {
        id: randomUUID(),
        name: "main",
        issuer: github,
        subject: "repo:contoso/app:ref:refs/heads/main",
        audiences: ["api://AzureADTokenExchange"],
    };
    const { subject } = trusted;

    const exchange = (client_id: string, client_assertion: string) =>
        clientCredentials({ client_id, client_assertion, client_assertion_type: assertionType });

    it.each<[string, { issuer?: string; subject: string; audience?: string; lifetimeSeconds?: number }, unknown]>([
        ["the subject trusted", { subject }, undefined],
        ["another branch", { subject: `${subject}2` }, 700213],
        ["a subject in capitals", { subject: subject.toUpperCase() }, 7002138],
        ["another issuer", { subject, issuer: "https://gitlab.com" }, 700211],
        ["the issuer with a slash", { subject, issuer: `${github}/` }, 700211],
        ["another audience", { subject, audience: "api://azureadtokenexchange" }, 700212],
        ["an assertion past its end", { subject, lifetimeSeconds: -1 }, 700024],
    ])("%s", async (_, request, code) => {
        const { client_id } = addClient({ federatedCredentials: [trusted] });
        const answer = await exchange(client_id, await emulator().issueFederatedToken(request));
        if (code) expect(refusal(answer)).toEqual([401, "invalid_client", code, code]);
        else expect(await allowed(answer)).toMatchObject({ appid: client_id, appidacr: "2" });
    });

    it("signed by anyone but the issuer, malformed, or for a client that trusts nobody are refused", async () => {
        const { client_id } = addClient({ federatedCredentials: [trusted] });
        const { key } = await selfSigned();
        const forged = await new SignJWT({ iss: github, sub: subject, aud: trusted.audiences })
            .setProtectedHeader({ alg: "RS256" })
            .setExpirationTime("10m")
            .sign(key);
        expect(refusal(await exchange(client_id, forged))).toEqual([401, "invalid_client", 700024, 700024]);
        expect(refusal(await exchange(client_id, "nonsense"))).toEqual([400, "invalid_request", 50027, 50027]);
        const { client_id: lonely } = addClient();
        const assertion = await emulator().issueFederatedToken({ subject });
        expect(refusal(await exchange(lonely, assertion))).toEqual([401, "invalid_client", 700213, 700213]);
    });

    it("sign a user-assigned identity in that trusts them by an ARM resource", async () => {
        const id = `/subscriptions/${emulator().deployer.subscriptionId}/resourcegroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/runner`;
        const type = "Microsoft.ManagedIdentity/userAssignedIdentities";
        const clientId = randomUUID();
        const { state } = emulator();
        state.resources[id.toLowerCase()] = { id, name: "runner", type, properties: { clientId, tenantId: contoso() } };
        const credential = `${id}/federatedIdentityCredentials/main`;
        const { issuer, audiences } = trusted;
        state.resources[credential.toLowerCase()] = {
            id: credential,
            name: "main",
            type: `${type}/federatedIdentityCredentials`,
            properties: { issuer, subject, audiences },
        };
        const [base] = state.servicePrincipals;
        if (!base) throw new Error("The seed has service principals.");
        state.servicePrincipals.push({
            ...base,
            id: randomUUID(),
            appId: clientId,
            servicePrincipalType: "ManagedIdentity",
        });
        const ask = async (wanted: string) =>
            exchange(clientId, await emulator().issueFederatedToken({ subject: wanted }));
        expect(await allowed(await ask(subject))).toMatchObject({ appid: clientId, tid: contoso() });
        expect(refusal(await ask(`${subject}2`))).toEqual([401, "invalid_client", 700213, 700213]);
    });

    it("of GitHub can be checked with the keys GitHub publishes", async () => {
        const get = (path: string) => call(emulator(), `${github}${path}`);
        const { json } = await get("/.well-known/openid-configuration");
        expect([json.issuer, json.jwks_uri]).toEqual([github, `${github}/.well-known/jwks`]);
        expect((await get("/.well-known/jwks")).json).toEqual(await emulator().federation.jwks());
        expect((await get("/other")).status).toBe(404);
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
