// From exported states to the report's data: what is read, from which resource, and what is said to be unknown.
import { describe, expect, it } from "vitest";
import { readInput } from "../../estate/index";
import { accessReport, buildReport } from "../../inventory/index";
import {
    componentStack,
    encrypted,
    exported,
    rawStack,
    readerCondition,
    registryId,
    resourceGroup,
    roleAssignment,
    type State,
    stack,
} from "./states";

const asOf = "2026-11-23";
const report = (...states: object[]) =>
    buildReport(
        states.map((json, index) => ({ file: `${index}.json`, ...readInput(json) })),
        asOf,
    );

const table = ({ principals, registries, grants }: ReturnType<typeof report>) =>
    grants.map(({ principal, registry, permission, repositories, via, scope, until }) => {
        const who = principals.find(({ id }) => id === principal);
        const where = registries.find(({ id }) => id === registry);
        return [
            who?.name,
            who?.kind,
            who?.method,
            permission,
            where?.name,
            repositories.join(" "),
            via,
            scope,
            until,
        ].join(" | ");
    });

describe("a stack of components", () => {
    const result = report(componentStack());

    it("tells who may do what, by which method, until when", () => {
        expect(table(result)).toEqual([
            "platform | group | individual identity | manage | contosoapps | * | Container Registry Repository Contributor | registry | ",
            "platform | group | individual identity | manage | contosobase | * | AcrPush and AcrDelete | registry | ",
            "kim.minji@contoso.com | user | individual identity | pull | contosoapps | shop/* tools/lint | Container Registry Repository Reader | registry | ",
            "ci-push | service principal | service principal | push | contosobase | * | AcrPush | registry | 2027-08-15",
            "shop-aks | kubelet identity | AKS managed identity | pull | partnerimages | * | AcrPull | registry | ",
            "factory-device | repository token | repository token | pull | contosoapps | firmware/* | scope map factory-device | registry | 2027-06-28",
            "factory-device | repository token | repository token | push | contosoapps | logs | scope map factory-device | registry | 2027-06-28",
            "contosolab admin user | admin user | admin user | manage | contosolab | * | admin user | registry | 2026-12-05",
        ]);
    });

    it("lists each registry once, however many resources point at it", () => {
        expect(result.registries.map(({ name, declared }) => [name, declared])).toEqual([
            ["contosoapps", true],
            ["contosobase", true],
            ["contosolab", true],
            ["partnerimages", false],
        ]);
    });

    it("counts a password as expired from the day it ends, and as expiring thirty days before", () => {
        const statusOn = (day: string) =>
            buildReport([{ file: "f", ...readInput(componentStack()) }], day).credentials[0]?.status;
        expect(["2027-01-16", "2027-01-17", "2027-02-15", "2027-02-16"].map(statusOn)).toEqual([
            "valid",
            "expiring",
            "expiring",
            "expired",
        ]);
    });

    it("knows a registry that is managed elsewhere from the reference to it", () => {
        expect(result.registries.find(({ name }) => name === "partnerimages")).toEqual({
            id: registryId("partnerimages").toLowerCase(),
            name: "partnerimages",
            resourceId: registryId("partnerimages"),
            loginServer: "partnerimages.azurecr.io",
            roleAssignmentMode: "legacy",
            adminUser: "unknown",
            anonymousPull: "unknown",
            declared: false,
            resource: null,
        });
    });

    it("follows the schedule of a component to the generations of the next 18 months", () => {
        const names = new Map(result.principals.map(({ id, name }) => [id, name]));
        const rows = result.credentials.map(
            ({ principal, kind, name, generation, startsOn, expiresOn, status, planned }) =>
                [
                    names.get(principal),
                    kind,
                    name,
                    generation,
                    startsOn,
                    expiresOn,
                    status,
                    planned ? "planned" : "exists",
                ].join(" | "),
        );
        expect(rows).toEqual([
            "ci-push | application password | generation 0 | 0 | 2026-02-16 | 2027-02-16 | valid | exists",
            "ci-push | application password | generation 1 | 1 | 2026-08-15 | 2027-08-15 | valid | exists",
            "factory-device | token password | password1 | 2 | 2026-05-24 | 2027-03-20 | valid | exists",
            "factory-device | token password | password2 | 3 | 2026-09-01 | 2027-06-28 | valid | exists",
            "ci-push | application password | generation 2 | 2 | 2027-02-11 | 2028-02-11 | upcoming | planned",
            "ci-push | application password | generation 3 | 3 | 2027-08-10 | 2028-08-09 | upcoming | planned",
            "ci-push | application password | generation 4 | 4 | 2028-02-06 | 2029-02-05 | upcoming | planned",
            "factory-device | token password | password1 | 4 | 2026-12-10 | 2027-10-06 | upcoming | planned",
            "factory-device | token password | password2 | 5 | 2027-03-20 | 2028-01-14 | upcoming | planned",
            "factory-device | token password | password1 | 6 | 2027-06-28 | 2028-04-23 | upcoming | planned",
            "factory-device | token password | password2 | 7 | 2027-10-06 | 2028-08-01 | upcoming | planned",
            "factory-device | token password | password1 | 8 | 2028-01-14 | 2028-11-09 | upcoming | planned",
            "factory-device | token password | password2 | 9 | 2028-04-23 | 2029-02-17 | upcoming | planned",
            "contosolab admin user | admin password | password and password2 |  |  |  | never expires | exists",
        ]);
        expect(result.credentials.slice(0, 3).map(({ removedOn }) => removedOn)).toEqual([
            "2027-02-11",
            "2027-08-10",
            "2026-12-10",
        ]);
        expect(
            result.rotations
                .slice(0, 2)
                .map(({ principal, on, generation, usableUntil }) => [
                    names.get(principal),
                    on,
                    generation,
                    usableUntil,
                ]),
        ).toEqual([
            ["factory-device", "2026-12-10", 4, "2027-03-20"],
            ["ci-push", "2027-02-11", 2, "2027-08-10"],
        ]);
    });

    it("reads break glass with reason and end", () => {
        expect(result.breakGlass).toEqual([
            {
                registry: result.registries.find(({ name }) => name === "contosolab")?.id,
                reason: "Portal deployment of the lab",
                expiresOn: "2026-12-05",
                status: "open",
                resource: "urn:pulumi:prod::images::acr-auth:index:ContainerRegistry::contosolab",
            },
        ]);
        expect(report(componentStack()).sources).toEqual([
            { file: "0.json", stack: "images/prod", kind: "state", resources: 27 },
        ]);
    });

    it("calls a break glass past its date from the day it ends", () => {
        const on = (day: string) =>
            buildReport([{ file: "f", ...readInput(componentStack()) }], day).breakGlass[0]?.status;
        expect([on("2026-12-04"), on("2026-12-05"), on("2026-12-06")]).toEqual([
            "open",
            "past its date",
            "past its date",
        ]);
    });
});

