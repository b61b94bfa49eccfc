// Applications, service principals and their credentials through the fake azuread provider.
import { describe, expect, test } from "vitest";
import { secretKey, unknown } from "../running-provider";
import { azureadForTests, opened, types } from "./deploying";

const { emulator, provider, deploy, newApplication } = azureadForTests();

describe("an application", () => {
    test("is created with the provider's defaults, and found unchanged", async () => {
        const { id, inputs, state } = await newApplication();
        expect(inputs).toMatchObject({ signInAudience: "AzureADMyOrg", __defaults: ["signInAudience"] });
        expect(id).toBe(`/applications/${state.objectId}`);
        expect(state).toMatchObject({ displayName: inputs.displayName, clientId: expect.any(String), owners: [] });
        const entra = await provider();
        expect(await entra.read(types.Application, "it", id, { inputs, state })).toEqual({
            id,
            properties: state,
            inputs,
        });
        expect(await entra.diff(types.Application, "it", { state, oldInputs: inputs, inputs })).toMatchObject({
            changes: false,
        });
    });

    test("is changed in place, and cleared of what is no longer declared", async () => {
        const declared = {
            displayName: "one",
            notes: "a note",
            web: { redirectUris: ["https://one.example/"] },
            tags: ["x"],
        };
        const { id, inputs, state } = await deploy(types.Application, declared);
        expect(state).toMatchObject({ notes: "a note", web: { redirectUris: ["https://one.example/"] } });
        const entra = await provider();
        const { inputs: news } = await entra.check(types.Application, "it", { displayName: "two" }, inputs);
        const change = { id, state, oldInputs: inputs, inputs: news };
        expect(await entra.diff(types.Application, "it", change)).toMatchObject({ changes: true, replaces: [] });
        const updated = await entra.update(types.Application, "it", change);
        expect(updated).toMatchObject({ displayName: "two", tags: ["x"] });
        expect(updated).not.toHaveProperty("notes");
        const left = { state: updated, oldInputs: news, inputs: news };
        expect(await entra.diff(types.Application, "it", left)).toMatchObject({ changes: false });
    });

    test("is always another one, unless the program forbids the same name", async () => {
        const displayName = `twice ${crypto.randomUUID()}`;
        const first = await deploy(types.Application, { displayName });
        const second = await deploy(types.Application, { displayName });
        expect(second.id).not.toBe(first.id);
        const third = deploy(types.Application, { displayName, preventDuplicateNames: true });
        await expect(third).rejects.toMatchObject({
            details: expect.stringMatching(
                /^A resource with the ID "\/applications\/.*" already exists: it has displayName "twice .*"\. Import it to manage it with Pulumi\.$/,
            ),
        });
    });

    test("that was deleted elsewhere is gone", async () => {
        const { id, inputs, state } = await newApplication();
        const entra = await provider();
        await entra.delete(types.Application, "it", id, state);
        expect((await entra.read(types.Application, "it", id, { inputs, state })).id).toBe("");
        // Only a refresh takes it out of the state: azuread doesn't take its absence for a deletion.
        await expect(entra.delete(types.Application, "it", id, state)).rejects.toMatchObject({
            details: expect.stringContaining("with status 404, code Request_ResourceNotFound"),
        });
    });

    test("takes over in a refresh what somebody changed of its inputs", async () => {
        const { id, inputs, state } = await newApplication();
        const stored = emulator().state.applications.find((item) => item.id === state.objectId);
        if (!stored) throw new Error(`There is no ${id} in the emulator.`);
        stored.displayName = "renamed";
        const read = await (await provider()).read(types.Application, "it", id, { inputs, state });
        expect(read.inputs).toEqual({ ...inputs, displayName: "renamed" });
    });
});

describe("a service principal", () => {
    test("exists once in a tenant; an existing one is an error or is used", async () => {
        const { state: application } = await newApplication();
        const { clientId } = application;
        const first = await deploy(types.ServicePrincipal, { clientId });
        expect(first.id).toBe(`/servicePrincipals/${first.state.objectId}`);
        expect(first.state).toMatchObject({
            clientId,
            displayName: application.displayName,
            type: "Application",
            accountEnabled: true,
        });
        await expect(deploy(types.ServicePrincipal, { clientId })).rejects.toMatchObject({
            details: `A resource with the ID "${first.id}" already exists: it has clientId "${clientId}". Import it, or set useExisting to manage it with Pulumi.`,
        });
        const used = await deploy(types.ServicePrincipal, { clientId, useExisting: true, notes: "shared" });
        expect(used).toMatchObject({ id: first.id, state: { useExisting: true, notes: "shared" } });
    });

    test("of another application is another one", async () => {
        const { state } = await newApplication();
        const { inputs, state: principal } = await deploy(types.ServicePrincipal, { clientId: state.clientId });
        const change = { state: principal, oldInputs: inputs, inputs: { ...inputs, clientId: unknown } };
        expect(await (await provider()).diff(types.ServicePrincipal, "it", change)).toMatchObject({
            replaces: ["clientId"],
            deleteBeforeReplace: false,
        });
    });
});

