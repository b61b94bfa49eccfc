import { Provider } from "@pulumi/azure-native";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { RepositoryToken, type RepositoryTokenArgs } from "../../components";
import { record, registryReference } from "../support/mocks";

const shop = registryReference("shop");
const args: RepositoryTokenArgs = {
    registry: shop,
    grants: {
        app: { repositories: ["shop/web"], permission: "push" },
        base: { repositories: ["base/*"], permission: "pull" },
    },
    startsOn: "2026-01-01",
    asOf: "2026-11-23",
};

async function declare(changes: Partial<RepositoryTokenArgs> = {}, options = {}) {
    const declared: { component?: RepositoryToken } = {};
    const recorder = await record(() => {
        declared.component = new RepositoryToken("edge-device", { ...args, ...changes });
    }, options);
    if (declared.component === undefined) {
        throw new Error("Nothing was declared.");
    }
    return { recorder, component: declared.component };
}

/** Inputs of a dynamic resource without the serialised provider. */
function ownInputs(inputs: Record<string, unknown>): Record<string, unknown> {
    return Object.fromEntries(Object.entries(inputs).filter(([key]) => key !== "__provider"));
}

const slots = async (changes: Partial<RepositoryTokenArgs>) =>
    (await declare(changes)).recorder
        .resources()
        .filter(({ type }) => type.endsWith(":TokenPassword"))
        .map(({ name, inputs }) => `${name} ${inputs.generation} ${inputs.expiresOn}`);

