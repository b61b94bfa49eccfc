// Logging in to a registry: who gets a token, what it holds, and for how long.
import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { registryFront } from "../registry/service";
import { secretHash } from "../state/secrets";
import { createTestEmulator, role, send, start, type TestEmulator } from "./services";

let azure: TestEmulator;
beforeEach(async () => {
    azure = createTestEmulator();
    await azure.addGroup();
});

const front = registryFront(new URL("http://127.0.0.1:9"));
const host = "contoso.azurecr.io";
const acr = "https://containerregistry.azure.net";
const zero = "00000000-0000-0000-0000-000000000000";

const form = (fields: Record<string, string>) => new URLSearchParams(fields);
const post = (path: string, fields: Record<string, string>) =>
    send(front, azure.emulator, `https://${host}${path}`, { body: form(fields) });
const exchange = async (oid: string, claims: Record<string, unknown> = {}, fields: Record<string, string> = {}) =>
    post("/oauth2/exchange", {
        grant_type: "access_token",
        service: host,
        access_token: await azure.tokenOf(oid, { aud: acr, ...claims }),
        ...fields,
    });
const basic = (username: string, password: string) => ({
    authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`,
});
const login = (username: string, password: string, ...scopes: string[]) => {
    const query = new URLSearchParams({ service: host, scope: scopes.join(" ") });
    return send(front, azure.emulator, `https://${host}/oauth2/token?${query}`, { headers: basic(username, password) });
};
const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
const accessOf = (answer: { body: { access_token: string } }) => claimsOf(answer.body.access_token).access;
const repository = (name: string, ...actions: string[]) => ({ Type: "repository", Name: name, Actions: actions });
const later = (seconds: number) => azure.clock.set(new Date(azure.clock.now().getTime() + seconds * 1000));
const everything = "repository:app:pull,push,delete,metadata_read,metadata_write";

/** A service principal with a role at the registry. */
const principal = async (roleName: keyof typeof role, properties = {}) => {
    const made = azure.addServicePrincipal();
    await azure.assign(azure.registryId(), made.id, role[roleName], properties);
    return made;
};

const refusal = {
    status: 401,
    body: {
        errors: [
            {
                code: "UNAUTHORIZED",
                message: expect.stringMatching(
                    /^authentication required, visit https:\/\/aka\.ms\/acr\/authorization for more information\. CorrelationId: [0-9a-f-]{36}$/,
                ),
            },
        ],
    },
};

describe("the exchange", () => {
    beforeEach(() => azure.addRegistry());

    it("answers a refresh token with the recorded claims and life", async () => {
        const { id, appId } = await principal("acrPush");
        const { status, body } = await exchange(id, { appid: appId }, { tenant: azure.tenantId });
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
        ["no role", async () => exchange(azure.addServicePrincipal().id)],
        [
            "another audience",
            async () => exchange((await principal("acrPull")).id, { aud: "https://graph.microsoft.com" }),
        ],
        [
            "another tenant",
            async () => exchange((await principal("acrPull")).id, { tid: azure.credentials.partnerDeployer.tenantId }),
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
            await azure.call("PATCH", azure.registryId(), {
                properties: { policies: { azureADAuthenticationAsArmPolicy } },
            });
            expect((await exchange(id, { aud })).status).toBe(401);
            expect((await exchange(id)).status).toBe(200);
        },
    );
});

describe("a refresh token", () => {
    beforeEach(() => azure.addRegistry());
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
        const assignment = Object.values(azure.state.roleAssignments).find(({ principalId }) => principalId === id);
        await azure.call("DELETE", assignment?.id ?? "");
        expect(accessOf(await spend(token, "repository:app:pull"))).toEqual([repository("app", "pull")]);
        expect(await exchange(id)).toMatchObject(refusal);
    });

    it("of one registry means nothing to another, nor to the same name made again", async () => {
        const token = await refresh((await principal("acrPull")).id);
        await azure.addRegistry({}, "Standard", "fabrikam");
        const elsewhere = await send(front, azure.emulator, "https://fabrikam.azurecr.io/oauth2/token", {
            body: form({ grant_type: "refresh_token", service: "fabrikam.azurecr.io", refresh_token: token }),
        });
        expect(elsewhere).toMatchObject(refusal);
        await azure.call("DELETE", azure.registryId());
        await azure.addRegistry();
        expect(await spend(token)).toMatchObject(refusal);
    });

    it("ends with a change of the role-assignment mode, there and back", async () => {
        const token = await refresh((await principal("acrPull")).id);
        for (const roleAssignmentMode of ["AbacRepositoryPermissions", "LegacyRegistryPermissions"]) {
            await azure.call("PATCH", azure.registryId(), { properties: { roleAssignmentMode } });
            expect(await spend(token)).toMatchObject(refusal);
        }
    });
});

