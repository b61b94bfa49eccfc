import * as azuread from "@pulumi/azuread";
import { describe, expect, it } from "vitest";
import { CrossTenantAksPull, type CrossTenantAksPullArgs, CrossTenantApplication } from "../../components";
import { type MockOptions, recordComponent, registryReference } from "../support/mocks";

const shop = registryReference("shop");
const clientId = "33333333-3333-3333-3333-333333333333";
const rotation = { startsOn: "2026-01-01", asOf: "2026-11-23" };
const pullArgs: CrossTenantAksPullArgs = { clientId, grants: { shop: { registry: shop, permission: "pull" } } };
const invokes = { "azuread:index/getClientConfig:getClientConfig": () => ({ tenantId: "registry-tenant" }) };

describe("CrossTenantAksPull", () => {
    const pull = (args: Partial<CrossTenantAksPullArgs> = {}, options: MockOptions = {}) =>
        recordComponent(() => new CrossTenantAksPull("web", { ...pullArgs, ...args }), { invokes, ...options });

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
            return { tenantId: "registry-tenant", objectId: "deployer" };
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
        const { recorder } = await recordComponent(create, {
            invokes: { "azuread:index/getClientConfig:getClientConfig": inTenant },
        });
        // Who the owner of the application is, and which tenant the registry is in.
        expect(asked.sort()).toEqual(["clusters", "registries"]);
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
                '  grants.shop.permission: is more than a cluster can be granted: every pod in it could use the permission (given: "manage"). Use pull, and push from a pipeline with a RegistryManagedIdentity of its own.',
            ].join("\n"),
        );
    });

    it("previews before the service principal exists", async () => {
        const { recorder } = await pull({}, { preview: true });
        expect(recorder.inputs(":RoleAssignment", "web-shop-AcrPull")).toMatchObject({ scope: shop.resourceId });
    });
});