describe("RepositoryToken", () => {
    it("declares a scope map, a token, its status and both password slots", async () => {
        const { recorder } = await declare();
        expect(recorder.tree()).toEqual([
            "acr-auth:index:RepositoryToken edge-device",
            "azure-native:containerregistry:ScopeMap edge-device-scope-map < edge-device",
            "azure-native:containerregistry:Token edge-device < edge-device",
            "pulumi-nodejs:dynamic/acr-auth:TokenPassword edge-device-password1 < edge-device",
            "pulumi-nodejs:dynamic/acr-auth:TokenPassword edge-device-password2 < edge-device",
            "pulumi-nodejs:dynamic/acr-auth:TokenStatus edge-device-status < edge-device",
        ]);
        expect(recorder.inputs(":ScopeMap", "edge-device-scope-map")).toEqual({
            resourceGroupName: "registries",
            registryName: "shop",
            scopeMapName: "edge-device",
            actions: [
                "repositories/base/*/content/read",
                "repositories/base/*/metadata/read",
                "repositories/shop/web/content/read",
                "repositories/shop/web/content/write",
                "repositories/shop/web/metadata/read",
            ],
        });
        expect(recorder.inputs(":Token", "edge-device")).toEqual({
            resourceGroupName: "registries",
            registryName: "shop",
            tokenName: "edge-device",
            scopeMapId: `${shop.resourceId}/scopeMaps/edge-device`,
            status: "enabled",
        });
        expect(ownInputs(recorder.inputs(":TokenPassword", "edge-device-password2"))).toEqual({
            tokenId: `${shop.resourceId}/tokens/edge-device`,
            tokenCreatedOn: "2026-11-23T00:00:00Z",
            loginServer: "shop.azurecr.io",
            passwordName: "password2",
            generation: 1,
            expiresOn: "2027-06-30T00:00:00Z",
            revision: 0,
            deployer: { tenantId: "tenant", objectId: "deployer" },
        });
    });

    it("replaces the older slot each period, in place", async () => {
        expect(await slots({ asOf: "2026-06-29" })).toEqual(["edge-device-password1 0 2027-01-01T00:00:00Z"]);
        expect(await slots({ asOf: "2026-06-30" })).toEqual([
            "edge-device-password1 0 2027-01-01T00:00:00Z",
            "edge-device-password2 1 2027-06-30T00:00:00Z",
        ]);
        expect(await slots({ asOf: "2026-12-27" })).toEqual([
            "edge-device-password1 2 2027-12-27T00:00:00Z",
            "edge-device-password2 1 2027-06-30T00:00:00Z",
        ]);
    });

    it("never changes the token's own inputs: neither a new permission nor a new status is a PUT", async () => {
        const before = (await declare()).recorder;
        const after = (
            await declare({ enabled: false, grants: { app: { repositories: ["other"], permission: "pull" } } })
        ).recorder;
        const token = before.resources().find(({ type }) => type.endsWith(":Token"));
        expect(token?.options.ignoreChanges).toEqual(["status", "credentials", "scopeMapId"]);
        expect({ ...after.inputs(":Token", "edge-device"), status: "enabled" }).toEqual(
            before.inputs(":Token", "edge-device"),
        );
        expect(ownInputs(after.inputs(":TokenStatus", "edge-device-status"))).toEqual({
            tokenId: `${shop.resourceId}/tokens/edge-device`,
            tokenCreatedOn: "2026-11-23T00:00:00Z",
            status: "disabled",
            scopeMapId: `${shop.resourceId}/scopeMaps/edge-device`,
            deployer: { tenantId: "tenant", objectId: "deployer" },
        });
        for (const slot of ["edge-device-password1", "edge-device-password2"]) {
            expect(after.inputs(":TokenPassword", slot)).toEqual(before.inputs(":TokenPassword", slot));
        }
    });

    it("offers the current password and a login file, as secrets", async () => {
        const { recorder, component } = await declare();
        expect(await recorder.value(component.username)).toBe("edge-device");
        expect(await recorder.value(component.password)).toBe("value-of-edge-device-password2");
        expect(await recorder.value(component.expiresOn)).toBe("2027-06-30T00:00:00Z");
        expect(JSON.parse(await recorder.value(component.dockerConfigJson)).auths["shop.azurecr.io"].username).toBe(
            "edge-device",
        );
        expect(await pulumi.isSecret(component.password)).toBe(true);
        expect(await pulumi.isSecret(component.dockerConfigJson)).toBe(true);
        expect(await pulumi.isSecret(component.username)).toBe(false);
    });

    it("marks the passwords as secrets of the state", async () => {
        const { recorder } = await declare();
        const marked = recorder
            .resources()
            .filter(({ options }) => options.additionalSecretOutputs?.includes("password"));
        expect(marked.map(({ name }) => name)).toEqual(["edge-device-password1", "edge-device-password2"]);
    });

    it("tells its dynamic resources who azure-native works as, asked once for each provider", async () => {
        const asked: (string | undefined)[] = [];
        const recorder = await record(
            () => {
                const provider = new Provider("own", { subscriptionId: "s" });
                void new RepositoryToken("edge-device", args, { providers: [provider] });
                void new RepositoryToken("same-device", args, { provider });
                void new RepositoryToken("other-device", args);
                void new RepositoryToken("last-device", args);
            },
            {
                invokes: {
                    "azure-native:authorization:getClientConfig": (_, provider) => {
                        asked.push(provider);
                        return { tenantId: "t", objectId: provider ? "own" : "default" };
                    },
                },
            },
        );
        const deployers = recorder
            .resources()
            .filter(({ type }) => type.endsWith(":TokenStatus"))
            .map(({ name, inputs }) => `${name} ${JSON.stringify(inputs.deployer)}`);
        expect(deployers).toEqual([
            'edge-device-status {"objectId":"own","tenantId":"t"}',
            'last-device-status {"objectId":"default","tenantId":"t"}',
            'other-device-status {"objectId":"default","tenantId":"t"}',
            'same-device-status {"objectId":"own","tenantId":"t"}',
        ]);
        expect(asked).toHaveLength(2);
    });

    it("says everything that is wrong at once", async () => {
        const declared = declare({
            tokenName: "edge",
            lifetime: 366,
            period: 200,
            grants: {
                app: { repositories: ["shop/*/web"], permission: "pull" },
                base: { repositories: ["base"], permission: "admin" as never },
            },
        });
        await expect(declared).rejects.toThrow(
            [
                'Invalid arguments for RepositoryToken "edge-device":',
                '  tokenName: is not a token name (given: "edge"). Use 5 to 50 letters, digits and hyphens, and no other characters.',
                '  grants.app.repositories[0]: has a wildcard that is not the last part of the name (given: "shop/*/web"). Use a wildcard only as the whole last part, as in team/*.',
                '  grants.base.permission: is not a permission (given: "admin"). Use one of pull, push, delete, manage.',
                "  lifetime: is longer than 365 days (given: 366). Set it to at most 365.",
                "  period: is more than half of the lifetime of 366 days, so that two generations would not overlap long enough (given: 200). Set it to at most 182.",
            ].join("\n"),
        );
    });

    it("previews with the token not known yet", async () => {
        const { recorder } = await declare({}, { preview: true });
        expect(recorder.tree()).toHaveLength(6);
        expect(ownInputs(recorder.inputs(":TokenPassword", "edge-device-password1"))).toMatchObject({
            passwordName: "password1",
            generation: 0,
        });
    });

    describe("that was made elsewhere", () => {
        it("keeps its own name, and that of its scope map and what is written there", async () => {
            const { recorder } = await declare({ tokenName: "device-01", scopeMapName: "devices_map" });
            expect(recorder.inputs(":Token", "edge-device")).toMatchObject({
                tokenName: "device-01",
                scopeMapId: `${shop.resourceId}/scopeMaps/devices_map`,
            });
            expect(recorder.inputs(":ScopeMap", "edge-device-scope-map")).toMatchObject({
                scopeMapName: "devices_map",
            });
            const scopeMap = recorder.resources().find(({ type }) => type.endsWith(":ScopeMap"));
            expect(scopeMap?.options.ignoreChanges).toEqual(["description"]);
        });

        it("has only the chosen password written until the first rotation, and then the other one", async () => {
            const firstPassword = "password2";
            expect(await slots({ firstPassword, asOf: "2026-06-29" })).toEqual([
                "edge-device-password2 0 2027-01-01T00:00:00Z",
            ]);
            expect(await slots({ firstPassword, asOf: "2026-06-30" })).toEqual([
                "edge-device-password1 1 2027-06-30T00:00:00Z",
                "edge-device-password2 0 2027-01-01T00:00:00Z",
            ]);
        });

        it("is refused a scope map of Azure's own, and a password that no token has", async () => {
            const declared = declare({ scopeMapName: "_repositories_pull", firstPassword: "password3" as never });
            await expect(declared).rejects.toThrow(
                [
                    '  scopeMapName: is a scope map that belongs to Azure, and can\'t be changed (given: "_repositories_pull"). Leave it out: the token gets a scope map of its own, and keeps its passwords.',
                    '  firstPassword: is not a password of a token (given: "password3"). Use one of password1, password2.',
                ].join("\n"),
            );
        });
    });
});
