import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import {
    CrossTenantAksPull,
    type CrossTenantAksPullArgs,
    CrossTenantApplication,
    type CrossTenantApplicationArgs,
} from "../../components";
import { type MockOptions, record, registryReference } from "../support/mocks";

const shop = registryReference("shop");
const clientId = "33333333-3333-3333-3333-333333333333";
const rotation = { startsOn: "2026-01-01", asOf: "2026-11-23" };
const pullArgs: CrossTenantAksPullArgs = { clientId, grants: { shop: { registry: shop, permission: "pull" } } };
const invokes = { "azuread:index/getClientConfig:getClientConfig": () => ({ tenantId: "registry-tenant" }) };

async function declare<Component>(create: () => Component, options: MockOptions = {}) {
    const declared: { component?: Component } = {};
    const recorder = await record(
        () => {
            declared.component = create();
        },
        { invokes, ...options },
    );
    if (declared.component === undefined) {
        throw new Error("Nothing was declared.");
    }
    return { recorder, component: declared.component };
}

describe("CrossTenantApplication", () => {
    const application = (args: CrossTenantApplicationArgs = {}, options: MockOptions = {}) =>
        declare(() => new CrossTenantApplication("web", { ...rotation, ...args }), options);

    it("declares a multitenant application, its service principal and a password a live generation, and no role", async () => {
        const { recorder } = await application();
        expect(recorder.tree()).toEqual([
            "acr-auth:index:CrossTenantApplication web",
            "azuread:index/application:Application web < web",
            "azuread:index/applicationPassword:ApplicationPassword web-password-0 < web",
            "azuread:index/applicationPassword:ApplicationPassword web-password-1 < web",
            "azuread:index/servicePrincipal:ServicePrincipal web < web",
        ]);
        expect(recorder.inputs(":Application", "web")).toEqual({
            displayName: "web",
            signInAudience: "AzureADMultipleOrgs",
        });
        expect(recorder.inputs(":ServicePrincipal", "web")).toEqual({ clientId: "client-of-web" });
        expect(recorder.inputs(":ApplicationPassword", "web-password-1")).toEqual({
            applicationId: "id-of-web",
            displayName: "web generation 1",
            startDate: "2026-06-30T00:00:00Z",
            endDate: "2027-06-30T00:00:00Z",
            rotateWhenChanged: { revision: "0" },
        });
    });

    it("offers the current password and a login file, as secrets", async () => {
        const { recorder, component } = await application({ loginServers: ["shop.azurecr.io"] });
        expect(await recorder.value(component.username)).toBe("client-of-web");
        expect(await recorder.value(component.password)).toBe("value-of-web-password-1");
        expect(await recorder.value(component.expiresOn)).toBe("2027-06-30T00:00:00Z");
        expect(JSON.parse(await recorder.value(component.dockerConfigJson)).auths["shop.azurecr.io"]).toMatchObject({
            username: "client-of-web",
            password: "value-of-web-password-1",
        });
        expect(await pulumi.isSecret(component.password)).toBe(true);
        expect(await pulumi.isSecret(component.dockerConfigJson)).toBe(true);
        expect(await pulumi.isSecret(component.username)).toBe(false);
        for (const { type, options } of recorder.resources()) {
            if (type.endsWith(":ApplicationPassword")) {
                expect(options.additionalSecretOutputs).toContain("value");
            }
        }
    });

    it("rotates like every credential, and needs no inputs at all", async () => {
        const names = async (asOf: string) =>
            (await application({ asOf })).recorder
                .resources()
                .flatMap(({ type, name }) => (type.endsWith(":ApplicationPassword") ? [name] : []));
        expect(await names("2026-06-29")).toEqual(["web-password-0"]);
        expect(await names("2026-06-30")).toEqual(["web-password-0", "web-password-1"]);
        expect(await names("2026-12-27")).toEqual(["web-password-1", "web-password-2"]);
        const { recorder } = await declare(() => new CrossTenantApplication("web"));
        expect(recorder.tree()).toHaveLength(5);
    });

    it("refuses a schedule that can't overlap", async () => {
        await expect(application({ period: 200 })).rejects.toThrow(
            [
                'Invalid arguments for CrossTenantApplication "web":',
                "  period: is more than half of the lifetime of 365 days, so that two generations would not overlap long enough (given: 200). Set it to at most 182.",
            ].join("\n"),
        );
    });

    it("previews before the application exists", async () => {
        const { recorder } = await application({ loginServers: ["shop.azurecr.io"] }, { preview: true });
        expect(recorder.tree()).toHaveLength(5);
    });
});

