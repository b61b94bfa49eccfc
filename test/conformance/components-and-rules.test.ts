// Components and rules know nothing of each other; here they meet: what a component declares passes every rule about
// authentication.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it, vi } from "vitest";
import * as components from "../../components";
import {
    AksAttachment,
    ContainerRegistry,
    CredentialVault,
    CrossTenantAksPull,
    CrossTenantApplication,
    RegistryAccess,
    RegistryManagedIdentity,
    RegistryServicePrincipal,
    RepositoryToken,
} from "../../components";
import { buildGraph } from "../../estate/graph/graph";
import { normalise } from "../../estate/resource";
import { parseConfig } from "../../policies/lib/config";
import { isViolation, judge } from "../../policies/lib/judge";
import { authenticationRules } from "../../policies/rules";
import { type MockOptions, type Recorder, record, registryReference } from "../support/mocks";

const asOf = "2026-11-23";

/** The violations of what was recorded, advisory ones included. */
function violations({ resources }: Recorder, config: Record<string, unknown> = {}): string[] {
    const recorded = resources();
    const urnOf = (type: string, name: string) => `urn:pulumi:test::acr-auth::${type}::${name}`;
    const graph = buildGraph(
        recorded.flatMap(({ type, name, parent, inputs, outputs, id, options }) => {
            const component = recorded.find((one) => one.name === parent && one.type.startsWith("acr-auth:"));
            return normalise({
                urn: urnOf(type, name),
                type,
                inputs,
                outputs,
                id,
                parent: component && urnOf(component.type, component.name),
                ignoreChanges: options.ignoreChanges ?? [],
                protect: options.protect === true,
            });
        }),
    );
    const parsed = parseConfig(config, authenticationRules);
    expect(parsed.problems).toEqual([]);
    return judge(graph, authenticationRules, parsed.config, Date.parse(asOf))
        .findings.filter(isViolation)
        .map(({ rule, message }) => `${rule.name}: ${message}`);
}

const legacy = registryReference("shop");
const abac = registryReference("teams", "abac");
const pull = { shop: { registry: legacy, permission: "pull" as const } };
const push = {
    shop: { registry: legacy, permission: "push" as const },
    teams: { registry: abac, permission: "push" as const, repositories: ["team-a/*"] },
};
const inside = { resourceGroupName: "registries" };
const group = { "azuread:index/getGroup:getGroup": () => ({ objectId: "group-object" }) };
const clientId = "33333333-3333-3333-3333-333333333333";

const programs: Record<string, [program: () => void, invokes?: MockOptions["invokes"]]> = {
    "ContainerRegistry, as it is": [() => void new ContainerRegistry("shop", inside)],
    "ContainerRegistry in abac mode": [
        () => void new ContainerRegistry("shop", { ...inside, roleAssignmentMode: "abac" }),
    ],
    "ContainerRegistry with its own grants": [
        () => {
            const { reference } = new ContainerRegistry("shop", { ...inside, roleAssignmentMode: "abac" });
            new RegistryServicePrincipal("ci", { grants: { shop: { registry: reference, permission: "push" } }, asOf });
        },
    ],
    "ContainerRegistry whose break glass has ended": [
        () =>
            void new ContainerRegistry("shop", {
                ...inside,
                adminUser: { reason: "portal", expiresOn: "2026-11-20" },
                asOf,
            }),
    ],
    RegistryAccess: [() => void new RegistryAccess("team", { groupName: "Team", grants: push }), group],
    RegistryServicePrincipal: [() => void new RegistryServicePrincipal("ci", { grants: push, asOf })],
    RegistryManagedIdentity: [
        () =>
            void new RegistryManagedIdentity("ci", {
                ...inside,
                grants: push,
                federatedCredentials: {
                    branch: { github: { organization: "contoso", repository: "shop", branch: "main" } },
                    gitlab: { gitlab: { project: "contoso/shop", branch: "main" } },
                },
            }),
    ],
    AksAttachment: [
        () => void new AksAttachment("aks", { grants: pull, kubeletIdentity: { resourceGroupName: "aks" } }),
    ],
    CrossTenantApplication: [() => void new CrossTenantApplication("partner", { asOf })],
    CrossTenantAksPull: [() => void new CrossTenantAksPull("partner", { clientId, grants: pull })],
    RepositoryToken: [
        () =>
            void new RepositoryToken("device", {
                registry: legacy,
                grants: { app: { repositories: ["app", "team/*"], permission: "push" } },
                asOf,
            }),
    ],
    CredentialVault: [
        () =>
            void new CredentialVault("login", {
                ...inside,
                vaultName: "vault",
                password: pulumi.secret("x"),
                expiresOn: "2027-01-01T00:00:00Z",
                readers: { team: { groupName: "Team" } },
            }),
        group,
    ],
};

