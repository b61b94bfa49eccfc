// Microsoft Graph over the wire: what it keeps, what it shows, and what it refuses.
import { X509Certificate } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { secretHash } from "../state/secrets";
import { type Call, call } from "./client";
import { deployerToken, emulatorForTests, form } from "./running-emulator";
import { selfSigned } from "./self-signed";

const emulator = emulatorForTests();
const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
let bearer: string;

beforeAll(async () => {
    bearer = await deployerToken(emulator(), "https://graph.microsoft.com");
});

const graph = (path: string, options: Call = {}) =>
    call(emulator(), `https://graph.microsoft.com/v1.0${path}`, { bearer, ...options });

async function created(collection: string, body: object) {
    const { status, json } = await graph(`/${collection}`, { body });
    expect(status).toBe(201);
    return json;
}

const filter = async (collection: string, expression: string) =>
    (await graph(`/${collection}?$filter=${encodeURIComponent(expression)}`)).json.value.map(
        ({ id }: { id: string }) => id,
    );

async function userToken(userPrincipalName: string, tenantId = emulator().deployer.tenantId): Promise<string> {
    const account = emulator().users.find((user) => user.userPrincipalName === userPrincipalName);
    const { json } = await call(emulator(), `https://login.microsoftonline.com/${tenantId}/oauth2/v2.0/token`, {
        body: form({
            grant_type: "password",
            client_id: "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
            username: userPrincipalName,
            password: account?.password ?? "",
            scope: "https://graph.microsoft.com//.default offline_access openid profile",
        }),
    });
    return json.access_token;
}

describe("who may call", () => {
    it("nobody without a token for Graph", async () => {
        const arm = await deployerToken(emulator(), "https://management.azure.com");
        const refusals = [
            await graph("/applications", { bearer: undefined }),
            await graph("/applications", { bearer: "not.a.token" }),
            await graph("/applications", { bearer: arm }),
        ];
        expect(refusals.map(({ status, json }) => [status, json.error.code, json.error.message])).toEqual([
            [401, "InvalidAuthenticationToken", "Access token is empty."],
            [
                401,
                "InvalidAuthenticationToken",
                "Lifetime validation failed, the token is expired, or it was not issued here.",
            ],
            [401, "InvalidAuthenticationToken", "Access token validation failure. Invalid audience."],
        ]);
        expect((await graph("/applications")).status).toBe(200);
    });

    it("a service principal only with a role, which a deployer has in its own tenant only", async () => {
        const app = await created("applications", { displayName: "no rights", signInAudience: "AzureADMyOrg" });
        const { secretText } = (await graph(`/applications/${app.id}/addPassword`, { body: {} })).json;
        const principal = await created("servicePrincipals", { appId: app.appId });
        const credentials = { ...emulator().deployer, clientId: app.appId, clientSecret: secretText };
        const weak = await deployerToken(emulator(), "https://graph.microsoft.com", credentials);
        const refused = await graph(`/servicePrincipals/${principal.id}`, { bearer: weak });
        expect([refused.status, refused.json.error]).toEqual([
            403,
            {
                code: "Authorization_RequestDenied",
                message: "Insufficient privileges to complete the operation.",
                innerError: expect.objectContaining({
                    date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/),
                }),
            },
        ]);
        const partner = await deployerToken(emulator(), "https://graph.microsoft.com", emulator().partnerDeployer);
        expect((await graph(`/servicePrincipals/${principal.id}`, { bearer: partner })).status).toBe(404);
        expect((await graph(`/servicePrincipals/${principal.id}`)).status).toBe(200);
    });

    it("a member reads but does not write, a guest not even that; both know who they are", async () => {
        const member = await userToken("ada@contoso.onmicrosoft.com");
        const guest = await userToken("linus@fabrikam.onmicrosoft.com");
        const body = { displayName: "by a member" };
        expect((await graph("/groups", { bearer: member })).status).toBe(200);
        expect((await graph("/groups", { bearer: guest })).status).toBe(403);
        expect((await graph("/applications", { bearer: member, body })).status).toBe(403);
        expect((await graph("/me", { bearer: member })).json.userPrincipalName).toBe("ada@contoso.onmicrosoft.com");
        expect((await graph("/me", { bearer: guest })).json.displayName).toBe("Linus Pauling");
        expect((await graph("/me")).json.error.message).toBe(
            "/me request is only valid with delegated authentication flow.",
        );
    });
});

