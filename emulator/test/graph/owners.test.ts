// Microsoft Graph over the wire: who may change an application, a service principal or a group without owning it, and who
// has to own it.
import { describe, expect } from "vitest";
import type { Answer } from "../client";
import { deployerToken } from "../running-emulator";
import { it as graphTest } from "./graph-client";

const reference = (id: string) => ({ "@odata.id": `https://graph.microsoft.com/v1.0/directoryObjects/${id}` });
const bound = (...ids: string[]) => ({ "owners@odata.bind": ids.map((id) => reference(id)["@odata.id"]) });
const ids = ({ json }: Answer): string[] => json.value.map(({ id }: { id: string }) => id);

const denied = [403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation."];
const refusal = ({ status, json }: Answer) => [status, json.error?.code, json.error?.message];

const it = graphTest
    /** A token of the deployer that has Application.ReadWrite.OwnedBy. */
    .extend("restricted", { scope: "file" }, ({ emulator }) =>
        deployerToken(emulator, "https://graph.microsoft.com", emulator.restrictedDeployer),
    )
    /** An application of the restricted deployer, with its service principal. */
    .extend("own", async ({ created, restricted }) => {
        const application = await created("applications", { displayName: "own" }, { bearer: restricted });
        const principal = await created("servicePrincipals", { appId: application.appId }, { bearer: restricted });
        return { application, principal };
    })
    /** The same of somebody else. */
    .extend("foreign", async ({ created }) => {
        const application = await created("applications", { displayName: "foreign" });
        const principal = await created("servicePrincipals", { appId: application.appId });
        return { application, principal };
    });

const credential = { issuer: "https://gitlab.com", subject: "s", audiences: ["api://AzureADTokenExchange"] };

type Change = [method: string, path: string, body?: object];

/** What an owner does with an application, and with a service principal. */
const changes: Record<"applications" | "servicePrincipals", Change[]> = {
    applications: [
        ["POST", "/addPassword", {}],
        ["POST", "/federatedIdentityCredentials", { name: "main", ...credential }],
        ["PATCH", "/federatedIdentityCredentials/main", { subject: "other" }],
        ["DELETE", "/federatedIdentityCredentials/main"],
        ["PATCH", "", { displayName: "changed" }],
        ["DELETE", ""],
    ],
    servicePrincipals: [
        ["POST", "/addPassword", {}],
        ["PATCH", "", { accountEnabled: false }],
        ["DELETE", ""],
    ],
};

describe("with Application.ReadWrite.OwnedBy", () => {
    it("a caller owns the applications and service principals that it creates", async ({ emulator, graph, own }) => {
        const { objectId } = emulator.restrictedDeployer;
        expect(ids(await graph(`/applications/${own.application.id}/owners`))).toEqual([objectId]);
        expect(ids(await graph(`/servicePrincipals/${own.principal.id}/owners`))).toEqual([objectId]);
        const references = (await graph(`/applications/${own.application.id}/owners/$ref`)).json.value;
        expect(references).toEqual([{ "@odata.id": expect.stringMatching(objectId) }]);
    });

    it.for(["applications", "servicePrincipals"] as const)(
        "%s are changed by their owner, and by nobody else",
        async (collection, { graph, restricted, own, foreign }) => {
            const part = collection === "applications" ? "application" : "principal";
            const send = (id: string, [method, path, body]: Change) =>
                graph(`/${collection}/${id}${path}`, { method, body, bearer: restricted });
            for (const change of changes[collection]) {
                const { status } = await send(own[part].id, change);
                expect([...change, Math.floor(status / 100)]).toEqual([...change, 2]);
            }
            // Both exist for those who may change everything, so that nothing but the missing right is refused.
            await graph(`/applications/${foreign.application.id}/federatedIdentityCredentials`, {
                body: { name: "main", ...credential },
            });
            for (const change of changes[collection])
                expect(refusal(await send(foreign[part].id, change))).toEqual(denied);
            expect((await graph(`/${collection}/${foreign[part].id}`, { bearer: restricted })).status).toBe(200);
        },
    );

    it("an application is created without mapped claims, which its owner may ask for later", async ({
        graph,
        restricted,
        own,
    }) => {
        const api = { acceptMappedClaims: true };
        const body = { displayName: "mapped", api };
        expect(refusal(await graph("/applications", { body, bearer: restricted }))).toEqual(denied);
        expect((await graph("/applications", { body })).status).toBe(201);
        const change = { method: "PATCH", body: { api }, bearer: restricted };
        expect((await graph(`/applications/${own.application.id}`, change)).status).toBe(204);
    });

    it("passwords are removed by the application's owner only", async ({ graph, restricted, own, foreign }) => {
        for (const [{ application }, expected] of [
            [own, 204],
            [foreign, 403],
        ] as const) {
            const { keyId } = (await graph(`/applications/${application.id}/addPassword`, { body: {} })).json;
            const path = `/applications/${application.id}/removePassword`;
            expect((await graph(path, { body: { keyId }, bearer: restricted })).status).toBe(expected);
        }
    });

    it("a service principal needs an application that the caller owns in its own tenant", async ({
        emulator,
        graph,
        created,
        restricted,
    }) => {
        const foreign = await created("applications", { displayName: "without a principal" });
        const partner = await deployerToken(emulator, "https://graph.microsoft.com", emulator.partnerDeployer);
        const multi = { displayName: "of the partner", signInAudience: "AzureADMultipleOrgs" };
        const { appId } = await created("applications", multi, { bearer: partner });
        const create = (body: object, bearer?: string) =>
            graph("/servicePrincipals", bearer ? { body, bearer } : { body });
        expect(refusal(await create({ appId: foreign.appId }, restricted))).toEqual(denied);
        expect(refusal(await create({ appId }, restricted))).toEqual(denied);
        expect((await create({ appId: foreign.appId })).status).toBe(201);
        expect((await create({ appId })).status).toBe(201);
    });

    it("what was deleted is restored and purged by its owner only", async ({ graph, restricted, own, foreign }) => {
        for (const [{ application }, restore, purge] of [
            [own, 200, 204],
            [foreign, 403, 403],
        ] as const) {
            const path = `/directory/deletedItems/${application.id}`;
            await graph(`/applications/${application.id}`, { method: "DELETE" });
            expect((await graph(`${path}/restore`, { method: "POST", bearer: restricted })).status).toBe(restore);
            await graph(`/applications/${application.id}`, { method: "DELETE" });
            expect((await graph(path, { method: "DELETE", bearer: restricted })).status).toBe(purge);
        }
    });

    it("groups and users are read and not changed", async ({ emulator, graph, restricted }) => {
        const [group] = emulator.state.groups;
        expect((await graph(`/groups/${group?.id}`, { bearer: restricted })).status).toBe(200);
        expect((await graph("/users", { bearer: restricted })).status).toBe(200);
        const change = { method: "PATCH", body: { displayName: "x" }, bearer: restricted };
        expect(refusal(await graph(`/groups/${group?.id}`, change))).toEqual(denied);
    });
});

describe("owners", () => {
    it("are those that creation names, and the caller if it may change only what it owns", async ({
        emulator,
        graph,
        created,
        restricted,
        filter,
    }) => {
        const { objectId } = emulator.restrictedDeployer;
        const [ada = "", grace = ""] = await filter(
            "users",
            "startswith(userPrincipalName,'ada@') or displayName eq 'Grace Hopper'",
        );
        const owners = async (body: object, bearer?: string) => {
            const { id } = await created("applications", { displayName: "owned", ...body }, bearer ? { bearer } : {});
            return ids(await graph(`/applications/${id}/owners`));
        };
        expect(await owners(bound(ada, objectId), restricted)).toEqual([ada, objectId]);
        expect(await owners(bound(ada), restricted)).toEqual([ada, objectId]);
        expect(await owners(bound(ada, grace))).toEqual([ada, grace]);
        expect(await owners({})).toEqual([]);
        const nobody = { displayName: "x", ...bound("00000000-0000-4000-8000-000000000000") };
        expect((await graph("/applications", { body: nobody })).status).toBe(404);
    });

    it("come and go, for those who may read the directory; an application may end without any", async ({
        emulator,
        graph,
        restricted,
        own,
        filter,
    }) => {
        const [ada = ""] = await filter("users", "startswith(userPrincipalName,'ada@')");
        const list = `/applications/${own.application.id}/owners`;
        const add = (bearer?: string) => graph(`${list}/$ref`, { body: reference(ada), ...(bearer && { bearer }) });
        const remove = (id: string) => graph(`${list}/${id}/$ref`, { method: "DELETE", bearer: restricted });
        expect(refusal(await add(restricted))).toEqual(denied);
        expect((await add()).status).toBe(204);
        expect((await add()).json.error.message).toBe(
            "One or more added object references already exist for the following modified properties: 'owners'.",
        );
        const { objectId } = emulator.restrictedDeployer;
        expect((await remove(ada)).status).toBe(204);
        expect((await remove(objectId)).status).toBe(204);
        expect(ids(await graph(list))).toEqual([]);
        expect(refusal(await remove(objectId))).toEqual(denied);
        expect((await graph(`/applications/${own.application.id}/addPassword`, { body: {} })).status).toBe(200);
    });

    it("of a group can't all be removed", async ({ graph, created, filter }) => {
        const [ada = "", grace = ""] = await filter("users", "userType eq 'Member'");
        const body = { displayName: "g", mailNickname: "g", mailEnabled: false, securityEnabled: true };
        const { id } = await created("groups", { ...body, ...bound(ada, grace) });
        const remove = (owner: string) => graph(`/groups/${id}/owners/${owner}/$ref`, { method: "DELETE" });
        expect((await remove(ada)).status).toBe(204);
        expect(refusal(await remove(grace))).toEqual([
            400,
            "Request_BadRequest",
            "The group must have at least one owner, hence this owner cannot be removed.",
        ]);
    });

    it("may be people without a directory role, who then change that application and no other", async ({
        graph,
        created,
        filter,
        foreign,
        userToken,
    }) => {
        const ada = await userToken("ada@contoso.onmicrosoft.com");
        const [id = ""] = await filter("users", "startswith(userPrincipalName,'ada@')");
        const owned = await created("applications", { displayName: "of ada", ...bound(id) });
        const addPassword = (application: { id: string }) =>
            graph(`/applications/${application.id}/addPassword`, { body: {}, bearer: ada });
        expect((await addPassword(owned)).status).toBe(200);
        expect(refusal(await addPassword(foreign.application))).toEqual(denied);
    });
});
