import { describe, expect, test } from "vitest";
import { emulatorForTests } from "../../../../emulator/test/running-emulator";
import {
    type Properties,
    providerEnvironment,
    providersForTests,
    type RunningProvider,
    secretKey,
    unknown,
} from "../running-provider";

const emulator = emulatorForTests();
const start = providersForTests();

const token = (name: string) => `azuread:index/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;
const Application = token("Application");
const ServicePrincipal = token("ServicePrincipal");
const ApplicationPassword = token("ApplicationPassword");
const Federated = token("ApplicationFederatedIdentityCredential");
const Group = token("Group");
const GroupMember = token("GroupMember");
const User = token("User");

let shared: Promise<RunningProvider> | undefined;
const provider = (): Promise<RunningProvider> => {
    shared ??= start("azuread", {
        environment: providerEnvironment(emulator(), emulator().deployer),
        configuration: {},
    });
    return shared;
};

async function deploy(type: string, declared: Properties) {
    const entra = await provider();
    const { inputs, failures } = await entra.check(type, "it", declared);
    expect(failures).toEqual([]);
    const { id, properties } = await entra.create(type, "it", inputs);
    return { id, inputs, state: properties };
}

/** What the engine has of a deployed resource: its secrets in plain text. */
const opened = (properties: Properties): Properties =>
    Object.fromEntries(
        Object.entries(properties).map(([name, value]) => {
            const isSecret = typeof value === "object" && value !== null && secretKey in value;
            return [name, isSecret ? (value as Properties).value : value];
        }),
    );

const newApplication = () => deploy(Application, { displayName: `app ${crypto.randomUUID()}` });
const objectIdOf = (id: string) => id.split("/").at(-1);

describe("an application", () => {
    test("is created with the provider's defaults, and found unchanged", async () => {
        const { id, inputs, state } = await newApplication();
        expect(inputs).toMatchObject({ signInAudience: "AzureADMyOrg", __defaults: ["signInAudience"] });
        expect(id).toBe(`/applications/${state.objectId}`);
        expect(state).toMatchObject({ displayName: inputs.displayName, clientId: expect.any(String), owners: [] });
        const entra = await provider();
        expect(await entra.read(Application, "it", id, { inputs, state })).toEqual({ id, properties: state, inputs });
        expect(await entra.diff(Application, "it", { state, oldInputs: inputs, inputs })).toMatchObject({
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
        const { id, inputs, state } = await deploy(Application, declared);
        expect(state).toMatchObject({ notes: "a note", web: { redirectUris: ["https://one.example/"] } });
        const entra = await provider();
        const { inputs: news } = await entra.check(Application, "it", { displayName: "two" }, inputs);
        const change = { id, state, oldInputs: inputs, inputs: news };
        expect(await entra.diff(Application, "it", change)).toMatchObject({ changes: true, replaces: [] });
        const updated = await entra.update(Application, "it", change);
        expect(updated).toMatchObject({ displayName: "two", tags: ["x"] });
        expect(updated).not.toHaveProperty("notes");
        const left = { state: updated, oldInputs: news, inputs: news };
        expect(await entra.diff(Application, "it", left)).toMatchObject({ changes: false });
    });

    test("is always another one, unless the program forbids the same name", async () => {
        const displayName = `twice ${crypto.randomUUID()}`;
        const first = await deploy(Application, { displayName });
        const second = await deploy(Application, { displayName });
        expect(second.id).not.toBe(first.id);
        const third = deploy(Application, { displayName, preventDuplicateNames: true });
        await expect(third).rejects.toMatchObject({
            details: expect.stringMatching(
                /^A resource with the ID "\/applications\/.*" already exists: it has displayName "twice .*"\. Import it to manage it with Pulumi\.$/,
            ),
        });
    });

    test("that was deleted elsewhere is gone", async () => {
        const { id, inputs, state } = await newApplication();
        const entra = await provider();
        await entra.delete(Application, "it", id, state);
        expect((await entra.read(Application, "it", id, { inputs, state })).id).toBe("");
        await entra.delete(Application, "it", id, state);
    });

    test("takes over in a refresh what somebody changed of its inputs", async () => {
        const { id, inputs, state } = await newApplication();
        const stored = emulator().state.applications.find((item) => item.id === state.objectId);
        if (!stored) throw new Error(`There is no ${id} in the emulator.`);
        stored.displayName = "renamed";
        const read = await (await provider()).read(Application, "it", id, { inputs, state });
        expect(read.inputs).toEqual({ ...inputs, displayName: "renamed" });
    });
});

describe("a service principal", () => {
    test("exists once in a tenant; an existing one is an error or is used", async () => {
        const { state: application } = await newApplication();
        const { clientId } = application;
        const first = await deploy(ServicePrincipal, { clientId });
        expect(first.id).toBe(`/servicePrincipals/${first.state.objectId}`);
        expect(first.state).toMatchObject({
            clientId,
            displayName: application.displayName,
            type: "Application",
            accountEnabled: true,
        });
        await expect(deploy(ServicePrincipal, { clientId })).rejects.toMatchObject({
            details: `A resource with the ID "${first.id}" already exists: it has clientId "${clientId}". Import it, or set useExisting to manage it with Pulumi.`,
        });
        const used = await deploy(ServicePrincipal, { clientId, useExisting: true, notes: "shared" });
        expect(used).toMatchObject({ id: first.id, state: { useExisting: true, notes: "shared" } });
    });

    test("of another application is another one", async () => {
        const { state } = await newApplication();
        const { inputs, state: principal } = await deploy(ServicePrincipal, { clientId: state.clientId });
        const change = { state: principal, oldInputs: inputs, inputs: { ...inputs, clientId: unknown } };
        expect(await (await provider()).diff(ServicePrincipal, "it", change)).toMatchObject({
            replaces: ["clientId"],
            deleteBeforeReplace: false,
        });
    });
});

describe("a password", () => {
    const dates = { startDate: "2026-11-23T00:00:00Z", endDate: "2027-05-01T00:00:00Z" };

    test("is shown once, as a secret, and cannot be read again", async () => {
        const application = await newApplication();
        const entra = await provider();
        const { id, inputs, state } = await deploy(ApplicationPassword, {
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

        const read = await entra.read(ApplicationPassword, "it", id, { inputs, state: clear });
        expect(read).toEqual({ id, inputs, properties: state });
        await expect(entra.read(ApplicationPassword, "it", id)).rejects.toMatchObject({
            details: `${ApplicationPassword} does not support import.`,
        });
        const stored = emulator().state.applications.find(
            (item) => item.id === application.state.objectId,
        )?.passwordCredentials;
        expect(stored?.map((item) => item.keyId)).toEqual([keyId]);

        await entra.delete(ApplicationPassword, "it", id, clear);
        expect(stored).toEqual([]);
        expect((await entra.read(ApplicationPassword, "it", id, { inputs, state: clear })).id).toBe("");
    });

    test("is always added: a replacement comes before the old one goes", async () => {
        const application = await newApplication();
        const entra = await provider();
        const old = await deploy(ApplicationPassword, {
            applicationId: application.id,
            rotateWhenChanged: { month: "1" },
        });
        expect(old.state).toMatchObject({
            rotateWhenChanged: { month: "1" },
            startDate: expect.stringMatching(/^\d{4}-.*:\d\dZ$/),
        });
        const state = opened(old.state);
        const change = { state, oldInputs: old.inputs, inputs: { ...old.inputs, rotateWhenChanged: { month: "2" } } };
        expect(await entra.diff(ApplicationPassword, "it", change)).toMatchObject({
            replaces: ["rotateWhenChanged.month"],
            deleteBeforeReplace: false,
        });
        await deploy(ApplicationPassword, change.inputs);
        const stored = emulator().state.applications.find(
            (item) => item.id === application.state.objectId,
        )?.passwordCredentials;
        expect(stored).toHaveLength(2);
        expect(await entra.diff(ApplicationPassword, "it", { ...change, inputs: old.inputs })).toMatchObject({
            changes: false,
        });
    });

    test("ends two years from now unless the program says when", async () => {
        const application = await newApplication();
        const { state } = await deploy(ApplicationPassword, { applicationId: application.id });
        const years = (Date.parse(String(state.endDate)) - Date.parse(String(state.startDate))) / (365.25 * 86_400_000);
        expect(years).toBeCloseTo(2, 1);
        const relative = { applicationId: application.id, startDate: dates.startDate, endDateRelative: "240h30m" };
        expect((await deploy(ApplicationPassword, relative)).state.endDate).toBe("2026-12-03T00:30:00Z");
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
        await expect(deploy(ApplicationPassword, inputs)).rejects.toMatchObject({ details });
    });

    test("is not known in a preview", async () => {
        const preview = await (await provider()).create(
            ApplicationPassword,
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
    const { id, inputs, state } = await deploy(Federated, declared);
    expect(id).toBe(`${application.state.objectId}/federatedIdentityCredential/${state.credentialId}`);
    const entra = await provider();
    const change = {
        id,
        state,
        oldInputs: inputs,
        inputs: { ...inputs, subject: "repo:contoso/app:environment:prod" },
    };
    expect(await entra.diff(Federated, "it", change)).toMatchObject({ changes: true, replaces: [] });
    expect(await entra.update(Federated, "it", change)).toMatchObject({ subject: "repo:contoso/app:environment:prod" });
    expect((await entra.read(Federated, "it", id)).inputs).toEqual({
        ...declared,
        subject: "repo:contoso/app:environment:prod",
        __defaults: [],
    });
    await entra.delete(Federated, "it", id, state);
    expect((await entra.read(Federated, "it", id, { inputs, state })).id).toBe("");
});

test("groups have members, as a list or one by one", async () => {
    const [ada, grace] = emulator().state.users;
    const listed = await deploy(Group, {
        displayName: `readers ${crypto.randomUUID()}`,
        securityEnabled: true,
        members: [ada?.id],
    });
    expect(listed.id).toBe(`/groups/${listed.state.objectId}`);
    expect(listed.state).toMatchObject({ members: [ada?.id], mailEnabled: false, securityEnabled: true });
    const entra = await provider();
    const change = {
        id: listed.id,
        state: listed.state,
        oldInputs: listed.inputs,
        inputs: { ...listed.inputs, members: [grace?.id] },
    };
    expect(await entra.update(Group, "it", change)).toMatchObject({ members: [grace?.id] });

    const member = { groupObjectId: listed.state.objectId, memberObjectId: ada?.id };
    const { id, inputs, state } = await deploy(GroupMember, member);
    expect(id).toBe(`${member.groupObjectId}/member/${member.memberObjectId}`);
    await expect(deploy(GroupMember, member)).rejects.toMatchObject({
        details: `A resource with the ID "${id}" already exists. Import it to manage it with Pulumi.`,
    });
    await entra.delete(GroupMember, "it", id, state);
    expect((await entra.read(GroupMember, "it", id, { inputs, state })).id).toBe("");
});

test("a user keeps the password that was declared as a secret", async () => {
    const domain = emulator().state.tenants[0]?.defaultDomain;
    const userPrincipalName = `test-${crypto.randomUUID().slice(0, 8)}@${domain}`;
    const { id, inputs, state } = await deploy(User, {
        displayName: "Test",
        userPrincipalName,
        password: "Correct-Horse-1",
    });
    expect(state).toMatchObject({
        userPrincipalName,
        accountEnabled: true,
        password: { [secretKey]: expect.any(String), value: "Correct-Horse-1" },
    });
    const entra = await provider();
    const known = opened(state);
    expect(await entra.diff(User, "it", { state: known, oldInputs: inputs, inputs })).toMatchObject({ changes: false });
    expect(await entra.invoke("azuread:index/getUser:getUser", { userPrincipalName })).toMatchObject({
        id,
        objectId: objectIdOf(id),
    });
});

describe("functions", () => {
    test("tell who deploys", async () => {
        const { clientId, tenantId } = emulator().deployer;
        const objectId = emulator().state.servicePrincipals.find((item) => item.appId === clientId)?.id;
        expect(await (await provider()).invoke("azuread:index/getClientConfig:getClientConfig")).toEqual({
            clientId,
            tenantId,
            objectId,
            id: `${tenantId}-${clientId}-${objectId}`,
        });
    });

    test("find objects by their names", async () => {
        const { state } = await newApplication();
        const { id } = await deploy(ServicePrincipal, { clientId: state.clientId });
        const entra = await provider();
        const found = await entra.invoke("azuread:index/getServicePrincipal:getServicePrincipal", {
            clientId: state.clientId,
        });
        expect(found).toMatchObject({ id, objectId: objectIdOf(id), displayName: state.displayName });
        const byName = { displayName: state.displayName };
        expect(await entra.invoke("azuread:index/getApplication:getApplication", byName)).toMatchObject({
            clientId: state.clientId,
        });
        const group = { displayName: "Platform engineers", securityEnabled: true };
        expect(await entra.invoke("azuread:index/getGroup:getGroup", group)).toMatchObject({
            members: [emulator().state.users[0]?.id],
        });
    });

    test.each([
        ["getGroup", { displayName: "It's nobody" }, 'No group found with displayName "It\'s nobody".'],
        [
            "getUser",
            { objectId: "00000000-0000-0000-0000-000000000000" },
            'No user found with objectId "00000000-0000-0000-0000-000000000000".',
        ],
        [
            "getDomains",
            {},
            "The local azuread provider does not know azuread:index/getDomains:getDomains; add it to local/providers/azuread-functions.ts.",
        ],
    ])("%s of %j", async (name, args, details) => {
        await expect((await provider()).invoke(`azuread:index/${name}:${name}`, args)).rejects.toMatchObject({
            details,
        });
    });

    test("refuse to choose", async () => {
        const displayName = `twins ${crypto.randomUUID()}`;
        await deploy(Application, { displayName });
        await deploy(Application, { displayName });
        await expect(
            (await provider()).invoke("azuread:index/getApplication:getApplication", { displayName }),
        ).rejects.toMatchObject({
            details: `More than one application found with displayName "${displayName}".`,
        });
    });
});

test("inputs that are missing or not in the table are told together", async () => {
    const { failures } = await (await provider()).check(Application, "it", { api: {}, clientId: "x" });
    expect(failures).toEqual([
        { property: "displayName", reason: "missing required property 'displayName'" },
        ...["api", "clientId"].map((property) => ({
            property,
            reason: `The local azuread provider does not know '${property}' of ${Application}; add it to local/providers/azuread-types.ts.`,
        })),
    ]);
    await expect((await provider()).check(token("AppRoleAssignment"), "it", {})).rejects.toMatchObject({
        details:
            "The local azuread provider does not know azuread:index/appRoleAssignment:AppRoleAssignment; add it to local/providers/azuread-types.ts.",
    });
});

test("each provider works in its own tenant", async () => {
    const { partnerDeployer, deployer } = emulator();
    const { tenantId, clientId, clientSecret } = partnerDeployer;
    const partner = await start("azuread", {
        environment: providerEnvironment(emulator(), deployer),
        configuration: { tenantId, clientId, clientSecret },
    });
    const { state } = await deploy(Application, { displayName: "multi-tenant", signInAudience: "AzureADMultipleOrgs" });
    const { inputs } = await partner.check(ServicePrincipal, "it", { clientId: state.clientId });
    const { properties } = await partner.create(ServicePrincipal, "it", inputs);
    expect(properties).toMatchObject({ applicationTenantId: deployer.tenantId });
    expect(emulator().state.servicePrincipals.find((item) => item.id === properties.objectId)?.tenantId).toBe(tenantId);
    await expect(partner.read(Application, "it", `/applications/${state.objectId}`)).resolves.toMatchObject({ id: "" });
});