describe("CrossTenantAksPull", () => {
    const pull = (args: Partial<CrossTenantAksPullArgs> = {}, options: MockOptions = {}) =>
        declare(() => new CrossTenantAksPull("web", { ...pullArgs, ...args }), options);

    it("declares the application's service principal in this tenant and exactly the roles that pull", async () => {
        const { recorder, component } = await pull({
            grants: {
                ...pullArgs.grants,
                apps: { registry: registryReference("apps", "abac"), permission: "pull" },
            },
        });
        expect(recorder.tree()).toEqual([
            "acr-auth:index:CrossTenantAksPull web",
            "azure-native:authorization:RoleAssignment web-apps-RepositoryReader < web",
            "azure-native:authorization:RoleAssignment web-shop-AcrPull < web",
            "azuread:index/servicePrincipal:ServicePrincipal web < web",
        ]);
        expect(recorder.inputs(":ServicePrincipal", "web")).toEqual({ clientId });
        expect(recorder.inputs(":RoleAssignment", "web-shop-AcrPull")).toMatchObject({
            principalId: "principal-of-web",
            principalType: "ServicePrincipal",
            scope: shop.resourceId,
        });
        expect(await recorder.value(component.clientId)).toBe(clientId);
        expect(await recorder.value(component.principalId)).toBe("principal-of-web");
        expect(await recorder.value(component.tenantId)).toBe("registry-tenant");
    });

    it("works in its own tenant, beside the application in another", async () => {
        const asked: (string | undefined)[] = [];
        const inTenant = (_: object, provider?: string) => {
            asked.push(provider?.split("::").at(-2));
            return { tenantId: "registry-tenant" };
        };
        const create = () => {
            const clusters = new azuread.Provider("clusters", { tenantId: "cluster-tenant" });
            const registries = new azuread.Provider("registries", { tenantId: "registry-tenant" });
            const { clientId: id } = new CrossTenantApplication("app", rotation, { providers: { azuread: clusters } });
            return new CrossTenantAksPull(
                "pull",
                { ...pullArgs, clientId: id.apply(() => clientId) },
                { providers: { azuread: registries } },
            );
        };
        const { recorder } = await declare(create, {
            invokes: { "azuread:index/getClientConfig:getClientConfig": inTenant },
        });
        expect(asked).toEqual(["registries"]);
        const providers = recorder
            .resources()
            .filter(({ type }) => type.startsWith("azuread:index/"))
            .map(({ type, name, provider }) => `${type.split(":").at(-1)} ${name}: ${provider?.split("::").at(-2)}`);
        expect(providers).toEqual([
            "Application app: clusters",
            "ApplicationPassword app-password-0: clusters",
            "ApplicationPassword app-password-1: clusters",
            "ServicePrincipal app: clusters",
            "ServicePrincipal pull: registries",
        ]);
    });

    it("refuses an id that is none and anything but pull, at once", async () => {
        const refused = pull({ clientId: "web", grants: { shop: { registry: shop, permission: "manage" } } });
        await expect(refused).rejects.toThrow(
            [
                'Invalid arguments for CrossTenantAksPull "web":',
                '  clientId: is not the client id of an application (given: "web"). Give the clientId of a CrossTenantApplication, or what `az ad app show --query appId` prints.',
                '  grants.shop.permission: is more than a cluster may do: every pod of it could use the right (given: "manage"). Use pull, and push from a pipeline with a RegistryManagedIdentity of its own.',
            ].join("\n"),
        );
    });

    it("previews before the service principal exists", async () => {
        const { recorder } = await pull({}, { preview: true });
        expect(recorder.inputs(":RoleAssignment", "web-shop-AcrPull")).toMatchObject({ scope: shop.resourceId });
    });
});