describe("a password", () => {
    /** In the future, since Entra takes no start in the past; far enough for no test to get there. */
    const dates = { startDate: "2126-11-23T00:00:00Z", endDate: "2127-05-01T00:00:00Z" };

    test("is shown once, as a secret, and cannot be read again", async () => {
        const application = await newApplication();
        const entra = await provider();
        const { id, inputs, state } = await deploy(types.ApplicationPassword, {
            applicationId: application.id,
            displayName: "first",
            ...dates,
        });
        const { keyId } = state;
        expect(id).toBe(`${application.state.objectId}/password/${keyId}`);
        expect(state).toMatchObject({
            applicationId: application.id,
            displayName: "first",
            ...dates,
            value: { [secretKey]: expect.any(String) },
        });
        const clear = opened(state);
        expect(clear.value).toMatch(/^.{40}$/);

        const read = await entra.read(types.ApplicationPassword, "it", id, { inputs, state: clear });
        expect(read).toEqual({ id, inputs, properties: state });
        await expect(entra.read(types.ApplicationPassword, "it", id)).rejects.toMatchObject({
            details: `${types.ApplicationPassword} does not support import.`,
        });
        const stored = emulator().state.applications.find(
            (item) => item.id === application.state.objectId,
        )?.passwordCredentials;
        expect(stored?.map((item) => item.keyId)).toEqual([keyId]);

        await entra.delete(types.ApplicationPassword, "it", id, clear);
        expect(stored).toEqual([]);
        expect((await entra.read(types.ApplicationPassword, "it", id, { inputs, state: clear })).id).toBe("");
    });

    test("is always added: a replacement comes before the old one goes", async () => {
        const application = await newApplication();
        const entra = await provider();
        const old = await deploy(types.ApplicationPassword, {
            applicationId: application.id,
            rotateWhenChanged: { month: "1" },
        });
        expect(old.state).toMatchObject({
            rotateWhenChanged: { month: "1" },
            startDate: expect.stringMatching(/^\d{4}-.*:\d\dZ$/),
        });
        const state = opened(old.state);
        const change = { state, oldInputs: old.inputs, inputs: { ...old.inputs, rotateWhenChanged: { month: "2" } } };
        expect(await entra.diff(types.ApplicationPassword, "it", change)).toMatchObject({
            replaces: ["rotateWhenChanged.month"],
            deleteBeforeReplace: false,
        });
        await deploy(types.ApplicationPassword, change.inputs);
        const stored = emulator().state.applications.find(
            (item) => item.id === application.state.objectId,
        )?.passwordCredentials;
        expect(stored).toHaveLength(2);
        expect(await entra.diff(types.ApplicationPassword, "it", { ...change, inputs: old.inputs })).toMatchObject({
            changes: false,
        });
    });

    test("ends two years from now unless the program says when", async () => {
        const application = await newApplication();
        const { state } = await deploy(types.ApplicationPassword, { applicationId: application.id });
        const years = (Date.parse(String(state.endDate)) - Date.parse(String(state.startDate))) / (365.25 * 86_400_000);
        expect(years).toBeCloseTo(2, 1);
        const relative = { applicationId: application.id, startDate: dates.startDate, endDateRelative: "240h30m" };
        expect((await deploy(types.ApplicationPassword, relative)).state.endDate).toBe("2126-12-03T00:30:00Z");
    });

    test.each([
        [
            { applicationId: "00000000-0000-0000-0000-000000000000" },
            'applicationId has to be of the form /applications/<object id>, but is "00000000-0000-0000-0000-000000000000".',
        ],
        [
            { applicationId: "/applications/x", endDateRelative: "a year" },
            'endDateRelative has to be a duration such as 240h or 2400h30m, but is "a year".',
        ],
    ])("with %j is refused", async (inputs, details) => {
        await expect(deploy(types.ApplicationPassword, inputs)).rejects.toMatchObject({ details });
    });

    test("is not known in a preview", async () => {
        const preview = await (await provider()).create(
            types.ApplicationPassword,
            "it",
            { applicationId: unknown, displayName: "first" },
            true,
        );
        expect(preview).toEqual({
            id: "",
            properties: {
                applicationId: unknown,
                displayName: "first",
                startDate: unknown,
                endDate: unknown,
                keyId: unknown,
                value: unknown,
            },
        });
    });
});

test("a federated credential is created, changed, imported and deleted", async () => {
    const application = await newApplication();
    const declared = {
        applicationId: application.id,
        displayName: "github-main",
        issuer: "https://token.actions.githubusercontent.com",
        subject: "repo:contoso/app:ref:refs/heads/main",
        audiences: ["api://AzureADTokenExchange"],
        description: "pushes images",
    };
    const { id, inputs, state } = await deploy(types.Federated, declared);
    expect(id).toBe(`${application.state.objectId}/federatedIdentityCredential/${state.credentialId}`);
    const entra = await provider();
    const change = {
        id,
        state,
        oldInputs: inputs,
        inputs: { ...inputs, subject: "repo:contoso/app:environment:prod" },
    };
    expect(await entra.diff(types.Federated, "it", change)).toMatchObject({ changes: true, replaces: [] });
    expect(await entra.update(types.Federated, "it", change)).toMatchObject({
        subject: "repo:contoso/app:environment:prod",
    });
    expect((await entra.read(types.Federated, "it", id)).inputs).toEqual({
        ...declared,
        subject: "repo:contoso/app:environment:prod",
        __defaults: [],
    });
    await entra.delete(types.Federated, "it", id, state);
    expect((await entra.read(types.Federated, "it", id, { inputs, state })).id).toBe("");
});