describe("a component passes every rule about authentication", () => {
    it.each(Object.entries(programs))("%s", async (_, [program, invokes]) => {
        expect(violations(await record(program, { invokes }))).toEqual([]);
    });

    it("and every component is tried", () => {
        const classes = Object.entries(components).filter(
            ([, value]) => typeof value === "function" && value.prototype instanceof pulumi.ComponentResource,
        );
        expect(classes.length).toBeGreaterThan(8);
        const tried = Object.keys(programs);
        expect(
            classes.filter(([name]) => !tried.some((title) => title.startsWith(name))).map(([name]) => name),
        ).toEqual([]);
    });
});

describe("what opens a registry is seen, whatever the component says", () => {
    it("the admin user, in spite of its reason", async () => {
        const adminUser = { reason: "portal", expiresOn: "2026-12-01" };
        const recorder = await record(() => void new ContainerRegistry("shop", { ...inside, adminUser, asOf }));
        expect(violations(recorder)).toEqual([
            expect.stringContaining(
                "acr-registry-disallow-admin-user: Container registry 'shop' must not enable the admin user.",
            ),
        ]);
        const exemptions = [{ resource: "shop", reason: "portal", owner: "platform", expires: "2026-12-01" }];
        expect(violations(recorder, { "acr-registry-disallow-admin-user": { exemptions } })).toEqual([]);
    });

    it("anonymous pull, and tokens for Azure Resource Manager", async () => {
        const recorder = await record(
            () => void new ContainerRegistry("shop", { ...inside, anonymousPull: true, armAudienceTokens: true }),
        );
        expect(violations(recorder).map((line) => line.replace(/:.*/, ""))).toEqual([
            "acr-registry-disallow-anonymous-pull",
            "acr-registry-disallow-arm-audience-tokens",
        ]);
    });

    it("a push right for what runs containers", async () => {
        const containerapp = await import("@pulumi/azure-native/app/containerApp.js");
        const recorder = await record(() => {
            const identity = new RegistryManagedIdentity("web", { ...inside, grants: push });
            new containerapp.ContainerApp("web", {
                resourceGroupName: "apps",
                identity: { type: "UserAssigned", userAssignedIdentities: [identity.resourceId] },
            });
        });
        expect(violations(recorder).map((line) => line.replace(/:.*/, ""))).toEqual([
            "acr-access-limit-runtime-to-pull",
            "acr-access-limit-runtime-to-pull",
        ]);
    });
});

describe("an example passes every rule about authentication", () => {
    const folder = join(__dirname, "..", "..", "examples");
    const vault = { vaultName: "contoso-vault", vaultResourceGroupName: "vaults" };
    const crossTenant = {
        ...vault,
        clusterTenantId: "cluster-tenant",
        clusterSubscriptionId: "cluster-subscription",
        registryTenantId: "registry-tenant",
        registrySubscriptionId: "registry-subscription",
        registryResourceGroupName: "registries",
        registryName: "shop",
    };
    /** What each program reads; one that is not named here reads nothing. */
    const configs: Record<string, Record<string, string>> = {
        "github-actions": { organization: "contoso", repository: "shop" },
        "individual-identity": { developers: "Developers", testers: "Testers" },
        "service-principal": vault,
        "repository-token": vault,
        "aks-service-principal-cross-tenant": crossTenant,
    };
    /** App Service pulls with ARM tokens, and says so: the one exemption that an example needs. */
    const policies: Record<string, Record<string, unknown>> = {
        "managed-identity-app-service": {
            "acr-registry-disallow-arm-audience-tokens": {
                exemptions: [{ resource: "shop", reason: "App Service", owner: "platform", expires: "2027-12-31" }],
            },
        },
    };
    const options: MockOptions = {
        invokes: {
            ...group,
            "azure-native:authorization:getClientConfig": () => ({ subscriptionId: "subscription" }),
            "azure-native:containerregistry:getRegistry": () => ({
                id: legacy.resourceId,
                loginServer: legacy.loginServer,
            }),
        },
        outputs: { "azuread:index/application:Application": { clientId } },
    };

    it.each(readdirSync(folder).filter((name) => existsSync(join(folder, name, "index.ts"))))("%s", async (name) => {
        vi.resetModules();
        const recorder = await record(
            async () => {
                const config = Object.entries(configs[name] ?? {}).map(([key, value]) => [`${name}:${key}`, value]);
                pulumi.runtime.setAllConfig(Object.fromEntries(config));
                await import(join(folder, name, "index.ts"));
            },
            { project: name, ...options },
        );
        expect(recorder.resources().length).toBeGreaterThan(1);
        expect(violations(recorder, policies[name])).toEqual([]);
    });
});
