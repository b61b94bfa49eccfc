import { describe, expect, it } from "vitest";
import { holdsPlainSecret, readState } from "../../estate/sources/pulumi";
import { SECRET } from "../../estate/value";
import { declaredIn } from "../../proofs/read-declared";
import { encryptedSecret, plaintextSecret, type ResourceState } from "../support/pulumi-state";
import {
    access,
    adminPasswords,
    aksAttachment,
    crossTenantApplication,
    crossTenantPull,
    managedIdentity,
    registry,
    servicePrincipal,
    stateOf,
    token,
} from "./states";

const target = {
    resourceId: "/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerRegistry/registries/contoso",
    loginServer: "contoso.azurecr.io",
    roleAssignmentMode: "legacy",
} as const;
const identity = { clientId: "app", principalId: "object", tenantId: "tenant" };

describe("what a state declares", () => {
    it("is registries and access, as the components' inputs say", () => {
        const declared = declaredIn(
            readState(
                stateOf(
                    ...registry("main", target, { sku: "Standard" }),
                    ...servicePrincipal("ci", { app: { registry: target, permission: "push" } }, identity, [
                        { value: plaintextSecret("older"), expiresOn: "2026-06-01T00:00:00Z", keyId: "key-0" },
                        { value: plaintextSecret("newer"), expiresOn: "2026-12-01T00:00:00Z", keyId: "key-1" },
                    ]),
                    ...token("device", target, { app: { repositories: ["team/*"], permission: "pull" } }, [
                        { value: plaintextSecret("slot"), expiresOn: "2026-12-01T00:00:00.000Z" },
                    ]),
                    ...access("people", { app: { registry: target, permission: "delete" } }, "group", {
                        groupName: "Platform engineers",
                    }),
                ),
            ),
        );
        expect(declared).toEqual({
            registries: [
                { name: "main", target, anonymousPull: false, armAudienceTokens: false, adminUser: undefined },
            ],
            access: [
                {
                    name: "people",
                    method: "individual identity",
                    principalId: "group",
                    enabled: true,
                    grants: [{ registry: target, permission: "delete", repositories: ["*"], listCatalog: false }],
                    credentials: [],
                },
                {
                    name: "device",
                    method: "repository token",
                    token: { registry: target, tokenName: "device", passwordNames: new Set(["password1"]) },
                    enabled: true,
                    grants: [{ registry: target, permission: "pull", repositories: ["team/*"], listCatalog: false }],
                    credentials: [
                        {
                            kind: "password",
                            label: "current",
                            username: "device",
                            secret: "slot",
                            expiresOn: "2026-12-01T00:00:00.000Z",
                        },
                    ],
                },
                {
                    name: "ci",
                    method: "service principal",
                    principalId: "object",
                    tenantId: "tenant",
                    application: { clientId: "app" },
                    enabled: true,
                    grants: [{ registry: target, permission: "push", repositories: ["*"], listCatalog: false }],
                    credentials: [
                        {
                            kind: "password",
                            label: "current",
                            username: "app",
                            secret: "newer",
                            expiresOn: "2026-12-01T00:00:00Z",
                        },
                        {
                            kind: "password",
                            label: "previous",
                            username: "app",
                            secret: "older",
                            expiresOn: "2026-06-01T00:00:00Z",
                        },
                    ],
                },
            ],
            secrets: [],
            unread: [],
            keyIds: new Set(["key-0", "key-1"]),
            assignments: new Map(),
            trusts: [],
        });
    });

    const declaredAccess = (...resources: ResourceState[]) => declaredIn(readState(stateOf(...resources))).access;
    const pull = { app: { registry: target, permission: "pull" } };
    const pulling = [{ registry: target, permission: "pull", repositories: ["*"], listCatalog: false }];
    const endpoint = { kind: "endpoint", label: "managed identity", principalId: "object" };

    it("is a managed identity by its endpoint and by each token that it trusts", () => {
        const trust = { issuer: "https://issuer", subject: "job", audiences: ["api://AzureADTokenExchange"] };
        expect(
            declaredAccess(...managedIdentity("robot", pull, { ...identity, tenantId: "tenant" }, { main: trust })),
        ).toEqual([
            {
                name: "robot",
                method: "managed identity",
                principalId: "object",
                tenantId: "tenant",
                enabled: true,
                grants: pulling,
                credentials: [
                    endpoint,
                    {
                        kind: "federated",
                        label: "federated main",
                        clientId: "app",
                        issuer: "https://issuer",
                        subject: "job",
                        audience: "api://AzureADTokenExchange",
                    },
                ],
            },
        ]);
    });

    it("is a cluster by its kubelet identity", () => {
        expect(declaredAccess(...aksAttachment("cluster", pull, "object"))).toEqual([
            {
                name: "cluster",
                method: "AKS managed identity",
                principalId: "object",
                enabled: true,
                grants: pulling,
                credentials: [endpoint],
            },
        ]);
    });

    it("is the same when the two sides of a login across tenants are in two stacks", () => {
        const passwords = [{ value: plaintextSecret("secret"), expiresOn: "2026-12-01T00:00:00Z", keyId: "key" }];
        const application = crossTenantApplication("partner", identity, passwords);
        const here = crossTenantPull("pull", pull, { ...identity, principalId: "here", tenantId: "registry's" });
        const states = [stateOf(...application), stateOf(...here)];
        expect(states.map(holdsPlainSecret)).toEqual([true, false]);
        const inTwo = states.flatMap((each) => readState(each));
        expect(declaredIn(inTwo)).toEqual(declaredIn(readState(stateOf(...application, ...here))));
        const alone = declaredIn(readState(stateOf(...here)));
        expect(alone.access.map(({ credentials }) => credentials)).toEqual([[]]);
    });

    it("is an application of another tenant with the passwords that its own component holds", () => {
        const passwords = [{ value: plaintextSecret("secret"), expiresOn: "2026-12-01T00:00:00Z", keyId: "key" }];
        const [application, here] = declaredAccess(
            ...crossTenantApplication("partner", identity, passwords),
            ...crossTenantPull("partner-pull", pull, { ...identity, principalId: "here", tenantId: "registry's" }),
        );
        expect(application).toEqual({
            name: "partner",
            method: "AKS service principal",
            tenantId: "tenant",
            application: { clientId: "app" },
            enabled: true,
            grants: [],
            credentials: [],
        });
        expect(here).toEqual({
            name: "partner-pull",
            method: "AKS service principal",
            principalId: "here",
            tenantId: "registry's",
            application: { clientId: "app" },
            enabled: true,
            grants: pulling,
            credentials: [
                {
                    kind: "password",
                    label: "current",
                    username: "app",
                    secret: "secret",
                    expiresOn: "2026-12-01T00:00:00Z",
                },
            ],
        });
    });

    it("is the admin user while it is on, with both passwords and its end", () => {
        const resources = registry("main", target, { adminUser: { reason: "why", expiresOn: "2026-12-01" } });
        const [component] = resources;
        const passwords = component
            ? [adminPasswords(component, "contoso", [plaintextSecret("one"), plaintextSecret("two")])]
            : [];
        expect(declaredAccess(...resources)).toEqual([]);
        expect(declaredAccess(...resources, ...passwords)).toEqual([
            {
                name: "main",
                method: "admin user",
                enabled: true,
                endsOn: "2026-12-01",
                grants: [{ registry: target, permission: "manage", repositories: ["*"], listCatalog: true }],
                credentials: [
                    { kind: "password", label: "current", username: "contoso", secret: "one" },
                    { kind: "password", label: "second", username: "contoso", secret: "two" },
                ],
            },
        ]);
    });

    it("keeps encrypted passwords apart from absent ones", () => {
        const { access: entries } = declaredIn(
            readState(
                stateOf(
                    ...token("device", target, { app: { repositories: ["a"], permission: "pull" } }, [
                        { value: encryptedSecret(), expiresOn: "2026-12-01" },
                    ]),
                ),
            ),
        );
        expect(entries[0]?.credentials[0]).toMatchObject({ kind: "password", secret: SECRET });
    });

    it("tells a disabled token and a principal that is an application", () => {
        const { access: entries } = declaredIn(
            readState(
                stateOf(
                    ...token("device", target, { a: { repositories: ["a"], permission: "pull" } }, [], {
                        enabled: false,
                    }),
                    ...access("robot", { a: { registry: target, permission: "pull" } }, "object", {
                        principalType: "ServicePrincipal",
                    }),
                ),
            ),
        );
        expect(entries.map(({ name, enabled, method }) => [name, enabled, method])).toEqual([
            ["device", false, "repository token"],
            ["robot", true, "service principal"],
        ]);
    });

    it("leaves out what is on its way out", () => {
        const [entry] = access("people", { a: { registry: target, permission: "pull" } }, "object");
        const declared = declaredIn(readState(stateOf(...(entry ? [{ ...entry, delete: true }] : []))));
        expect(declared.access).toEqual([]);
    });

    it.each([
        ["no outputs", { outputs: {} }, "outputs.principalId: Invalid input: expected string, received undefined"],
        [
            "an unknown permission",
            { inputs: { grants: { a: { registry: target, permission: "admin" } } } },
            'inputs.grants.a.permission: Invalid option: expected one of "pull"|"push"|"delete"|"manage"',
        ],
    ])("names a component with %s instead of leaving it out", (_, change, why) => {
        const [entry] = access("people", { a: { registry: target, permission: "pull" } }, "object");
        const declared = declaredIn(readState(stateOf(...(entry ? [{ ...entry, ...change }] : []))));
        expect(declared.unread).toEqual([{ name: "people", method: "individual identity", why }]);
        expect(declared.access).toEqual([]);
    });
});