describe("applications", () => {
    it("are answered whole, with what was written over what every application has", async () => {
        const app = await created("applications", {
            displayName: "whole",
            web: { redirectUris: ["https://a"] },
            tags: ["t"],
        });
        const read = (await graph(`/applications/${app.id}`)).json;
        expect(read).toEqual(app);
        expect(read).toMatchObject({
            "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#applications/$entity",
            id: expect.stringMatching(guid),
            appId: expect.stringMatching(guid),
            displayName: "whole",
            publisherDomain: "contoso.onmicrosoft.com",
            signInAudience: "AzureADandPersonalMicrosoftAccount",
            tags: ["t"],
            web: { redirectUris: ["https://a"], homePageUrl: null },
            passwordCredentials: [],
        });
        expect((await graph(`/applications(appId='${app.appId}')`)).json.id).toBe(app.id);
        expect((await graph(`/applications/${app.id}?$select=id,tags`)).json).toEqual({
            "@odata.context": expect.any(String),
            id: app.id,
            tags: ["t"],
        });
    });

    it("are found by filters that really filter", async () => {
        const one = await created("applications", { displayName: "filter-one" });
        const two = await created("applications", { displayName: "filter-one-more" });
        expect(await filter("applications", "displayName eq 'filter-one'")).toEqual([one.id]);
        expect(await filter("applications", "startswith(displayName,'filter-one')")).toEqual([one.id, two.id]);
        expect(await filter("applications", `appId eq '${two.appId}'`)).toEqual([two.id]);
        expect(await filter("applications", `appId eq '${two.id}'`)).toEqual([]);
        const wrong = await graph(`/applications?$filter=${encodeURIComponent("displayName like 'x'")}`);
        expect([wrong.status, wrong.json.error.message]).toEqual([
            400,
            "Invalid filter clause: Unexpected 'like' in 'displayName like 'x''.",
        ]);
        expect((await graph("/applications?$search=x")).status).toBe(501);
    });

    it("come in pages", async () => {
        for (const name of ["1", "2", "3"]) await created("applications", { displayName: `page-${name}` });
        const names: string[] = [];
        let next = `https://graph.microsoft.com/v1.0/applications?$top=2&$filter=${encodeURIComponent("startswith(displayName,'page-')")}`;
        while (next) {
            const { json } = await call(emulator(), next, { bearer });
            names.push(json.value.map(({ displayName }: { displayName: string }) => displayName).join());
            next = json["@odata.nextLink"];
        }
        expect(names).toEqual(["page-1,page-2", "page-3"]);
    });

    it("are changed by PATCH, deleted softly with their principal, restored and purged", async () => {
        const app = await created("applications", { displayName: "before" });
        const principal = await created("servicePrincipals", { appId: app.appId });
        expect(
            (await graph(`/applications/${app.id}`, { method: "PATCH", body: { displayName: "after" } })).status,
        ).toBe(204);
        expect((await graph(`/applications/${app.id}`)).json.displayName).toBe("after");
        expect((await graph(`/applications/${app.id}`, { method: "DELETE" })).status).toBe(204);
        expect((await graph(`/applications/${app.id}`)).json.error).toMatchObject({
            code: "Request_ResourceNotFound",
            message: `Resource '${app.id}' does not exist or one of its queried reference-property objects are not present.`,
        });
        expect((await graph(`/servicePrincipals/${principal.id}`)).status).toBe(404);
        expect((await graph(`/directory/deletedItems/${app.id}`)).json.deletedDateTime).toEqual(expect.any(String));
        expect((await graph(`/directory/deletedItems/${app.id}/restore`, { method: "POST" })).status).toBe(200);
        expect((await graph(`/applications/${app.id}`)).json.deletedDateTime).toBeNull();
        await graph(`/applications/${app.id}`, { method: "DELETE" });
        expect((await graph(`/directory/deletedItems/${app.id}`, { method: "DELETE" })).status).toBe(204);
        expect((await graph(`/directory/deletedItems/${app.id}`)).status).toBe(404);
    });

    it.each([
        [{}, "A value is required for property 'displayName' of resource 'Application'."],
        [{ displayName: "x", colour: "red" }, "Invalid property 'colour' of resource 'Application'."],
        [
            { displayName: "x", signInAudience: "Everyone" },
            "Invalid value specified for property 'signInAudience' of resource 'Application'.",
        ],
        [
            { displayName: "x", passwordCredentials: [{ secretText: "mine" }] },
            "Passwords are added by the action addPassword, which makes them.",
        ],
    ])("are refused as %j", async (body, message) => {
        const before = emulator().state.applications.length;
        const { status, json } = await graph("/applications", { body });
        expect([status, json.error.message]).toEqual([400, message]);
        expect(emulator().state.applications).toHaveLength(before);
    });
});

