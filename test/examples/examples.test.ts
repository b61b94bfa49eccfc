// Every example declares what its README says, and nothing else.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type MockOptions, type Recorder, record, registryReference } from "../support/mocks";

const folder = join(__dirname, "..", "..", "examples");

interface Example {
    config?: Record<string, string>;
    invokes?: MockOptions["invokes"];
    outputs?: MockOptions["outputs"];
    /** Every resource, as `type name < parent`. */
    tree: string[];
}

const vault = { vaultName: "contoso-vault", vaultResourceGroupName: "vaults" };
const clientConfig = {
    "azure-native:authorization:getClientConfig": () => ({ subscriptionId: "subscription" }),
};
const registryTree = [
    "acr-auth:index:ContainerRegistry shop",
    "azure-native:containerregistry:Registry shop < shop",
    "azure-native:resources:ResourceGroup shop",
    "random:index/randomId:RandomId shop-suffix < shop",
];
const pullIdentity = (name: string) => [
    `acr-auth:index:RegistryManagedIdentity ${name}`,
    `azure-native:authorization:RoleAssignment ${name}-shop-AcrPull < ${name}`,
    `azure-native:managedidentity:UserAssignedIdentity ${name} < ${name}`,
];

const examples: Record<string, Example> = {
    "managed-identity-container-apps": {
        tree: [
            ...registryTree,
            ...pullIdentity("web"),
            "azure-native:app:ContainerApp web",
            "azure-native:app:ManagedEnvironment shop",
        ],
    },
    "managed-identity-app-service": {
        tree: [
            ...registryTree,
            ...pullIdentity("web"),
            "azure-native:web:AppServicePlan shop",
            "azure-native:web:WebApp web",
        ],
    },
    "managed-identity-container-instances": {
        tree: [...registryTree, ...pullIdentity("job"), "azure-native:containerinstance:ContainerGroup job"],
    },
    "github-actions": {
        config: { organization: "contoso", repository: "shop" },
        invokes: clientConfig,
        tree: [
            ...registryTree,
            ...pullIdentity("review"),
            "acr-auth:index:RegistryManagedIdentity release",
            "azure-native:authorization:RoleAssignment release-shop-AcrPush < release",
            "azure-native:managedidentity:FederatedIdentityCredential release-main < release",
            "azure-native:managedidentity:FederatedIdentityCredential release-production < release",
            "azure-native:managedidentity:FederatedIdentityCredential review-pull-requests < review",
            "azure-native:managedidentity:UserAssignedIdentity release < release",
        ],
    },
    "aks-managed-identity": {
        invokes: clientConfig,
        tree: [
            ...registryTree,
            "acr-auth:index:AksAttachment nodes",
            "azure-native:authorization:RoleAssignment cluster-operates-nodes",
            "azure-native:authorization:RoleAssignment nodes-shop-AcrPull < nodes",
            "azure-native:containerservice:ManagedCluster shop",
            "azure-native:managedidentity:UserAssignedIdentity cluster",
            "azure-native:managedidentity:UserAssignedIdentity nodes < nodes",
        ],
    },
    "aks-service-principal-cross-tenant": {
        config: {
            ...vault,
            clusterTenantId: "cluster-tenant",
            clusterSubscriptionId: "cluster-subscription",
            registryTenantId: "registry-tenant",
            registrySubscriptionId: "registry-subscription",
            registryResourceGroupName: "registries",
            registryName: "shop",
        },
        invokes: {
            "azure-native:containerregistry:getRegistry": () => ({
                id: registryReference("shop").resourceId,
                loginServer: "shop.azurecr.io",
            }),
            "azuread:index/getClientConfig:getClientConfig": () => ({
                tenantId: "registry-tenant",
                objectId: "deployer",
            }),
        },
        outputs: { "azuread:index/application:Application": { clientId: "33333333-3333-3333-3333-333333333333" } },
        tree: [
            "acr-auth:index:CredentialVault shop-cluster",
            "acr-auth:index:CrossTenantAksPull shop-cluster",
            "acr-auth:index:CrossTenantApplication shop-cluster",
            "azure-native:authorization:RoleAssignment shop-cluster-shop-AcrPull < shop-cluster",
            "azure-native:keyvault:Secret shop-cluster < shop-cluster",
            "azuread:index/application:Application shop-cluster < shop-cluster",
            "azuread:index/applicationPassword:ApplicationPassword shop-cluster-password-# < shop-cluster",
            "azuread:index/applicationPassword:ApplicationPassword shop-cluster-password-# < shop-cluster",
            "azuread:index/servicePrincipal:ServicePrincipal shop-cluster < shop-cluster",
            "pulumi:providers:azure-native cluster-subscription",
            "pulumi:providers:azure-native registry-subscription",
            "pulumi:providers:azuread cluster-tenant",
            "pulumi:providers:azuread registry-tenant",
        ],
    },
    "individual-identity": {
        config: { developers: "Shop developers", testers: "Shop testers" },
        invokes: { "azuread:index/getGroup:getGroup": ({ displayName }) => ({ objectId: `id of ${displayName}` }) },
        tree: [
            ...registryTree,
            "acr-auth:index:RegistryAccess developers",
            "acr-auth:index:RegistryAccess testers",
            "azure-native:authorization:RoleAssignment developers-shop-AcrPush < developers",
            "azure-native:authorization:RoleAssignment testers-shop-AcrPull < testers",
        ],
    },
    "service-principal": {
        config: vault,
        tree: [
            ...registryTree,
            "acr-auth:index:CredentialVault builds",
            "acr-auth:index:RegistryServicePrincipal builds",
            "azure-native:authorization:RoleAssignment builds-shop-AcrPush < builds",
            "azure-native:keyvault:Secret builds < builds",
            "azuread:index/application:Application builds < builds",
            "azuread:index/applicationPassword:ApplicationPassword builds-password-# < builds",
            "azuread:index/applicationPassword:ApplicationPassword builds-password-# < builds",
            "azuread:index/servicePrincipal:ServicePrincipal builds < builds",
        ],
    },
    "repository-token": {
        config: vault,
        tree: [
            ...registryTree,
            "acr-auth:index:CredentialVault devices",
            "acr-auth:index:RepositoryToken devices",
            "azure-native:containerregistry:ScopeMap devices-scope-map < devices",
            "azure-native:containerregistry:Token devices < devices",
            "azure-native:keyvault:Secret devices < devices",
            "pulumi-nodejs:dynamic/acr-auth:TokenPassword devices-password# < devices",
            "pulumi-nodejs:dynamic/acr-auth:TokenPassword devices-password# < devices",
            "pulumi-nodejs:dynamic/acr-auth:TokenStatus devices-status < devices",
        ],
    },
    "admin-user": { tree: registryTree },
};

