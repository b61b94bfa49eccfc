// The report reads what the components write: each of them, declared for real under mocks, its resources taken as a state.
import { describe, expect, test } from "vitest";
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
} from "../../components/index";
import { type RecordedResource, record, registryReference, subscriptionId } from "../support/mocks";
import { exportOf, type ResourceState } from "../support/pulumi-state";
import { asOf } from "./report-parts";
import { reportOf } from "./reports";

const rotation = { startsOn: "2026-02-16", asOf };

/** What a deployment would have written; the ids that Azure gives are those of the mocks. */
function stateOf(resources: RecordedResource[]): object {
    const urnOf = (type: string, name: string) => `urn:pulumi:test::acr-auth::${type}::${name}`;
    const components = new Map(
        resources.flatMap(({ type, name }) =>
            type.startsWith("acr-auth:") ? [[name, urnOf(type, name)] as const] : [],
        ),
    );
    return exportOf(
        resources.map(({ type, name, parent, inputs, id }): ResourceState => {
            const objectId = `principal-of-${name}`;
            return {
                urn: urnOf(type, name),
                type,
                custom: !type.startsWith("acr-auth:"),
                id,
                inputs,
                outputs: /:(UserAssignedIdentity|ServicePrincipal)$/.test(type)
                    ? { ...inputs, principalId: objectId, objectId }
                    : inputs,
                ...(parent !== undefined && components.has(parent) ? { parent: components.get(parent) } : {}),
            } as ResourceState;
        }),
    );
}

const it = test.extend("report", { scope: "file" }, async () => {
    const recorded = await record(
        () => {
            new ContainerRegistry("lab", {
                resourceGroupName: "registries",
                registryName: "contosolab",
                adminUser: { reason: "Portal deployment", expiresOn: "2026-12-05" },
                asOf,
            });
            const { reference } = new ContainerRegistry("apps", {
                resourceGroupName: "registries",
                registryName: "contosoapps",
                roleAssignmentMode: "abac",
                asOf,
            });
            const base = registryReference("contosobase");
            const one = { one: { registry: base, permission: "pull" as const } };
            new RegistryAccess("auditors", {
                principalId: "0d7a2a9e-3a39-4d4c-8a2d-5b7f0a7f1c11",
                principalType: "Group",
                grants: { one: { registry: reference, permission: "push", repositories: ["audit/*"] } },
            });
            new RegistryServicePrincipal("ci", {
                grants: { one: { registry: base, permission: "manage" } },
                ...rotation,
            });
            new RegistryManagedIdentity("web", {
                resourceGroupName: "registries",
                grants: one,
                federatedCredentials: {
                    main: { github: { organization: "contoso", repository: "shop", branch: "main" } },
                },
            });
            new AksAttachment("nodes", { kubeletIdentity: { resourceGroupName: "registries" }, grants: one });
            new CrossTenantApplication("edge", rotation);
            new CrossTenantAksPull("edge-pull", { clientId: "7f6d4f0e-52c8-4a57-9d2b-64e3c5a90b44", grants: one });
            const device = new RepositoryToken("device", {
                registry: base,
                grants: { one: { repositories: ["firmware/*"], permission: "delete" } },
                ...rotation,
            });
            new CredentialVault("device-login", {
                resourceGroupName: "vaults",
                vaultName: "shop-vault",
                username: device.username,
                password: device.password,
                expiresOn: device.expiresOn,
                readers: {
                    line: {
                        principalId: "5e1f0d3c-7a4b-4b58-9c1e-2f6a8d90b7e1",
                        principalType: "ServicePrincipal",
                    },
                },
            });
            new RepositoryToken("revoked", {
                registry: base,
                grants: { one: { repositories: ["old"], permission: "pull" } },
                enabled: false,
                ...rotation,
            });
        },
        {
            invokes: {
                "azuread:index/getClientConfig:getClientConfig": () => ({
                    tenantId: subscriptionId,
                    objectId: "deployer",
                }),
            },
        },
    );
    return reportOf(stateOf(recorded.resources()));
});

describe("the components' own resources", () => {
    it("are read as what they are: principal, method, permission, repositories, end", ({ report }) => {
        const rows = report.grants.map(({ principal, login, registry, permission, repositories, until }) => {
            const who = report.principals.find(({ id }) => id === principal);
            const as = report.principals.find(({ id }) => id === (login ?? principal));
            const where = report.registries.find(({ id }) => id === registry);
            return [who?.name, as?.method, permission, where?.name, repositories.join(" "), until].join(" | ");
        });
        expect(rows).toMatchInlineSnapshot(`
          [
            "auditors | individual identity | push | contosoapps | audit/* | ",
            "ci | service principal | manage | contosobase | * | 2027-08-15",
            "edge-pull | AKS service principal | pull | contosobase | * | ",
            "line | repository token | delete | contosobase | firmware/* | 2027-08-15",
            "web | managed identity | pull | contosobase | * | ",
            "nodes | AKS managed identity | pull | contosobase | * | ",
            "device | repository token | delete | contosobase | firmware/* | 2027-08-15",
            "revoked | repository token | none | contosobase | old | 2027-08-15",
            "contosolab admin user | admin user | manage | contosolab | * | 2026-12-05",
          ]
        `);
    });

    it("rotate by the schedule that the components follow", ({ report }) => {
        const names = new Map(report.principals.map(({ id, name }) => [id, name]));
        expect(
            report.rotations.map(({ principal, on, generation }) => `${on} ${names.get(principal)} ${generation}`),
        ).toMatchInlineSnapshot(`
          [
            "2027-02-11 ci 2",
            "2027-02-11 edge 2",
            "2027-02-11 device 2",
            "2027-02-11 revoked 2",
            "2027-08-10 ci 3",
            "2027-08-10 edge 3",
            "2027-08-10 device 3",
            "2027-08-10 revoked 3",
            "2028-02-06 ci 4",
            "2028-02-06 edge 4",
            "2028-02-06 device 4",
            "2028-02-06 revoked 4",
          ]
        `);
        expect(
            report.credentials
                .filter(({ planned }) => !planned)
                .map(({ principal, name, startsOn, expiresOn, note }) =>
                    [names.get(principal), name, startsOn, expiresOn, note].join(" | "),
                ),
        ).toMatchInlineSnapshot(`
          [
            "ci | generation 0 | 2026-02-16 | 2027-02-16 | ",
            "ci | generation 1 | 2026-08-15 | 2027-08-15 | ",
            "edge | generation 0 | 2026-02-16 | 2027-02-16 | ",
            "edge | generation 1 | 2026-08-15 | 2027-08-15 | ",
            "device | password1 | 2026-02-16 | 2027-02-16 | ",
            "device | password2 | 2026-08-15 | 2027-08-15 | ",
            "revoked | password1 | 2026-02-16 | 2027-02-16 | ",
            "revoked | password2 | 2026-08-15 | 2027-08-15 | ",
            "web | web-main |  |  | repo:contoso/shop:ref:refs/heads/main",
            "contosolab admin user | password and password2 |  |  | ",
          ]
        `);
    });

    it("open break glass with reason and end", ({ report }) => {
        expect(report.breakGlass.map(({ reason, expiresOn, status }) => [reason, expiresOn, status])).toEqual([
            ["Portal deployment", "2026-12-05", "open"],
        ]);
    });
});
