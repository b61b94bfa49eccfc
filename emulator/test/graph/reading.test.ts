// What an inventory of a directory reads: objects by their ids, owners, members, credentials, with the permissions of each.
import { describe, expect } from "vitest";
import { selfSigned } from "../self-signed";
import type { Answer } from "../services";
import { denied, it, refusal } from "./directory";

const ids = ({ body }: Answer): string[] => body.value.map(({ id }: { id: string }) => id);
const all = ["Directory.Read.All"];
const filtered = (collection: string, filter: string) => `/${collection}?$filter=${encodeURIComponent(filter)}`;
const inAppIds = (values: string[]) => `appId in (${values.map((value) => `'${value}'`).join(",")})`;

describe("objects by their ids", () => {
    const path = "/directoryObjects/getByIds";

    it.for([
        ["Directory.Read.All", 200],
        ["Application.Read.All", 403],
        ["User.Read.All", 403],
        ["Group.Read.All", 403],
    ] as const)("with %s are answered %i", async ([permission, status], { directory }) => {
        const body = { ids: [directory.deployerId] };
        const answer = await directory.ask([permission], path, { body });
        expect(answer.status).toBe(status);
        if (status === 403) expect(refusal(answer)).toEqual(denied);
        expect((await directory.ask([permission], `/directoryObjects/${directory.deployerId}`)).status).toBe(status);
    });

    it("are at most 1,000", async ({ directory }) => {
        const many = (count: number) => Array<string>(count).fill(directory.deployerId);
        expect(refusal(await directory.ask(all, path, { body: { ids: many(1001) } }))).toEqual([
            400,
            "Request_BadRequest",
        ]);
        expect((await directory.ask(all, path, { body: { ids: many(1000) } })).status).toBe(200);
    });
});

describe("a filter by several values", () => {
    it("has at most 15 of them, more in an advanced query", async ({ directory }) => {
        const apps = Array.from({ length: 16 }, (_, index) => directory.addApplication(`app ${index}`));
        const appIds = apps.map(({ appId }) => appId);
        const ask = (filter: string, headers = {}, more = "") =>
            directory.ask(["Application.Read.All"], filtered("applications", filter) + more, { headers });
        expect(ids(await ask(inAppIds(appIds.slice(0, 15))))).toEqual(apps.slice(0, 15).map(({ id }) => id));
        const refused = await ask(inAppIds(appIds));
        expect(refusal(refused)).toEqual([400, "Request_UnsupportedQuery"]);
        expect(refused.body.error.message).toBe(
            "Too many child clauses specified in search filter expression containing 'OR' operators: 16. Max allowed: 15",
        );
        const joined = appIds.map((appId) => `appId eq '${appId}'`).join(" or ");
        expect(refusal(await ask(joined))).toEqual([400, "Request_UnsupportedQuery"]);
        const advanced = { consistencylevel: "eventual" };
        expect(ids(await ask(inAppIds(appIds), advanced, "&$count=true"))).toHaveLength(16);
        expect(refusal(await ask(inAppIds(appIds), advanced))).toEqual([400, "Request_UnsupportedQuery"]);
        const long = Array.from({ length: 60 }, () => appIds[0] ?? "");
        expect(refusal(await ask(inAppIds(long), advanced, "&$count=true"))).toEqual([400, "Request_UnsupportedQuery"]);
    });
});

describe("owners", () => {
    it("come with the application where they are asked for, at most 20, in the detail that the caller may read", async ({
        directory,
    }) => {
        const [ada] = directory.state.users;
        const many = Array.from({ length: 21 }, () => directory.addServicePrincipal().id);
        const few = directory.addApplication("few", { owners: [ada?.id ?? "", directory.deployerId] });
        const { id } = directory.addApplication("many", { owners: many });
        const applications = ["Application.Read.All"];
        const path = `/applications/${few.id}?$select=displayName&$expand=owners`;
        const limited = (await directory.ask(applications, path)).body;
        expect(Object.keys(limited)).toEqual(["@odata.context", "displayName", "owners"]);
        expect(limited.owners).toMatchObject([
            { "@odata.type": "#microsoft.graph.user", id: ada?.id, displayName: null, userPrincipalName: null },
            {
                "@odata.type": "#microsoft.graph.servicePrincipal",
                id: directory.deployerId,
                displayName: "Contoso deployer",
            },
        ]);
        const full = (await directory.ask([...applications, "User.Read.All"], path)).body;
        expect(full.owners[0]).toMatchObject({ displayName: ada?.displayName });
        expect((await directory.ask(applications, `/applications/${few.id}/owners`)).body.value).toEqual(
            limited.owners,
        );
        expect((await directory.ask(applications, `/applications/${id}?$expand=owners`)).body.owners).toHaveLength(20);
        const nested = filtered("applications", `id eq '${few.id}'`);
        expect((await directory.ask(all, `${nested}&$expand=owners($select=id)`)).body.value[0].owners).toEqual([
            { "@odata.type": "#microsoft.graph.user", id: ada?.id },
            { "@odata.type": "#microsoft.graph.servicePrincipal", id: directory.deployerId },
        ]);
        for (const wrong of ["friends", "owners($filter=id eq '1')", "owners,members"])
            expect(refusal(await directory.ask(all, `/applications?$expand=${encodeURIComponent(wrong)}`))).toEqual([
                400,
                "BadRequest",
            ]);
    });
});