describe("a stack of raw resources", () => {
    const result = report(rawStack());

    it("is understood without any component", () => {
        expect(table(result)).toEqual([
            "99e3dac4-2d90-4c77-a02e-70a0a35c5f99 | service principal | unknown identity | manage | shoplegacy | * | Owner | resource group images | ",
            "release-pipeline | managed identity | managed identity | push | shoplegacy | * | AcrPush | registry | ",
            "release-pipeline | managed identity | managed identity | none | shoplegacy | * | Container Registry Repository Reader | registry | ",
            "old-device | repository token | repository token | none | shoplegacy | * | scope map _repositories_pull | registry | ",
            "partner-upload | repository token | repository token | push | shoplegacy | * | scope map _repositories_push | registry | 2026-12-09",
            "shoplegacy admin user | admin user | admin user | manage | shoplegacy | * | admin user | registry | ",
            "everyone | everyone | anonymous pull | pull | shoplegacy | * | anonymous pull | registry | ",
        ]);
    });

    it("says why a grant has no effect, and what else a role allows", () => {
        expect(result.grants.map(({ via, note }) => [via, note])).toEqual([
            ["Owner", "It may also change settings and give access to others."],
            ["AcrPush", null],
            [
                "Container Registry Repository Reader",
                "Container Registry Repository Reader gives no access to images while the registry is in legacy mode.",
            ],
            ["scope map _repositories_pull", "The token is disabled."],
            ["scope map _repositories_push", null],
            ["admin user", "One account with two passwords, shared by everyone who has them."],
            ["anonymous pull", null],
        ]);
    });

    it("calls an admin user without reason and date undocumented", () => {
        expect(result.breakGlass.map(({ reason, expiresOn, status }) => [reason, expiresOn, status])).toEqual([
            [null, null, "undocumented"],
        ]);
    });

    it("lists what the files do not show, with the command that shows it", () => {
        expect(result.limitations).toEqual([
            {
                subject: "registry shoplegacy",
                message:
                    "Role assignments made outside these stacks are not in the files: at the registry, inherited from its resource group, subscription or management group, or eligible in Privileged Identity Management.",
                command: `az role assignment list --include-inherited --output table --scope ${registryId("shoplegacy")}`,
            },
            {
                subject: "registry shoplegacy",
                message: "Tokens and passwords created outside these stacks are not in the files.",
                command: "az acr token list --output table --registry shoplegacy",
            },
            {
                subject: "99e3dac4-2d90-4c77-a02e-70a0a35c5f99",
                message: "The files hold only its object ID: its kind and how it logs in are unknown.",
                command:
                    "az rest --url https://graph.microsoft.com/v1.0/directoryObjects/99e3dac4-2d90-4c77-a02e-70a0a35c5f99",
            },
            {
                subject: "old-device",
                message:
                    "The files declare no password and no federated credential for it: how it logs in, and until when, is unknown.",
                command: null,
            },
        ]);
    });
});