describe("passwords", () => {
    it("are always added, shown once, kept as a hash, and removed by their key id", async () => {
        const app = await created("applications", { displayName: "passwords" });
        const add = (passwordCredential?: object) =>
            graph(`/applications/${app.id}/addPassword`, { body: { passwordCredential } });
        const first = await add({ displayName: "same" });
        const second = await add({ displayName: "same" });
        expect([first.status, second.status]).toEqual([200, 200]);
        expect(Object.keys(first.json)).toEqual([
            "@odata.context",
            "customKeyIdentifier",
            "displayName",
            "endDateTime",
            "hint",
            "keyId",
            "secretText",
            "startDateTime",
        ]);
        expect(first.json.secretText).toMatch(/^[A-Za-z0-9]{3}8Q~[A-Za-z0-9]{34}$/);
        expect(first.json.hint).toBe(first.json.secretText.slice(0, 3));
        expect(first.json.secretText).not.toBe(second.json.secretText);

        const kept = emulator().state.applications.find(({ id }) => id === app.id)?.passwordCredentials;
        expect(kept?.map(({ secretHash }) => secretHash)).toEqual(
            [first, second].map(({ json }) => secretHash(json.secretText)),
        );
        const shown = (await graph(`/applications/${app.id}`)).json.passwordCredentials;
        expect(shown.map(({ secretText, keyId }: { secretText: null; keyId: string }) => [secretText, keyId])).toEqual([
            [null, first.json.keyId],
            [null, second.json.keyId],
        ]);

        const remove = () => graph(`/applications/${app.id}/removePassword`, { body: { keyId: first.json.keyId } });
        expect((await remove()).status).toBe(204);
        expect((await remove()).json.error.message).toBe(`No password credential found with keyId ${first.json.keyId}`);
        expect((await graph(`/applications/${app.id}`)).json.passwordCredentials).toHaveLength(1);
    });

    it("start now and end two years on unless dates are given", async () => {
        const app = await created("applications", { displayName: "dates" });
        const before = emulator().clock.now().getTime();
        const { json } = await graph(`/applications/${app.id}/addPassword`, { method: "POST" });
        const start = new Date(json.startDateTime);
        expect(start.getTime()).toBeGreaterThanOrEqual(before);
        expect(start.getTime()).toBeLessThanOrEqual(emulator().clock.now().getTime());
        start.setUTCFullYear(start.getUTCFullYear() + 2);
        expect(new Date(json.endDateTime)).toEqual(start);

        const given = { startDateTime: "2026-01-01T00:00:00Z", endDateTime: "2026-12-31T00:00:00Z" };
        const dated = await graph(`/applications/${app.id}/addPassword`, { body: { passwordCredential: given } });
        expect(dated.json).toMatchObject(given);
    });

    it.each([
        [{ startDateTime: "2026-01-01" }, "Cannot convert the value of 'startDateTime' to a date and time."],
        [{ endDateTime: "soon" }, "Cannot convert the value of 'endDateTime' to a date and time."],
        [
            { startDateTime: "2026-01-02T00:00:00Z", endDateTime: "2026-01-02T00:00:00Z" },
            "The end date of a credential must be after its start date.",
        ],
    ])("are refused with %j", async (passwordCredential, message) => {
        const app = await created("applications", { displayName: "dates" });
        const { status, json } = await graph(`/applications/${app.id}/addPassword`, { body: { passwordCredential } });
        expect([status, json.error.message]).toEqual([400, message]);
    });

    it("of a service principal stay with the service principal", async () => {
        const app = await created("applications", { displayName: "of the principal" });
        const principal = await created("servicePrincipals", { appId: app.appId });
        expect((await graph(`/servicePrincipals/${principal.id}/addPassword`, { body: {} })).status).toBe(200);
        expect((await graph(`/servicePrincipals/${principal.id}`)).json.passwordCredentials).toHaveLength(1);
        expect((await graph(`/applications/${app.id}`)).json.passwordCredentials).toHaveLength(0);
    });
});