describe("members of a group", () => {
    it.for(["GroupMember.Read.All", "Group.Read.All", "Directory.Read.All"])(
        "are read with %s",
        async (permission, { directory }) => {
            const [ada, grace] = directory.state.users;
            const inner = directory.addGroup([grace?.id ?? ""]);
            const outer = directory.addGroup([ada?.id ?? "", inner.id]);
            inner.members.push(outer.id);
            const members = `/groups/${outer.id}/members`;
            expect(ids(await directory.ask([permission], members))).toEqual([ada?.id, inner.id]);
            const transitive = await directory.ask([permission], `/groups/${outer.id}/transitiveMembers`);
            expect(ids(transitive)).toEqual([ada?.id, inner.id, grace?.id, outer.id]);
            const name = permission === "Directory.Read.All" ? ada?.displayName : null;
            expect(transitive.body.value[0]).toMatchObject({
                "@odata.type": "#microsoft.graph.user",
                displayName: name,
            });
            for (const other of [["User.Read.All"], ["Application.Read.All"], []])
                expect(refusal(await directory.ask(other, members))).toEqual(denied);
        },
    );

    it("come in pages, whose links lead on", async ({ directory }) => {
        const members = Array.from({ length: 5 }, () => directory.addServicePrincipal().id);
        const { id } = directory.addGroup(members);
        const seen: string[] = [];
        let next: string | undefined = `/groups/${id}/transitiveMembers?$top=2&$select=id`;
        while (next !== undefined) {
            const answer: Answer = await directory.ask(all, next);
            expect(answer.body.value.length).toBeLessThanOrEqual(2);
            expect(Object.keys(answer.body.value[0])).toEqual(["@odata.type", "id"]);
            seen.push(...ids(answer));
            next = answer.body["@odata.nextLink"]?.replace("https://graph.microsoft.com/v1.0", "");
        }
        expect(seen).toEqual(members);
    });
});

describe("service principals", () => {
    it("tell their type and the tenant of their application", async ({ directory }) => {
        const identity = directory.addServicePrincipal();
        directory.state.servicePrincipals.splice(-1, 1, { ...identity, servicePrincipalType: "ManagedIdentity" });
        const read = async (id: string) =>
            (await directory.ask(["Application.Read.All"], `/servicePrincipals/${id}`)).body;
        expect(await read(directory.deployerId)).toMatchObject({
            servicePrincipalType: "Application",
            appOwnerOrganizationId: directory.tenantId,
            keyCredentials: [],
        });
        const managed = await read(identity.id);
        expect(managed).toMatchObject({ servicePrincipalType: "ManagedIdentity", appOwnerOrganizationId: null });
        expect(managed.keyCredentials).toMatchObject([{ type: "AsymmetricX509Cert", usage: "Verify", key: null }]);
    });

    it("have certificates of their own, which their application does not show", async ({ directory }) => {
        const application = directory.addApplication("app");
        const principal = { ...directory.addServicePrincipal(), appId: application.appId };
        directory.state.servicePrincipals.splice(-1, 1, principal);
        const { certificate } = await selfSigned();
        const key = certificate.raw.toString("base64");
        const write = ["Application.ReadWrite.All"];
        const put = (path: string) =>
            directory.ask(write, path, {
                method: "PATCH",
                body: { keyCredentials: [{ key, displayName: path, type: "AsymmetricX509Cert", usage: "Verify" }] },
            });
        const paths = [`/servicePrincipals/${principal.id}`, `/applications/${application.id}`];
        for (const path of paths) {
            expect((await put(path)).status).toBe(204);
            const [shown, ...others] = (await directory.ask(write, path)).body.keyCredentials;
            expect([shown.displayName, shown.key, others]).toEqual([path, null, []]);
        }
        expect(
            refusal(await directory.ask(["Application.Read.All"], paths[0] ?? "", { method: "PATCH", body: {} })),
        ).toEqual(denied);
    });
});