describe("several stacks", () => {
    it("are one report: a role given wide reaches the registries of all of them", () => {
        const result = report(componentStack(), rawStack());
        const owner = result.grants.filter(({ via }) => via === "Owner");
        expect(
            owner
                .map(
                    ({ registry, permission }) =>
                        `${result.registries.find(({ id }) => id === registry)?.name} ${permission}`,
                )
                .sort(),
        ).toEqual(["contosoapps none", "contosobase manage", "contosolab manage", "shoplegacy manage"]);
    });

    it("fits the published form", () => {
        expect(accessReport.safeParse(report(componentStack(), rawStack())).error).toBeUndefined();
    });
});

describe("conditions", () => {
    const { root, resource } = stack("images", "prod");
    const granted = (condition: string | typeof encrypted) => {
        const registry = resource("azure-native:containerregistry:Registry", "apps", {
            id: registryId("apps"),
            inputs: { registryName: "apps", roleAssignmentMode: "AbacRepositoryPermissions" },
        });
        const assignment = roleAssignment(
            resource,
            "writer",
            "RepositoryWriter",
            registryId("apps"),
            "1e0b6f0a-94f6-4f5e-8d62-8f7c7a2f9b22",
            { condition: condition as string },
        );
        return report(exported([root, registry, assignment])).grants.map(({ permission, repositories, note }) => [
            permission,
            repositories,
            note,
        ]);
    };

    it.each([
        [
            "an action that is not named stays allowed everywhere",
            readerCondition,
            [
                ["pull", ["shop/*", "tools/lint"], null],
                ["push", ["*"], "Its condition does not name this action, so it stays allowed on every repository."],
            ],
        ],
        [
            "another form is not guessed at",
            "@Resource[Microsoft.ContainerRegistry/registries:name] StringEquals 'apps'",
            [["push", [], "It is limited by a condition that this report cannot interpret."]],
        ],
        [
            "a known test inside another form is not believed",
            `NOT (${readerCondition})`,
            [["push", [], "It is limited by a condition that this report cannot interpret."]],
        ],
        ["a value that is not known is said to be so", encrypted, [["push", [], "Its condition is not yet known."]]],
    ])("%s", (_, condition, expected) => {
        expect(granted(condition)).toEqual(expected);
    });
});

describe("a condition on a registry in legacy mode", () => {
    it("is said to have no effect", () => {
        const { root, resource } = stack("images", "prod");
        const registry = resource("azure-native:containerregistry:Registry", "apps", {
            id: registryId("apps"),
            inputs: { registryName: "apps" },
        });
        const assigned = roleAssignment(
            resource,
            "pull",
            "AcrPull",
            registryId("apps"),
            "1e0b6f0a-94f6-4f5e-8d62-8f7c7a2f9b22",
            { condition: readerCondition },
        );
        expect(
            report(exported([root, registry, assigned])).grants.map(({ repositories, note }) => [repositories, note]),
        ).toEqual([
            [["*"], "Its condition has no effect: a registry in legacy mode ignores conditions on repositories."],
        ]);
    });
});

