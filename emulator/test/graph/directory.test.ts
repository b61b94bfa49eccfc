// Microsoft Graph over the wire: service principals, groups and users.
import { describe, expect } from "vitest";
import { deployerToken } from "../running-emulator";
import { it } from "./graph-client";

describe("service principals", () => {
    it("need an application that their tenant may use, and are unique", async ({
        emulator,
        bearer,
        graph,
        created,
    }) => {
        const single = await created("applications", { displayName: "single", signInAudience: "AzureADMyOrg" });
        const multi = await created("applications", { displayName: "multi", signInAudience: "AzureADMultipleOrgs" });
        const partner = await deployerToken(emulator, "https://graph.microsoft.com", emulator.partnerDeployer);
        const create = (appId: string, by = bearer) => graph("/servicePrincipals", { body: { appId }, bearer: by });
        const nowhere = "00000000-0000-4000-8000-000000000000";
        expect((await create(nowhere)).json.error.message).toBe(
            `The appId '${nowhere}' of the service principal does not reference a valid application object.`,
        );
        expect((await create(single.appId, partner)).json.error.code).toBe("NoBackingApplicationObject");
        expect((await create(multi.appId, partner)).json.appOwnerOrganizationId).toBe(emulator.deployer.tenantId);
        expect((await create(single.appId)).status).toBe(201);
        const again = await create(single.appId);
        expect([again.status, again.json.error.code]).toEqual([409, "Request_MultipleObjectsWithSameKeyValue"]);
    });

    it("are found by any of their names", async ({ created, filter }) => {
        const app = await created("applications", { displayName: "named", identifierUris: ["api://named"] });
        const principal = await created("servicePrincipals", { appId: app.appId, accountEnabled: true });
        for (const name of [app.appId, "api://named"])
            expect(await filter("servicePrincipals", `servicePrincipalNames/any(c:c eq '${name}')`)).toEqual([
                principal.id,
            ]);
        expect(await filter("servicePrincipals", "servicePrincipalNames/any(c:c eq 'api://other')")).toEqual([]);
    });

    it("are unknown to readers until they have spread, if the emulator is told so", async ({
        emulator,
        graph,
        created,
        filter,
    }) => {
        const app = await created("applications", { displayName: "slow" });
        emulator.settings.propagationDelayMs = 60_000;
        const principal = await created("servicePrincipals", { appId: app.appId });
        expect((await graph(`/servicePrincipals/${principal.id}`)).status).toBe(404);
        expect(await filter("servicePrincipals", `appId eq '${app.appId}'`)).toEqual([]);
        emulator.clock.set(new Date(emulator.clock.now().getTime() + 60_000));
        expect((await graph(`/servicePrincipals/${principal.id}`)).status).toBe(200);
        emulator.settings.propagationDelayMs = 0;
    });
});

describe("groups and users", () => {
    it("a group's members come and go, and count through groups", async ({ emulator, graph, created, filter }) => {
        const [ada = ""] = await filter("users", "userPrincipalName eq 'ada@contoso.onmicrosoft.com'");
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
        const other = emulator.state.groups.at(1)?.id;
        const check = await graph(`/directoryObjects/${ada}/checkMemberGroups`, {
            body: { groupIds: [outer.id, other] },
        });
        expect(check.json.value).toEqual([outer.id]);
        expect((await graph(`/groups/${inner.id}/members/${ada}/$ref`, { method: "DELETE" })).status).toBe(204);
        expect(await of(ada)).not.toEqual(expect.arrayContaining([inner.id]));
        expect((await graph(`/groups/${outer.id}/members/${ada}/$ref`, { method: "DELETE" })).status).toBe(404);
        expect((await graph(`/groups/${outer.id}`, { method: "DELETE" })).status).toBe(204);
    });

    it("a group's security identifier is made of its id", async ({ emulator, graph }) => {
        const group = emulator.state.groups[0];
        if (!group) throw new Error("The seed has groups.");
        const { json } = await graph(`/groups/${group.id}`);
        const parts = json.securityIdentifier.split("-").slice(4).map(Number);
        const bytes = Buffer.alloc(16);
        for (const [index, part] of parts.entries()) bytes.writeUInt32LE(part, index * 4);
        const hex = bytes.toString("hex");
        const swapped = [6, 4, 2, 0, 10, 8, 14, 12].map((at) => hex.slice(at, at + 2)).join("") + hex.slice(16);
        expect(swapped).toBe(group.id.replaceAll("-", ""));
    });

    it("getByIds tells the types apart and leaves out what was not asked for", async ({ emulator, graph, filter }) => {
        const [ada = ""] = await filter("users", "startswith(userPrincipalName,'ada@')");
        const group = emulator.state.groups[0]?.id;
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

    it("users are shown with a few properties, and more when selected", async ({ graph }) => {
        const path = "/users/linus_fabrikam.onmicrosoft.com%23EXT%23@contoso.onmicrosoft.com";
        expect(Object.keys((await graph(path)).json)).not.toContain("userType");
        expect((await graph(`${path}?$select=userType`)).json.userType).toBe("Guest");
    });

    it("a new user needs a name in the tenant's domain that nobody has", async ({ graph }) => {
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
