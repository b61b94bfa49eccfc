// Microsoft Graph over the wire: who may call it, and applications.
import { describe, expect } from "vitest";
import { call } from "../client";
import { deployerToken } from "../running-emulator";
import { guid, it } from "./graph-client";

describe("who may call", () => {
    it("nobody without a token for Graph", async ({ emulator, graph }) => {
        const arm = await deployerToken(emulator, "https://management.azure.com");
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

    it("a service principal only with a role, which a deployer has in its own tenant only", async ({
        emulator,
        graph,
        created,
    }) => {
        const app = await created("applications", { displayName: "no rights", signInAudience: "AzureADMyOrg" });
        const { secretText } = (await graph(`/applications/${app.id}/addPassword`, { body: {} })).json;
        const principal = await created("servicePrincipals", { appId: app.appId });
        const credentials = { ...emulator.deployer, clientId: app.appId, clientSecret: secretText };
        const weak = await deployerToken(emulator, "https://graph.microsoft.com", credentials);
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
        const partner = await deployerToken(emulator, "https://graph.microsoft.com", emulator.partnerDeployer);
        expect((await graph(`/servicePrincipals/${principal.id}`, { bearer: partner })).status).toBe(404);
        expect((await graph(`/servicePrincipals/${principal.id}`)).status).toBe(200);
    });

    it("a member reads but does not write, a guest not even that; both know who they are", async ({
        graph,
        userToken,
    }) => {
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
    it("are answered whole, with what was written over what every application has", async ({ graph, created }) => {
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

    it("have the properties of today, which are written and read like the others", async ({ graph, created }) => {
        const lock = { isEnabled: true, allProperties: true };
        const uri = "https://contoso.com/signed-in";
        const app = await created("applications", { displayName: "today", web: { redirectUris: [uri] } });
        const ofToday = { samlMetadataUrl: null, requestSignatureVerification: null };
        expect(app).toMatchObject({ ...ofToday, servicePrincipalLockConfiguration: null });
        expect(app.web.redirectUriSettings).toEqual([{ uri, index: null }]);
        const body = { servicePrincipalLockConfiguration: lock, web: { redirectUriSettings: [{ uri, index: 1 }] } };
        expect((await graph(`/applications/${app.id}`, { method: "PATCH", body })).status).toBe(204);
        const read = (await graph(`/applications/${app.id}`)).json;
        expect(read).toMatchObject({ servicePrincipalLockConfiguration: lock, web: { redirectUris: [uri] } });
        expect(read.web.redirectUriSettings).toEqual([{ uri, index: 1 }]);
    });

    it("are found by filters that really filter", async ({ graph, created, filter }) => {
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
        const unknown = "Could not find a property named 'colour' on type 'microsoft.graph.application'.";
        for (const [query, message] of [
            ["$filter=colour eq 'x'", `Invalid filter clause: ${unknown}`],
            ["$select=id,colour", `Parsing OData Select and Expand failed: ${unknown}`],
        ] as const) {
            const refused = await graph(`/applications?${query}`);
            expect([refused.status, refused.json.error.code, refused.json.error.message]).toEqual([
                400,
                "BadRequest",
                message,
            ]);
        }
        expect((await graph("/applications?$search=x")).status).toBe(501);
    });

    it("come in pages", async ({ emulator, bearer, created }) => {
        for (const name of ["1", "2", "3"]) await created("applications", { displayName: `page-${name}` });
        const names: string[] = [];
        let next = `https://graph.microsoft.com/v1.0/applications?$top=2&$filter=${encodeURIComponent("startswith(displayName,'page-')")}`;
        while (next) {
            const { json } = await call(emulator, next, { bearer: bearer });
            names.push(json.value.map(({ displayName }: { displayName: string }) => displayName).join());
            next = json["@odata.nextLink"];
        }
        expect(names).toEqual(["page-1,page-2", "page-3"]);
    });

    it("are changed by PATCH, deleted softly with their principal, restored and purged", async ({ graph, created }) => {
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

    it.for([
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
    ])("are refused as %j", async ([body, message], { emulator, graph }) => {
        const before = emulator.state.applications.length;
        const { status, json } = await graph("/applications", { body });
        expect([status, json.error.message]).toEqual([400, message]);
        expect(emulator.state.applications).toHaveLength(before);
    });
});

describe("paths", () => {
    it.for<[string, string, number, string]>([
        ["GET", "/nothing", 400, "Resource not found for the segment 'nothing'."],
        ["PUT", "/applications", 405, "Specified HTTP method is not allowed for the request target."],
    ])("%s %s is %i", async ([method, path, status, message], { graph }) => {
        const answer = await graph(path, { method });
        expect([answer.status, answer.json.error.message]).toEqual([status, message]);
    });
});