describe("existing principals", () => {
    const { root, resource } = stack("images", "prod");

    it("of a component that was given an application's client id have their passwords found through the component", () => {
        const component = resource("acr-auth:index:RegistryServicePrincipal", "partner", {
            parent: root.urn,
            inputs: {},
        });
        const states: State[] = [
            root,
            component,
            roleAssignment(
                resource,
                "partner-pull",
                "AcrPull",
                registryId("base"),
                "1e0b6f0a-94f6-4f5e-8d62-8f7c7a2f9b22",
                { parent: component.urn },
            ),
            resource("azuread:index/applicationPassword:ApplicationPassword", "partner-password-0", {
                parent: component.urn,
                inputs: {
                    applicationId: "/applications/elsewhere",
                    startDate: "2026-10-01T00:00:00Z",
                    endDate: "2027-10-01T00:00:00Z",
                },
            }),
        ];
        const result = report(exported(states));
        expect(table(result)).toEqual([
            "partner | service principal | service principal | pull | base | * | AcrPull | registry | 2027-10-01",
        ]);
        expect(result.rotations.map(({ on }) => on)).toEqual(["2027-03-30", "2027-09-26", "2028-03-24"]);
    });

    it("that can log in without a password, or with one that never ends, have no end", () => {
        const application = resource("azuread:index/application:Application", "ci", {
            id: "/applications/2c9a0c55-7c8e-4a38-9a56-2b1b5f0d0a33",
            inputs: { displayName: "ci" },
            outputs: { clientId: "7f6d4f0e-52c8-4a57-9d2b-64e3c5a90b44" },
        });
        const principal = resource("azuread:index/servicePrincipal:ServicePrincipal", "ci", {
            inputs: { clientId: "7f6d4f0e-52c8-4a57-9d2b-64e3c5a90b44" },
            outputs: { displayName: "ci", objectId: "3d8b1d66-8d9f-4b49-8b67-3c2c6f1e1b55" },
        });
        const password = resource("azuread:index/applicationPassword:ApplicationPassword", "ci", {
            inputs: {
                applicationId: application.id,
                startDate: "2026-10-01T00:00:00Z",
                endDate: "2027-10-01T00:00:00Z",
            },
        });
        const federated = resource(
            "azuread:index/applicationFederatedIdentityCredential:ApplicationFederatedIdentityCredential",
            "ci",
            {
                inputs: {
                    applicationId: application.id,
                    displayName: "main",
                    subject: "repo:contoso/shop:ref:refs/heads/main",
                },
            },
        );
        const assigned = roleAssignment(
            resource,
            "ci",
            "AcrPush",
            registryId("base"),
            "3d8b1d66-8d9f-4b49-8b67-3c2c6f1e1b55",
        );
        const until = (...credentials: State[]) =>
            report(exported([root, application, principal, assigned, ...credentials])).grants.map(
                (grant) => grant.until,
            );
        expect([until(), until(password), until(password, federated)]).toEqual([[null], ["2027-10-01"], [null]]);
    });

    it("that missed several rotations are due for the last of them only", () => {
        const component = resource("acr-auth:index:RegistryServicePrincipal", "late", {
            parent: root.urn,
            inputs: { period: 30, lifetime: 300 },
        });
        const result = report(
            exported([
                root,
                component,
                roleAssignment(
                    resource,
                    "late-pull",
                    "AcrPull",
                    registryId("base"),
                    "1e0b6f0a-94f6-4f5e-8d62-8f7c7a2f9b22",
                    { parent: component.urn },
                ),
                resource("azuread:index/applicationPassword:ApplicationPassword", "late-password-5", {
                    parent: component.urn,
                    inputs: {
                        applicationId: "/applications/elsewhere",
                        startDate: "2026-08-01T00:00:00Z",
                        endDate: "2027-05-28T00:00:00Z",
                    },
                }),
            ]),
        );
        expect(result.rotations.slice(0, 2).map(({ on, generation }) => [on, generation])).toEqual([
            ["2026-10-30", 8],
            ["2026-11-29", 9],
        ]);
    });
});

