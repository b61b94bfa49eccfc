// Groups, users and functions of the fake azuread provider, and what it refuses.
import { describe, expect, test } from "vitest";
import { providerEnvironment, secretKey } from "../running-provider";
import { azureadForTests, objectIdOf, opened, token, types } from "./deploying";

const { emulator, start, provider, deploy, newApplication } = azureadForTests();

test("groups have members, as a list or one by one", async () => {
    const [ada, grace] = emulator().state.users;
    const listed = await deploy(types.Group, {
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
    expect(await entra.update(types.Group, "it", change)).toMatchObject({ members: [grace?.id] });

    const member = { groupObjectId: listed.state.objectId, memberObjectId: ada?.id };
    const { id, inputs, state } = await deploy(types.GroupMember, member);
    expect(id).toBe(`${member.groupObjectId}/member/${member.memberObjectId}`);
    await expect(deploy(types.GroupMember, member)).rejects.toMatchObject({
        details: `A resource with the ID "${id}" already exists. Import it to manage it with Pulumi.`,
    });
    await entra.delete(types.GroupMember, "it", id, state);
    expect((await entra.read(types.GroupMember, "it", id, { inputs, state })).id).toBe("");
});

test("a user keeps the password that was declared as a secret", async () => {
    const domain = emulator().state.tenants[0]?.defaultDomain;
    const userPrincipalName = `test-${crypto.randomUUID().slice(0, 8)}@${domain}`;
    const { id, inputs, state } = await deploy(types.User, {
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
    expect(await entra.diff(types.User, "it", { state: known, oldInputs: inputs, inputs })).toMatchObject({
        changes: false,
    });
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
        const { id } = await deploy(types.ServicePrincipal, { clientId: state.clientId });
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
            "The fake azuread provider does not know azuread:index/getDomains:getDomains; add it to local/providers/azuread/functions.ts.",
        ],
    ])("%s of %j", async (name, args, details) => {
        await expect((await provider()).invoke(`azuread:index/${name}:${name}`, args)).rejects.toMatchObject({
            details,
        });
    });

    test("refuse to choose", async () => {
        const displayName = `twins ${crypto.randomUUID()}`;
        await deploy(types.Application, { displayName });
        await deploy(types.Application, { displayName });
        await expect(
            (await provider()).invoke("azuread:index/getApplication:getApplication", { displayName }),
        ).rejects.toMatchObject({
            details: `More than one application found with displayName "${displayName}".`,
        });
    });
});

test("inputs that are missing or not in the table are told together", async () => {
    const { failures } = await (await provider()).check(types.Application, "it", { api: {}, clientId: "x" });
    expect(failures).toEqual([
        { property: "displayName", reason: "missing required property 'displayName'" },
        ...["api", "clientId"].map((property) => ({
            property,
            reason: `The fake azuread provider does not know '${property}' of ${types.Application}; add it to local/providers/azuread/types.ts.`,
        })),
    ]);
    await expect((await provider()).check(token("AppRoleAssignment"), "it", {})).rejects.toMatchObject({
        details:
            "The fake azuread provider does not know azuread:index/appRoleAssignment:AppRoleAssignment; add it to local/providers/azuread/types.ts.",
    });
});

test("each provider works in its own tenant", async () => {
    const { partnerDeployer, deployer } = emulator();
    const { tenantId, clientId, clientSecret } = partnerDeployer;
    const partner = await start("azuread", {
        environment: providerEnvironment(emulator(), deployer),
        configuration: { tenantId, clientId, clientSecret },
    });
    const { state } = await deploy(types.Application, {
        displayName: "multi-tenant",
        signInAudience: "AzureADMultipleOrgs",
    });
    const { inputs } = await partner.check(types.ServicePrincipal, "it", { clientId: state.clientId });
    const { properties } = await partner.create(types.ServicePrincipal, "it", inputs);
    expect(properties).toMatchObject({ applicationTenantId: deployer.tenantId });
    expect(emulator().state.servicePrincipals.find((item) => item.id === properties.objectId)?.tenantId).toBe(tenantId);
    await expect(partner.read(types.Application, "it", `/applications/${state.objectId}`)).resolves.toMatchObject({
        id: "",
    });
});
