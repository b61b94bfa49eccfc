// Who owns an application and its service principal, and what azuread does until both are everywhere in Entra.
import type { Settings } from "acr-emulator";
import { describe, expect, test } from "vitest";
import { azureadForTests, types } from "./deploying";

const { emulator, provider, deploy } = azureadForTests();

/** Of one collection, what is in the deployer's tenant. */
const inTenant = <T extends { tenantId: string }>(objects: T[]): T[] =>
    objects.filter(({ tenantId }) => tenantId === emulator().deployer.tenantId);
const deployer = () =>
    inTenant(emulator().state.servicePrincipals).find(({ appId }) => appId === emulator().deployer.clientId)?.id ?? "";
const others = () => inTenant(emulator().state.users).map(({ id }) => id);

/** Both objects that make an identity, with the same owners. */
async function newIdentity(owners?: string[]) {
    const application = await deploy(types.Application, { displayName: `app ${crypto.randomUUID()}`, owners });
    const principal = await deploy(types.ServicePrincipal, { clientId: application.state.clientId, owners });
    return { application, principal };
}

describe("the owners of an application and of its service principal", () => {
    test("don't include the caller unless the program names it", async () => {
        const [ada = ""] = others();
        const none = await newIdentity();
        expect([none.application.state.owners, none.principal.state.owners]).toEqual([[], []]);
        const other = await newIdentity([ada]);
        expect([other.application.state.owners, other.principal.state.owners]).toEqual([[ada], [ada]]);
        const both = await newIdentity([ada, deployer()]);
        for (const { state } of [both.application, both.principal]) {
            expect(new Set(state.owners as string[])).toEqual(new Set([ada, deployer()]));
        }
    });

    test("are added and removed one by one, and all of them go with the input", async () => {
        const [ada = "", grace = ""] = others();
        const { application } = await newIdentity([ada, deployer()]);
        const entra = await provider();
        const { id, inputs, state } = application;
        const changed = { id, state, oldInputs: inputs, inputs: { ...inputs, owners: [grace, deployer()] } };
        expect(await entra.diff(types.Application, "it", changed)).toMatchObject({ changes: true, replaces: [] });
        const updated = await entra.update(types.Application, "it", changed);
        expect(new Set(updated.owners as string[])).toEqual(new Set([grace, deployer()]));

        const { owners: _, ...rest } = inputs;
        const removed = { id, state: updated, oldInputs: changed.inputs, inputs: rest };
        expect(await entra.diff(types.Application, "it", removed)).toMatchObject({ changes: true, replaces: [] });
        expect(await entra.update(types.Application, "it", removed)).toMatchObject({ owners: [] });
    });

    test("of a service principal that exists stay as they are unless the program gives some", async () => {
        const [ada = ""] = others();
        const { principal, application } = await newIdentity([ada]);
        const declared = { clientId: application.state.clientId, useExisting: true };
        expect((await deploy(types.ServicePrincipal, declared)).state.owners).toEqual([ada]);
        const given = await deploy(types.ServicePrincipal, { ...declared, owners: [deployer()] });
        expect(given).toMatchObject({ id: principal.id, state: { owners: [deployer()] } });
    });

    test("can be more than a creation takes", async () => {
        const known = [...others(), ...inTenant(emulator().state.servicePrincipals).map(({ id }) => id)];
        while (known.length < 24) {
            const { principal } = await newIdentity([]);
            known.push(String(principal.state.objectId));
        }
        const owners = known.slice(0, 24);
        const { application } = await newIdentity(owners);
        expect(new Set(application.state.owners as string[])).toEqual(new Set(owners));
    });
});

describe("what azuread leaves in the name and the description", () => {
    test("is what the program says, although it writes something else for a moment", async () => {
        const { application } = await newIdentity();
        expect(application.state.displayName).toBe(application.inputs.displayName);
        const [plain, described] = [await newIdentity(), { description: "pulls for the shop" }];
        expect(plain.principal.state).not.toHaveProperty("description");
        const clientId = (await deploy(types.Application, { displayName: "described" })).state.clientId;
        expect((await deploy(types.ServicePrincipal, { clientId, ...described })).state).toMatchObject(described);
    });
});

describe("an object that is not everywhere in Entra yet", () => {
    const withSettings = async (settings: Partial<Settings>, work: () => Promise<void>) => {
        const before = { ...emulator().settings };
        Object.assign(emulator().settings, settings);
        try {
            await work();
        } finally {
            Object.assign(emulator().settings, before);
        }
    };
    const statuses = (method: string, path: RegExp) =>
        emulator()
            .log.requests.filter((request) => request.method === method && path.test(request.path))
            .map(({ status }) => status);

    test("is waited for where it is an application: a change is sent until it is taken", () =>
        withSettings({ newApplicationSeconds: 2 }, async () => {
            const application = await deploy(types.Application, { displayName: "young" });
            const changes = statuses("PATCH", new RegExp(`/applications/${application.state.objectId}$`));
            expect(changes.slice(-2)).toEqual([204, 204]);
            expect(changes.slice(0, -2).length).toBeGreaterThan(0);
            expect(new Set(changes.slice(0, -2))).toEqual(new Set([404]));
            await deploy(types.ApplicationPassword, { applicationId: application.id });
        }));

    test("is an error where it is a service principal, whose change is sent once", () =>
        withSettings({ propagationDelayMs: 60_000 }, async () => {
            const { state } = await deploy(types.Application, { displayName: "young" });
            await expect(deploy(types.ServicePrincipal, { clientId: state.clientId })).rejects.toMatchObject({
                details: expect.stringMatching(
                    /^PATCH \/v1\.0\/servicePrincipals\/\S+ was refused by \S+ with status 404/,
                ),
            });
        }));
});