describe("what runs as a principal", () => {
    const { root, resource } = stack("images", "prod");

    it("is named: a cluster by its kubelet identity, an app by a service principal's user name", () => {
        const registry = resource("azure-native:containerregistry:Registry", "apps", {
            id: registryId("apps"),
            inputs: { registryName: "apps" },
            outputs: { loginServer: "apps.azurecr.io" },
        });
        const identityId = `${resourceGroup}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/nodes`;
        const clientId = "7f6d4f0e-52c8-4a57-9d2b-64e3c5a90b44";
        const result = report(
            exported([
                root,
                registry,
                resource("azure-native:managedidentity:UserAssignedIdentity", "nodes", {
                    id: identityId,
                    inputs: { resourceName: "nodes" },
                    outputs: { name: "nodes", principalId: "77c1b8a2-0b7e-4a55-8e0c-5e4e813a3d77" },
                }),
                resource("azure-native:containerservice:ManagedCluster", "shop", {
                    inputs: { identityProfile: { kubeletidentity: { resourceId: identityId } } },
                }),
                resource("azuread:index/servicePrincipal:ServicePrincipal", "legacy-app", {
                    inputs: { clientId },
                    outputs: { displayName: "legacy-app", objectId: "3d8b1d66-8d9f-4b49-8b67-3c2c6f1e1b55" },
                }),
                resource("azure-native:containerinstance:ContainerGroup", "worker", {
                    inputs: {
                        imageRegistryCredentials: [
                            { server: "apps.azurecr.io", username: clientId.toUpperCase(), password: encrypted },
                        ],
                    },
                }),
                resource("acr-auth:index:CredentialVault", "legacy-app-login", {
                    inputs: { username: clientId, password: encrypted },
                }),
                roleAssignment(
                    resource,
                    "nodes-pull",
                    "AcrPull",
                    registryId("apps"),
                    "77c1b8a2-0b7e-4a55-8e0c-5e4e813a3d77",
                ),
                roleAssignment(
                    resource,
                    "app-pull",
                    "AcrPull",
                    registryId("apps"),
                    "3d8b1d66-8d9f-4b49-8b67-3c2c6f1e1b55",
                ),
            ]),
        );
        expect(result.principals.map(({ name, kind, method, usedBy }) => [name, kind, method, usedBy])).toEqual([
            ["legacy-app", "service principal", "service principal", ["Key Vault secret legacy-app-login", "worker"]],
            ["nodes", "kubelet identity", "AKS managed identity", ["shop"]],
        ]);
    });

    it("is an AKS service principal where a cluster logs in as it, in this tenant or another", () => {
        const clientId = "7f6d4f0e-52c8-4a57-9d2b-64e3c5a90b44";
        const application = resource("acr-auth:index:CrossTenantApplication", "edge", { inputs: {} });
        const pull = resource("acr-auth:index:CrossTenantAksPull", "edge-pull", { inputs: { clientId } });
        const result = report(
            exported([
                root,
                application,
                pull,
                resource("azuread:index/application:Application", "edge", {
                    id: "/applications/2c9a0c55-7c8e-4a38-9a56-2b1b5f0d0a33",
                    parent: application.urn,
                    inputs: { displayName: "edge" },
                    outputs: { clientId },
                }),
                resource("azuread:index/applicationPassword:ApplicationPassword", "edge-password-2", {
                    parent: application.urn,
                    inputs: {
                        applicationId: "/applications/2c9a0c55-7c8e-4a38-9a56-2b1b5f0d0a33",
                        startDate: "2026-09-26T00:00:00Z",
                        endDate: "2027-09-26T00:00:00Z",
                    },
                }),
                resource("azuread:index/servicePrincipal:ServicePrincipal", "edge-pull", {
                    parent: pull.urn,
                    inputs: { clientId },
                    outputs: { displayName: "edge", objectId: "3d8b1d66-8d9f-4b49-8b67-3c2c6f1e1b55" },
                }),
                roleAssignment(
                    resource,
                    "edge-pull-all-AcrPull",
                    "AcrPull",
                    registryId("base"),
                    "3d8b1d66-8d9f-4b49-8b67-3c2c6f1e1b55",
                    { parent: pull.urn },
                ),
            ]),
        );
        expect(table(result)).toEqual([
            "edge | service principal | AKS service principal | pull | base | * | AcrPull | registry | 2027-09-26",
        ]);
        expect(result.rotations[0]?.on).toBe("2027-03-25");
    });
});