describe("certificates", () => {
    it("are written whole, read without the key, and kept when written back so", async () => {
        const { certificate } = await selfSigned();
        const app = await created("applications", { displayName: "certificates" });
        const key = certificate.raw.toString("base64");
        const written = [{ type: "AsymmetricX509Cert", usage: "Verify", key, displayName: "CN=x" }];
        const patch = (keyCredentials: unknown) =>
            graph(`/applications/${app.id}`, { method: "PATCH", body: { keyCredentials } });
        expect((await patch(written)).status).toBe(204);
        const [shown] = (await graph(`/applications/${app.id}`)).json.keyCredentials;
        expect(shown).toMatchObject({
            customKeyIdentifier: certificate.fingerprint.replaceAll(":", ""),
            displayName: "CN=x",
            key: null,
            type: "AsymmetricX509Cert",
            usage: "Verify",
        });
        expect((await patch([shown])).status).toBe(204);
        const kept = emulator().state.applications.find(({ id }) => id === app.id)?.keyCredentials;
        expect(kept?.map((credential) => new X509Certificate(credential.certificate).fingerprint)).toEqual([
            certificate.fingerprint,
        ]);
        expect((await patch([{ key: "bm90IGEgY2VydGlmaWNhdGU=" }])).json.error.code).toBe("KeyCredentialsInvalidValue");
    });
});

describe("service principals", () => {
    it("need an application that their tenant may use, and are unique", async () => {
        const single = await created("applications", { displayName: "single", signInAudience: "AzureADMyOrg" });
        const multi = await created("applications", { displayName: "multi", signInAudience: "AzureADMultipleOrgs" });
        const partner = await deployerToken(emulator(), "https://graph.microsoft.com", emulator().partnerDeployer);
        const create = (appId: string, by = bearer) => graph("/servicePrincipals", { body: { appId }, bearer: by });
        const nowhere = "00000000-0000-4000-8000-000000000000";
        expect((await create(nowhere)).json.error.message).toBe(
            `The appId '${nowhere}' of the service principal does not reference a valid application object.`,
        );
        expect((await create(single.appId, partner)).json.error.code).toBe("NoBackingApplicationObject");
        expect((await create(multi.appId, partner)).json.appOwnerOrganizationId).toBe(emulator().deployer.tenantId);
        expect((await create(single.appId)).status).toBe(201);
        const again = await create(single.appId);
        expect([again.status, again.json.error.code]).toEqual([409, "Request_MultipleObjectsWithSameKeyValue"]);
    });

    it("are found by any of their names", async () => {
        const app = await created("applications", { displayName: "named", identifierUris: ["api://named"] });
        const principal = await created("servicePrincipals", { appId: app.appId, accountEnabled: true });
        for (const name of [app.appId, "api://named"])
            expect(await filter("servicePrincipals", `servicePrincipalNames/any(c:c eq '${name}')`)).toEqual([
                principal.id,
            ]);
        expect(await filter("servicePrincipals", "servicePrincipalNames/any(c:c eq 'api://other')")).toEqual([]);
    });

    it("are unknown to readers until they have spread, if the emulator is told so", async () => {
        const app = await created("applications", { displayName: "slow" });
        emulator().settings.propagationDelayMs = 60_000;
        const principal = await created("servicePrincipals", { appId: app.appId });
        expect((await graph(`/servicePrincipals/${principal.id}`)).status).toBe(404);
        expect(await filter("servicePrincipals", `appId eq '${app.appId}'`)).toEqual([]);
        emulator().clock.set(new Date(emulator().clock.now().getTime() + 60_000));
        expect((await graph(`/servicePrincipals/${principal.id}`)).status).toBe(200);
        emulator().settings.propagationDelayMs = 0;
    });
});