describe("roles with registry permissions", () => {
    beforeEach(() => azure.addRegistry());

    it.each([
        ["acrPull", ["pull", "metadata_read"], true],
        ["acrPush", ["pull", "push", "metadata_read", "metadata_write"], true],
        ["acrDelete", ["delete"], false],
        ["reader", ["pull", "metadata_read"], true],
        ["contributor", ["pull", "push", "delete", "metadata_read", "metadata_write"], true],
        ["owner", ["pull", "push", "delete", "metadata_read", "metadata_write"], true],
    ] as const)("%s allows %j", async (roleName, actions, catalog) => {
        const { id } = await principal(roleName);
        const token = (await exchange(id)).body.refresh_token;
        const access = accessOf(await login(zero, token, everything, "registry:catalog:*"));
        expect(access).toEqual([
            repository("app", ...actions),
            ...(catalog ? [{ Type: "registry", Name: "catalog", Actions: ["*"] }] : []),
        ]);
    });

    it.each(["repositoryReader", "repositoryWriter", "repositoryContributor", "catalogLister"] as const)(
        "%s counts for nothing",
        async (roleName) => {
            expect(await exchange((await principal(roleName)).id)).toMatchObject(refusal);
        },
    );

    it("may take their time to reach the registry", async () => {
        azure.emulator.settings.grantPropagationSeconds = 300;
        const { id } = await principal("acrPull");
        expect(await exchange(id)).toMatchObject(refusal);
        later(300);
        expect((await exchange(id)).status).toBe(200);
    });

    it("are there at times before they were made, to which the clock is set back", async () => {
        azure.emulator.settings.grantPropagationSeconds = 300;
        const { id } = await principal("acrPull");
        later(-1);
        expect((await exchange(id)).status).toBe(200);
    });

    it("come from groups and from above", async () => {
        const [user] = azure.state.users;
        const team = azure.state.groups.find(({ members }) => members.includes(user?.id ?? ""));
        await azure.assign(azure.group, team?.id ?? "", role.acrPull);
        const token = (await exchange(user?.id ?? "", { upn: user?.userPrincipalName })).body.refresh_token;
        expect(accessOf(await login(zero, token, "repository:app:pull,push"))).toEqual([repository("app", "pull")]);
    });
});

describe("roles with repository permissions", () => {
    beforeEach(() => azure.addRegistry({ roleAssignmentMode: "AbacRepositoryPermissions" }));
    const grants = async (id: string, ...scopes: string[]) =>
        accessOf(await login(zero, (await exchange(id)).body.refresh_token, ...scopes));

    it.each([
        ["repositoryReader", ["pull", "metadata_read"]],
        ["repositoryWriter", ["pull", "push", "metadata_read", "metadata_write"]],
        ["repositoryContributor", ["pull", "push", "delete", "metadata_read", "metadata_write"]],
    ] as const)("%s allows %j and no catalog", async (roleName, actions) => {
        const { id } = await principal(roleName);
        expect(await grants(id, everything, "registry:catalog:*")).toEqual([repository("app", ...actions)]);
    });

    it("of the catalog lister allow the catalog alone", async () => {
        const { id } = await principal("catalogLister");
        expect(await grants(id, everything, "registry:catalog:*")).toEqual([
            { Type: "registry", Name: "catalog", Actions: ["*"] },
        ]);
    });

    it.each(["acrPull", "acrPush", "acrDelete", "reader", "contributor", "owner"] as const)(
        "%s counts for nothing",
        async (roleName) => {
            expect(await exchange((await principal(roleName)).id)).toMatchObject(refusal);
        },
    );

    const named = ["content/read", "metadata/read"]
        .map((action) => `!(ActionMatches{'Microsoft.ContainerRegistry/registries/repositories/${action}'})`)
        .join(" AND ");
    const condition = `((${named}) OR (@Request[Microsoft.ContainerRegistry/registries/repositories:name] StringStartsWithIgnoreCase 'team/'))`;

    it("hold where their condition does", async () => {
        const { id } = await principal("repositoryReader", { condition, conditionVersion: "2.0" });
        expect(await grants(id, "repository:team/app:pull", "repository:teams:pull", "repository:other:pull")).toEqual([
            repository("team/app", "pull"),
        ]);
    });

    it("hold everywhere for an action that their condition does not name", async () => {
        const { id } = await principal("repositoryWriter", { condition, conditionVersion: "2.0" });
        expect(await grants(id, "repository:other:pull,push,metadata_read,metadata_write")).toEqual([
            repository("other", "push", "metadata_write"),
        ]);
    });

    it("taken away are gone with the next access token", async () => {
        const { id } = await principal("repositoryReader");
        const token = (await exchange(id)).body.refresh_token;
        const assignment = Object.values(azure.state.roleAssignments).find(({ principalId }) => principalId === id);
        await azure.call("DELETE", assignment?.id ?? "");
        expect(accessOf(await login(zero, token, "repository:app:pull"))).toEqual([]);
    });
});