describe("an application that is granted something in another tenant", () => {
    it("has its passwords in the calendar, and is said to have its grants elsewhere", () => {
        const { root, resource } = stack("clusters", "prod");
        const component = resource("acr-auth:index:CrossTenantApplication", "edge", { inputs: {} });
        const application = resource("azuread:index/application:Application", "edge", {
            id: "/applications/2c9a0c55-7c8e-4a38-9a56-2b1b5f0d0a33",
            parent: component.urn,
            inputs: { displayName: "edge" },
        });
        const result = report(
            exported([
                root,
                component,
                application,
                resource("azuread:index/applicationPassword:ApplicationPassword", "edge-password-2", {
                    parent: component.urn,
                    inputs: {
                        applicationId: application.id,
                        startDate: "2026-09-26T00:00:00Z",
                        endDate: "2027-09-26T00:00:00Z",
                    },
                }),
            ]),
        );
        expect(result.principals.map(({ name, method }) => [name, method])).toEqual([
            ["edge", "AKS service principal"],
        ]);
        expect(result.rotations[0]?.on).toBe("2027-03-25");
        expect(result.limitations).toEqual([
            {
                subject: "edge",
                message:
                    "Its passwords are in the files but its grants are not: they are in another stack or another tenant.",
                command: null,
            },
        ]);
    });
});

describe("custom roles", () => {
    const { root, resource } = stack("images", "prod");
    const registry = resource("azure-native:containerregistry:Registry", "apps", {
        id: registryId("apps"),
        inputs: { registryName: "apps" },
    });
    const definitionId = "/providers/Microsoft.Authorization/roleDefinitions/c0571c01-0000-4000-8000-000000000000";
    const granted = (scope: string, permissions: object[]) => {
        const assigned = roleAssignment(resource, "custom", "AcrPull", scope, "1e0b6f0a-94f6-4f5e-8d62-8f7c7a2f9b22");
        const definition = resource("azure-native:authorization:RoleDefinition", "puller", {
            id: definitionId,
            inputs: { roleName: "puller", permissions },
        });
        const states = [
            root,
            registry,
            definition,
            { ...assigned, inputs: { ...assigned.inputs, roleDefinitionId: definitionId } },
        ];
        return report(exported(states)).grants.map(({ permission, via, note }) => [permission, via, note]);
    };

    it("of the stacks are read by what they allow", () => {
        expect(granted(resourceGroup, [{ actions: ["Microsoft.ContainerRegistry/registries/pull/read"] }])).toEqual([
            ["pull", "custom role 'puller'", "The notActions of this custom role are not evaluated."],
        ]);
        expect(granted(registryId("apps"), [{ actions: ["Microsoft.ContainerRegistry/*"] }])).toEqual([
            [
                "manage",
                "custom role 'puller'",
                "It may also change the registry or give access to others. The notActions of this custom role are not evaluated.",
            ],
        ]);
    });

    it("about something else are left out", () => {
        expect(granted(resourceGroup, [{ actions: ["Microsoft.Storage/*"] }])).toEqual([]);
    });
});

describe("roles at wider scopes", () => {
    const { root, resource } = stack("images", "prod");
    const registry = resource("azure-native:containerregistry:Registry", "apps", {
        id: registryId("apps"),
        inputs: { registryName: "apps" },
    });
    const scopes = (scope: string) =>
        report(
            exported([
                root,
                registry,
                roleAssignment(resource, "wide", "AcrPull", scope, "1e0b6f0a-94f6-4f5e-8d62-8f7c7a2f9b22"),
            ]),
        ).grants.map((grant) => grant.scope);

    it.each([
        [resourceGroup.toUpperCase(), ["resource group images"]],
        ["/subscriptions/5b0e8f4e-2c1f-4a53-9f5c-3f6d3a1c0a01", ["subscription 5b0e8f4e-2c1f-4a53-9f5c-3f6d3a1c0a01"]],
        ["/providers/Microsoft.Management/managementGroups/all", ["management group all"]],
        ["/subscriptions/5b0e8f4e-2c1f-4a53-9f5c-3f6d3a1c0a01/resourceGroups/other", []],
        [`${resourceGroup}/providers/Microsoft.KeyVault/vaults/apps`, []],
    ])("%s", (scope, expected) => {
        expect(scopes(scope)).toEqual(expected);
    });
});