describe("federated credentials", () => {
    const github = {
        issuer: "https://token.actions.githubusercontent.com",
        subject: "repo:contoso/app:ref:refs/heads/main",
        audiences: ["api://AzureADTokenExchange"],
    };

    it("are created, listed, changed and deleted", async () => {
        const app = await created("applications", { displayName: "federated" });
        const list = `/applications/${app.id}/federatedIdentityCredentials`;
        const made = await graph(list, { body: { name: "main", ...github } });
        expect([made.status, made.json]).toEqual([
            201,
            {
                "@odata.context": expect.any(String),
                id: expect.stringMatching(guid),
                name: "main",
                description: null,
                ...github,
            },
        ]);
        const subject = "repo:contoso/app:environment:production";
        expect((await graph(`${list}/${made.json.id}`, { method: "PATCH", body: { subject } })).status).toBe(204);
        expect((await graph(`${list}/main`)).json.subject).toBe(subject);
        expect((await graph(list)).json.value).toHaveLength(1);
        expect((await graph(`${list}/${made.json.id}`, { method: "DELETE" })).status).toBe(204);
        expect((await graph(list)).json.value).toEqual([]);
    });

    it.each([
        [{ name: "main" }, 409, "Request_MultipleObjectsWithSameKeyValue"],
        [{ name: "other" }, 400, "InvalidFederatedIdentityCredentialValue"],
        [{ name: "x", subject: "s" }, 400, "InvalidFederatedIdentityCredentialValue"],
        [{ name: "two", subject: "s", audiences: ["a", "b"] }, 400, "InvalidFederatedIdentityCredentialValue"],
        [{ name: "long", subject: "s".repeat(601) }, 400, "InvalidFederatedIdentityCredentialValue"],
        [{ name: "fine", subject: "s" }, 201, undefined],
    ])("beside one named main for the same subject: %j", async (body, status, code) => {
        const app = await created("applications", { displayName: "federated" });
        const list = `/applications/${app.id}/federatedIdentityCredentials`;
        await graph(list, { body: { name: "main", ...github } });
        const answer = await graph(list, { body: { ...github, ...body } });
        expect([answer.status, answer.json.error?.code]).toEqual([status, code]);
    });
});