describe("a service principal's secret", () => {
    beforeEach(() => azure.addRegistry());
    const day = 86_400_000;
    const date = (days: number) => new Date(start.getTime() + days * day).toISOString();

    /** An application of a tenant with a secret valid from day 0 to day 10, and its service principal here. */
    const application = async (secret: string) => {
        const made = await principal("acrPull");
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
    const tryIt = (appId: string, secret = "s:cret") => login(appId, secret, "repository:app:pull,push");

    it("opens what the service principal may, colons in it or not", async () => {
        const { appId } = await application("s:cret");
        const answer = await tryIt(appId);
        expect({ status: answer.status, access: accessOf(answer) }).toEqual({
            status: 200,
            access: [repository("app", "pull")],
        });
        expect(answer.body.expires_in).toBe(4_500);
    });

    it("works between its dates", async () => {
        const { appId } = await application("s:cret");
        azure.clock.set(new Date(start.getTime() - 1));
        expect(await tryIt(appId)).toMatchObject(refusal);
        azure.clock.set(new Date(start.getTime() + 10 * day - 1));
        expect((await tryIt(appId)).status).toBe(200);
        azure.clock.set(new Date(start.getTime() + 10 * day));
        expect(await tryIt(appId)).toMatchObject(refusal);
    });

    it.each([
        ["a wrong secret", () => undefined, "wrong"],
        [
            "a disabled service principal",
            (id: string) =>
                Object.assign(azure.state.servicePrincipals.find((one) => one.id === id) ?? {}, {
                    accountEnabled: false,
                }),
            "s:cret",
        ],
        [
            "no service principal in this tenant",
            (id: string) =>
                azure.state.servicePrincipals.splice(
                    azure.state.servicePrincipals.findIndex((one) => one.id === id),
                    1,
                ),
            "s:cret",
        ],
        [
            "no role",
            (id: string) => {
                for (const [key, { principalId }] of Object.entries(azure.state.roleAssignments))
                    if (principalId === id) delete azure.state.roleAssignments[key];
            },
            "s:cret",
        ],
    ])("is refused with %s", async (_, change, secret) => {
        const { id, appId } = await application("s:cret");
        expect((await tryIt(appId)).status).toBe(200);
        change(id);
        expect(await tryIt(appId, secret)).toMatchObject(refusal);
    });
});

describe("a token of the registry", () => {
    const path = () => `${azure.registryId()}/tokens/build`;
    const generate = async (body: Record<string, unknown> = {}) =>
        (await azure.call("POST", `${azure.registryId()}/generateCredentials`, { tokenId: path(), ...body })).body
            .passwords;
    const status = (value: string) => azure.call("PATCH", path(), { properties: { status: value } });
    beforeEach(async () => {
        await azure.addRegistry();
        await azure.call("PUT", `${azure.registryId()}/scopeMaps/build`, {
            properties: { actions: ["repositories/app/content/read", "repositories/team/*/content/write"] },
        });
        await azure.call("PUT", path(), { properties: { scopeMapId: `${azure.registryId()}/scopeMaps/build` } });
    });

    it("allows what its scope map does, with either password", async () => {
        for (const { value } of await generate()) {
            const answer = await login(
                "build",
                value,
                "repository:app:pull,push",
                "repository:team/x:push,pull",
                "repository:other:pull",
            );
            expect(accessOf(answer)).toEqual([repository("app", "pull"), repository("team/x", "push")]);
        }
    });

    it("never lists the catalog", async () => {
        const [{ value }] = await generate();
        expect(accessOf(await login("build", value, "registry:catalog:*"))).toEqual([]);
    });

    it("follows its scope map at once", async () => {
        const [{ value }] = await generate();
        await azure.call("PATCH", `${azure.registryId()}/scopeMaps/build`, {
            properties: { actions: ["repositories/other/content/read"] },
        });
        expect(accessOf(await login("build", value, "repository:app:pull", "repository:other:pull"))).toEqual([
            repository("other", "pull"),
        ]);
    });

    it("is refused while it is disabled, and its passwords work again afterwards", async () => {
        const [{ value }] = await generate();
        await status("disabled");
        expect(await login("build", value)).toMatchObject(refusal);
        await status("enabled");
        expect((await login("build", value)).status).toBe(200);
    });

    it("is refused past its password's expiry", async () => {
        const [{ value }] = await generate({ name: "password1", expiry: "2027-01-05T00:00:00Z" });
        later(86_399);
        expect((await login("build", value)).status).toBe(200);
        later(1);
        expect(await login("build", value)).toMatchObject(refusal);
    });

    it("loses a password that is made anew, and may wait for the new one", async () => {
        const [{ value: first }] = await generate({ name: "password1" });
        azure.emulator.settings.passwordDelaySeconds = 60;
        const [{ value: second }] = await generate({ name: "password1" });
        expect(await login("build", first)).toMatchObject(refusal);
        expect(await login("build", second)).toMatchObject(refusal);
        later(60);
        expect((await login("build", second)).status).toBe(200);
        expect(await login("build", first)).toMatchObject(refusal);
        const fresh = (await generate({ name: "password2" })).find(
            ({ name }: { name: string }) => name === "password2",
        );
        expect((await login("build", fresh.value)).status).toBe(200);
    });

    it("is refused under another spelling of its name", async () => {
        const [{ value }] = await generate();
        expect(await login("Build", value)).toMatchObject(refusal);
    });
});

describe("the admin user", () => {
    it("may do everything with either password while it is open", async () => {
        await azure.addRegistry({ adminUserEnabled: true });
        const { passwords } = (await azure.call("POST", `${azure.registryId()}/listCredentials`)).body;
        for (const { value } of passwords)
            expect(accessOf(await login("contoso", value, everything, "registry:catalog:*"))).toEqual([
                repository("app", "pull", "push", "delete", "metadata_read", "metadata_write"),
                { Type: "registry", Name: "catalog", Actions: ["*"] },
            ]);
        await azure.call("PATCH", azure.registryId(), { properties: { adminUserEnabled: false } });
        for (const { value } of passwords) expect(await login("contoso", value)).toMatchObject(refusal);
    });
});

describe("nobody", () => {
    const anonymous = (scope: string) =>
        send(front, azure.emulator, `https://${host}/oauth2/token?service=${host}&scope=${scope}`);

    it("is refused unless anonymous pull is on", async () => {
        await azure.addRegistry();
        expect(await anonymous("repository:app:pull")).toMatchObject(refusal);
    });

    it("gets pull on everything, whatever was asked, for 20 minutes", async () => {
        await azure.addRegistry({ anonymousPullEnabled: true });
        const { status, body } = await anonymous("repository:app:delete");
        expect(status).toBe(200);
        expect(claimsOf(body.access_token)).toEqual({
            jti: expect.any(String),
            sub: "acr_anon_pull",
            iat: start.getTime() / 1000,
            nbf: start.getTime() / 1000,
            exp: start.getTime() / 1000 + 1_200,
            iss: "Azure Container Registry",
            aud: host,
            version: "1.0",
            rid: expect.any(String),
            access: [repository("*", "pull")],
            roles: [],
            grant_type: "access_token",
        });
        expect(accessOf(await anonymous("registry:catalog:*"))).toEqual([
            { Type: "registry", Name: "catalog", Actions: ["*"] },
        ]);
        expect(
            (await post("/oauth2/token", { grant_type: "password", service: host, scope: "repository:app:pull" }))
                .status,
        ).toBe(200);
    });

    it("who is somebody pulls everything too while anonymous pull is on", async () => {
        await azure.addRegistry({ anonymousPullEnabled: true });
        const { id } = await principal("acrDelete");
        const token = (await exchange(id)).body.refresh_token;
        expect(accessOf(await login(zero, token, "repository:app:pull,push"))).toEqual([repository("app", "pull")]);
    });
});

describe("a grant of another kind", () => {
    it("is no login", async () => {
        await azure.addRegistry();
        expect((await post("/oauth2/token", { grant_type: "client_credentials", service: host })).status).toBe(400);
        expect((await post("/oauth2/exchange", { grant_type: "password", service: host })).status).toBe(400);
    });
});
