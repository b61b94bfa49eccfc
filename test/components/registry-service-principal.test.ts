import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { RegistryServicePrincipal, type RegistryServicePrincipalArgs } from "../../components";
import { type MockOptions, recordComponent, registryReference } from "../support/mocks";

const shop = registryReference("shop");
const builds = registryReference("builds");
const pipeline = "66666666-6666-6666-6666-66666666666a";
const args: RegistryServicePrincipalArgs = {
    grants: { shop: { registry: shop, permission: "push" }, builds: { registry: builds, permission: "manage" } },
    startsOn: "2026-01-01",
    asOf: "2026-11-23",
};

const declare = (changes: Partial<RegistryServicePrincipalArgs> = {}, options: MockOptions = {}) =>
    recordComponent(() => new RegistryServicePrincipal("ci", { ...args, ...changes }), options);

const passwords = async (changes: Partial<RegistryServicePrincipalArgs>) =>
    (await declare(changes)).recorder
        .resources()
        .filter(({ type }) => type.endsWith(":ApplicationPassword"))
        .map(({ name, inputs }) => `${name} ${inputs.endDate}`);

describe("RegistryServicePrincipal", () => {
    it("declares an application, its service principal, two passwords and the roles", async () => {
        const { recorder } = await declare();
        expect(recorder.tree()).toEqual([
            "acr-auth:index:RegistryServicePrincipal ci",
            "azure-native:authorization:RoleAssignment ci-builds-AcrDelete < ci",
            "azure-native:authorization:RoleAssignment ci-builds-AcrPush < ci",
            "azure-native:authorization:RoleAssignment ci-shop-AcrPush < ci",
            "azuread:index/application:Application ci < ci",
            "azuread:index/applicationPassword:ApplicationPassword ci-password-0 < ci",
            "azuread:index/applicationPassword:ApplicationPassword ci-password-1 < ci",
            "azuread:index/servicePrincipal:ServicePrincipal ci < ci",
        ]);
        expect(recorder.inputs(":Application", "ci")).toEqual({
            displayName: "ci",
            signInAudience: "AzureADMyOrg",
            owners: ["deployer"],
        });
        expect(recorder.inputs(":ServicePrincipal", "ci")).toEqual({ clientId: "client-of-ci", owners: ["deployer"] });
        expect(recorder.inputs(":ApplicationPassword", "ci-password-1")).toEqual({
            applicationId: "id-of-ci",
            displayName: "ci generation 1",
            endDate: "2027-06-30T00:00:00Z",
            rotateWhenChanged: { revision: "0" },
        });
        expect(recorder.inputs(":RoleAssignment", "ci-shop-AcrPush")).toMatchObject({
            principalId: "principal-of-ci",
            principalType: "ServicePrincipal",
            scope: shop.resourceId,
        });
    });

    it("adds one password a period and leaves the one before as it is", async () => {
        expect(await passwords({ asOf: "2026-06-29" })).toEqual(["ci-password-0 2027-01-01T00:00:00Z"]);
        expect(await passwords({ asOf: "2026-06-30" })).toEqual([
            "ci-password-0 2027-01-01T00:00:00Z",
            "ci-password-1 2027-06-30T00:00:00Z",
        ]);
        expect(await passwords({ asOf: "2026-12-27" })).toEqual([
            "ci-password-1 2027-06-30T00:00:00Z",
            "ci-password-2 2027-12-27T00:00:00Z",
        ]);
    });

    it("replaces every live password when the revision is raised", async () => {
        const { recorder } = await declare({ revision: 1 });
        for (const name of ["ci-password-0", "ci-password-1"]) {
            expect(recorder.inputs(":ApplicationPassword", name)).toMatchObject({
                rotateWhenChanged: { revision: "1" },
            });
        }
    });

    it("offers the current password and a login file for every registry, as secrets", async () => {
        const { recorder, component } = await declare();
        expect(await recorder.value(component.username)).toBe("client-of-ci");
        expect(await recorder.value(component.password)).toBe("value-of-ci-password-1");
        expect(await recorder.value(component.expiresOn)).toBe("2027-06-30T00:00:00Z");
        expect(Object.keys(JSON.parse(await recorder.value(component.dockerConfigJson)).auths)).toEqual([
            "shop.azurecr.io",
            "builds.azurecr.io",
        ]);
        expect(await pulumi.isSecret(component.password)).toBe(true);
        expect(await pulumi.isSecret(component.dockerConfigJson)).toBe(true);
        expect(await pulumi.isSecret(component.username)).toBe(false);
        expect(await pulumi.isSecret(component.expiresOn)).toBe(false);
    });

    it("marks the passwords' values as secrets of the state", async () => {
        const { recorder } = await declare();
        for (const { type, options } of recorder.resources()) {
            if (type.endsWith(":ApplicationPassword")) {
                expect(options.additionalSecretOutputs).toContain("value");
            }
        }
    });

    it("makes the deployer and the given principals owners of application and service principal", async () => {
        const { recorder } = await declare({ owners: [pipeline, pulumi.output(pipeline.toUpperCase())] });
        for (const type of [":Application", ":ServicePrincipal"]) {
            expect(recorder.inputs(type, "ci")).toMatchObject({ owners: ["deployer", pipeline] });
        }
    });

    it("refuses owners that are none, and owners of an existing application", async () => {
        const declared = declare({ owners: ["ci"], clientId: "ci" });
        await expect(declared).rejects.toThrow(
            [
                'Invalid arguments for RegistryServicePrincipal "ci":',
                '  clientId: is not the client id of an application (given: "ci"). Give what `az ad app show --query appId` prints.',
                "  owners: is only for a new application, and clientId names an existing one. Leave out one of the two.",
                '  owners[0]: is not an object id (given: "ci"). Give the object id of a user or a service principal, not a client id.',
            ].join("\n"),
        );
    });

    it("uses an application that exists already", async () => {
        const { recorder } = await declare(
            { clientId: "33333333-3333-3333-3333-333333333333" },
            {
                invokes: {
                    "azuread:index/getApplication:getApplication": () => ({ id: "/applications/app" }),
                    "azuread:index/getServicePrincipal:getServicePrincipal": () => ({ objectId: "known-principal" }),
                },
            },
        );
        expect(recorder.tree().filter((line) => /:Application |:ServicePrincipal /.test(line))).toEqual([]);
        expect(recorder.inputs(":ApplicationPassword", "ci-password-1")).toMatchObject({
            applicationId: "/applications/app",
        });
        expect(recorder.inputs(":RoleAssignment", "ci-shop-AcrPush")).toMatchObject({ principalId: "known-principal" });
    });

    it("refuses a schedule that can't overlap and grants that can't be expressed at once", async () => {
        const declared = declare({
            lifetime: 400,
            period: 250,
            grants: { shop: { registry: shop, permission: "read" as never } },
        });
        await expect(declared).rejects.toThrow(
            [
                'Invalid arguments for RegistryServicePrincipal "ci":',
                '  grants.shop.permission: is not a permission (given: "read"). Use one of pull, push, delete, manage.',
                "  lifetime: is longer than 365 days (given: 400). Set it to at most 365.",
                "  period: is more than half of the lifetime of 400 days, so that two generations would not overlap long enough (given: 250). Set it to at most 182.",
            ].join("\n"),
        );
    });

    it("previews with the principal not known yet", async () => {
        const { recorder } = await declare({}, { preview: true });
        expect(recorder.tree()).toHaveLength(8);
        expect(recorder.inputs(":RoleAssignment", "ci-shop-AcrPush")).toMatchObject({
            scope: shop.resourceId,
            principalType: "ServicePrincipal",
        });
    });
});