describe("groups and users", () => {
    it("a group's members come and go, and count through groups", async () => {
        const [ada] = await filter("users", "userPrincipalName eq 'ada@contoso.onmicrosoft.com'");
        const body = { displayName: "g", mailNickname: "g", mailEnabled: false, securityEnabled: true };
        const outer = await created("groups", body);
        const inner = await created("groups", {
            ...body,
            "members@odata.bind": [`https://graph.microsoft.com/v1.0/directoryObjects/${ada}`],
        });
        const add = () =>
            graph(`/groups/${outer.id}/members/$ref`, {
                body: { "@odata.id": `https://graph.microsoft.com/v1.0/directoryObjects/${inner.id}` },
            });
        expect((await add()).status).toBe(204);
        expect((await add()).json.error.message).toBe(
            "One or more added object references already exist for the following modified properties: 'members'.",
        );
        expect((await graph(`/groups/${outer.id}/members`)).json.value).toEqual([
            expect.objectContaining({ "@odata.type": "#microsoft.graph.group", id: inner.id }),
        ]);
        const of = async (user: string) =>
            (await graph(`/users/${user}/getMemberGroups`, { body: { securityEnabledOnly: false } })).json.value;
        expect(await of("ada@contoso.onmicrosoft.com")).toEqual(expect.arrayContaining([inner.id, outer.id]));
        const other = emulator().state.groups.at(1)?.id;
        const check = await graph(`/directoryObjects/${ada}/checkMemberGroups`, {
            body: { groupIds: [outer.id, other] },
        });
        expect(check.json.value).toEqual([outer.id]);
        expect((await graph(`/groups/${inner.id}/members/${ada}/$ref`, { method: "DELETE" })).status).toBe(204);
        expect(await of(ada)).not.toEqual(expect.arrayContaining([inner.id]));
        expect((await graph(`/groups/${outer.id}/members/${ada}/$ref`, { method: "DELETE" })).status).toBe(404);
        expect((await graph(`/groups/${outer.id}`, { method: "DELETE" })).status).toBe(204);
    });

    it("a group's security identifier is made of its id", async () => {
        const group = emulator().state.groups[0];
        if (!group) throw new Error("The seed has groups.");
        const { json } = await graph(`/groups/${group.id}`);
        const parts = json.securityIdentifier.split("-").slice(4).map(Number);
        const bytes = Buffer.alloc(16);
        for (const [index, part] of parts.entries()) bytes.writeUInt32LE(part, index * 4);
        const hex = bytes.toString("hex");
        const swapped = [6, 4, 2, 0, 10, 8, 14, 12].map((at) => hex.slice(at, at + 2)).join("") + hex.slice(16);
        expect(swapped).toBe(group.id.replaceAll("-", ""));
    });

    it("getByIds tells the types apart and leaves out what was not asked for", async () => {
        const [ada] = await filter("users", "startswith(userPrincipalName,'ada@')");
        const group = emulator().state.groups[0]?.id;
        const get = async (types: string[]) =>
            (await graph("/directoryObjects/getByIds", { body: { ids: [ada, group, "nobody"], types } })).json.value;
        expect(
            (await get(["user", "group"])).map((found: Record<string, string>) => [found["@odata.type"], found.id]),
        ).toEqual([
            ["#microsoft.graph.user", ada],
            ["#microsoft.graph.group", group],
        ]);
        expect(await get(["servicePrincipal"])).toEqual([]);
    });

    it("users are shown with a few properties, and more when selected", async () => {
        const path = "/users/linus_fabrikam.onmicrosoft.com%23EXT%23@contoso.onmicrosoft.com";
        expect(Object.keys((await graph(path)).json)).not.toContain("userType");
        expect((await graph(`${path}?$select=userType`)).json.userType).toBe("Guest");
    });

    it("a new user needs a name in the tenant's domain that nobody has", async () => {
        const user = (userPrincipalName: string) =>
            graph("/users", {
                body: {
                    accountEnabled: true,
                    displayName: "New",
                    mailNickname: "new",
                    userPrincipalName,
                    passwordProfile: { password: "correct horse" },
                },
            });
        expect((await user("new@contoso.onmicrosoft.com")).status).toBe(201);
        expect((await user("new@contoso.onmicrosoft.com")).json.error.message).toBe(
            "Another object with the same value for property userPrincipalName already exists.",
        );
        expect((await user("new@fabrikam.onmicrosoft.com")).json.error.message).toBe(
            "The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.",
        );
    });
});

describe("paths", () => {
    it.each([
        ["GET", "/nothing", 400, "Resource not found for the segment 'nothing'."],
        ["PUT", "/applications", 405, "Specified HTTP method is not allowed for the request target."],
    ])("%s %s is %i", async (method, path, status, message) => {
        const answer = await graph(path, { method });
        expect([answer.status, answer.json.error.message]).toEqual([status, message]);
    });
});
