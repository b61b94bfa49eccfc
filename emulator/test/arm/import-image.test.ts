// `importImage` and `listUsages` of a registry.
import { describe, expect } from "vitest";
import { noteManifest } from "../../registry/metadata";
import { role, type TestEmulator } from "../services";
import { itWithRegistry as it, outcome } from "./azure";

const digest = `sha256:${"a".repeat(64)}`;
const importer = "577a9874-89fd-4f24-9dbd-b5034d0ad23a";
const uidOf = (azure: TestEmulator, name = "contoso") =>
    String(azure.state.resources[azure.registryId(name).toLowerCase()]?.internal?.uid);
const repositories = (azure: TestEmulator, name = "contoso") =>
    Object.values(azure.state.repositories)
        .filter(({ registry }) => registry === uidOf(azure, name))
        .map(({ name: repository, tags }) => [repository, Object.keys(tags)]);

/** The registry fabrikam with the image `base/os:1`. */
const addSource = async (azure: TestEmulator) => {
    await azure.addRegistry({ adminUserEnabled: true }, "Standard", "fabrikam");
    const manifest = { reference: "1", digest, mediaType: "application/vnd.oci.image.manifest.v1+json", imageSize: 7 };
    noteManifest(azure.emulator, uidOf(azure, "fabrikam"), "base/os", manifest);
};
const source = (azure: TestEmulator) => ({ resourceId: azure.registryId("fabrikam"), sourceImage: "base/os:1" });
const send = (azure: TestEmulator, body: Record<string, unknown>, as?: string) =>
    azure.call("POST", `${azure.registryId()}/importImage`, body, as ? { as } : {});

describe("importImage", () => {
    it("brings an image of another registry under new names", async ({ azure }) => {
        await addSource(azure);
        const { status, headers, body } = await send(azure, {
            source: source(azure),
            targetTags: ["app:2", "other:latest"],
            mode: "NoForce",
        });
        expect({ status, body }).toEqual({ status: 202, body: undefined });
        const operation = headers.location ?? "";
        expect(operation).toMatch(/\/locations\/westeurope\/operationResults\/registries-[0-9a-f-]{36}\?api-version=/);
        expect(await azure.call("GET", operation)).toMatchObject({ status: 200, body: { status: "Succeeded" } });
        expect(repositories(azure)).toEqual([
            ["app", ["2"]],
            ["other", ["latest"]],
        ]);
    });

    it("tells how far it is", async ({ azure }) => {
        await addSource(azure);
        azure.emulator.settings.operationPolls = 1;
        const { headers } = await send(azure, { source: source(azure), targetTags: ["app:2"] });
        const poll = () => azure.call("GET", headers.location ?? "");
        expect(await poll()).toMatchObject({ status: 202, body: { status: "Accepted" } });
        expect(await poll()).toMatchObject({ status: 200, body: { status: "Succeeded" } });
    });

    it("overwrites a tag only by force", async ({ azure }) => {
        await addSource(azure);
        const body = { source: source(azure), targetTags: ["app:2"] };
        expect((await send(azure, body)).status).toBe(202);
        expect(outcome(await send(azure, body))).toEqual({ status: 409, code: "Conflict" });
        expect((await send(azure, { ...body, mode: "Force" })).status).toBe(202);
    });

    it("needs the right to import, and to pull the source", async ({ azure }) => {
        await addSource(azure);
        const body = { source: source(azure), targetTags: ["app:2"] };
        const { id } = azure.addServicePrincipal();
        await azure.assign(azure.registryId(), id, role.acrPush);
        expect(outcome(await send(azure, body, id))).toEqual({ status: 403, code: "AuthorizationFailed" });
        await azure.assign(azure.registryId(), id, importer);
        expect(outcome(await send(azure, body, id))).toEqual({ status: 403, code: "Forbidden" });
        await azure.assign(azure.registryId("fabrikam"), id, role.acrPull);
        expect((await send(azure, body, id)).status).toBe(202);
    });

    it("may pull the source with credentials", async ({ azure }) => {
        await addSource(azure);
        const { passwords } = (await azure.call("POST", `${azure.registryId("fabrikam")}/listCredentials`)).body;
        const body = (password: string) => ({
            source: {
                registryUri: "fabrikam.azurecr.io",
                sourceImage: `base/os@${digest}`,
                credentials: { username: "fabrikam", password },
            },
            targetTags: ["app:2"],
        });
        const { id } = azure.addServicePrincipal();
        await azure.assign(azure.registryId(), id, importer);
        expect((await send(azure, body("wrong"), id)).status).toBe(403);
        expect((await send(azure, body(passwords[0].value), id)).status).toBe(202);
    });

    it.for<[string, Record<string, unknown>, number, string]>([
        ["a registry elsewhere", { registryUri: "docker.io", sourceImage: "a:1" }, 400, "SourceRegistryNotReachable"],
        ["an image that is not there", { sourceImage: "base/os:2" }, 404, "ManifestUnknown"],
        ["a name that is none", { sourceImage: "base/os:" }, 400, "InvalidParameter"],
    ])("refuses %s", async ([_, change, status, code], { azure }) => {
        await addSource(azure);
        const { resourceId } = source(azure);
        const from = "registryUri" in change ? change : { resourceId, ...change };
        expect(outcome(await send(azure, { source: from, targetTags: ["app:2"] }))).toEqual({ status, code });
    });
});

describe("listUsages", () => {
    it("tells what of the quotas is used", async ({ azure }) => {
        await azure.call("PUT", `${azure.registryId()}/scopeMaps/pull-app`, {
            properties: { actions: ["repositories/app/content/read"] },
        });
        const { status, body } = await azure.call("GET", `${azure.registryId()}/listUsages`);
        expect({ status, body }).toEqual({
            status: 200,
            body: {
                value: [
                    { name: "Size", limit: 107_374_182_400, currentValue: 0, unit: "Bytes" },
                    { name: "Webhooks", limit: 10, currentValue: 0, unit: "Count" },
                    { name: "ScopeMaps", limit: 500, currentValue: 1, unit: "Count" },
                    { name: "Tokens", limit: 500, currentValue: 0, unit: "Count" },
                ],
            },
        });
    });

    it("of a Premium registry tells of networks and replications too", async ({ azure }) => {
        await azure.addRegistry({ networkRuleSet: { ipRules: [{ value: "192.0.2.1" }] } }, "Premium", "premium");
        const { value } = (await azure.call("GET", `${azure.registryId("premium")}/listUsages`)).body;
        expect(value.map(({ name, currentValue }: Record<string, unknown>) => [name, currentValue])).toEqual([
            ["Size", 0],
            ["Webhooks", 0],
            ["Geo-replications", 0],
            ["IPRules", 1],
            ["VNetRules", 0],
            ["PrivateEndpointConnections", 0],
            ["ScopeMaps", 0],
            ["Tokens", 0],
        ]);
    });

    it("needs the right to read it", async ({ azure }) => {
        const { id } = azure.addServicePrincipal();
        const get = () => azure.call("GET", `${azure.registryId()}/listUsages`, undefined, { as: id });
        await azure.assign(azure.registryId(), id, role.acrPull);
        expect((await get()).status).toBe(403);
        await azure.assign(azure.registryId(), id, role.reader);
        expect((await get()).status).toBe(200);
    });
});