/** Runs the example's program under mocks, with its config. */
function run(name: string, { config = {}, invokes, outputs }: Example, options: MockOptions = {}): Promise<Recorder> {
    vi.resetModules();
    return record(
        async () => {
            pulumi.runtime.setAllConfig(
                Object.fromEntries(Object.entries(config).map(([key, value]) => [`${name}:${key}`, value])),
            );
            await import(join(folder, name, "index.ts"));
        },
        { project: name, invokes, outputs, ...options },
    );
}

/** Numbers of generations depend on the day. */
const withoutNumbers = (line: string): string => line.replace(/(-password-?)\d+ /, "$1# ");

describe.each(Object.entries(examples))("examples/%s", (name, example) => {
    it.each([false, true])("declares exactly this tree (preview: %s)", async (preview) => {
        const recorder = await run(name, example, { preview });
        expect(recorder.tree().map(withoutNumbers)).toEqual([...example.tree].sort());
    });

    it("is named in its project file like its folder, and asks for no other config", () => {
        const project = readFileSync(join(folder, name, "Pulumi.yaml"), "utf8");
        expect(project).toMatch(new RegExp(`^name: ${name}\n`));
        const required = [...project.matchAll(/^ {8}type: .*\n {8}description: .*\n(?! {8}default)/gm)].length;
        expect(required).toBe(Object.keys(example.config ?? {}).length);
    });

    it("says who uses it, how each client logs in, and when to choose another method", () => {
        const readme = readFileSync(join(folder, name, "README.md"), "utf8");
        for (const heading of ["## Who uses it", "## Run it", "## Log in", "## Choose another method when"]) {
            expect(readme).toContain(heading);
        }
        for (const client of ["docker", "az", "helm", "PowerShell", "Kubernetes"]) {
            expect(readme, client).toMatch(new RegExp(`^\\| ${client} +\\|`, "m"));
        }
        expect(readme).toContain("Connect-AzContainerRegistry");
        expect(readme).toContain("not run here");
    });
});

describe("examples", () => {
    it("has a test for every folder", () => {
        const folders = readdirSync(folder).filter((name) => existsSync(join(folder, name, "Pulumi.yaml")));
        expect(folders.sort()).toEqual(Object.keys(examples).sort());
    });

    it("shows the public sample until the image is pushed, and the image from then on", async () => {
        const name = "managed-identity-container-apps";
        const imageOf = async (config: Record<string, string>) => {
            const { template } = (await run(name, { ...at(name), config })).inputs(":ContainerApp", "web");
            return (template as { containers: { image: string }[] }).containers[0]?.image;
        };
        expect(await imageOf({})).toBe("mcr.microsoft.com/k8se/quickstart:latest");
        expect(await imageOf({ image: "shop/web:v1" })).toBe("shop0a1b2c3d.azurecr.io/shop/web:v1");
    });

    it("hands the kubelet identity to the cluster", async () => {
        const name = "aks-managed-identity";
        const { identityProfile } = (await run(name, at(name))).inputs(":ManagedCluster", "shop");
        expect(identityProfile).toEqual({
            kubeletidentity: { objectId: "principal-of-nodes", clientId: "client-of-nodes", resourceId: "id-of-nodes" },
        });
    });

    it.each(["service-principal", "repository-token"])(
        "%s lets a group read the secret, if one is given",
        async (name) => {
            const recorder = await run(name, {
                ...at(name),
                config: { ...at(name).config, readers: "Readers" },
                invokes: { "azuread:index/getGroup:getGroup": () => ({ objectId: "group-id" }) },
            });
            expect(recorder.tree().filter((line) => line.includes("-reader-"))).toHaveLength(1);
        },
    );

    describe("admin-user, once a day is set", () => {
        beforeEach(() => vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-23T12:00:00Z") }));
        afterEach(() => vi.useRealTimers());

        it("turns the admin user on", async () => {
            const name = "admin-user";
            const recorder = await run(name, { ...at(name), config: { adminUntil: "2026-12-01" } });
            expect(recorder.inputs(":Registry", "shop")).toMatchObject({ adminUserEnabled: true });
            expect(recorder.tree()).toContain(
                "pulumi-nodejs:dynamic/acr-auth:AdminPasswords shop-admin-passwords < shop",
            );
        });
    });
});

function at(name: string): Example {
    const example = examples[name];
    if (example === undefined) {
        throw new Error(`There is no example ${name}.`);
    }
    return example;
}
