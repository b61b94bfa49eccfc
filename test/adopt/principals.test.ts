// Principals: which section each kind is declared in, under which name, and what stays out.
import { describe, expect, it } from "vitest";
import type { RoleName } from "../../azure/roles";
import type { Gap } from "../../estate/gap";
import type { Kind } from "../../estate/kinds";
import { normalise, type Resource } from "../../estate/resource";
import {
    adoptionOf,
    application,
    applicationPassword,
    applicationPath,
    assignmentId,
    clientId,
    cluster,
    clusterId,
    entriesOf,
    groupOf,
    guid,
    identity,
    identityId,
    oid,
    registry,
    registryId,
    roleAssignment,
    servicePrincipal,
    undeclaredIn,
    user,
} from "./estate";

/** Registry contoso, with one role for the principal 1. */
const withRole = (principalType: string, resources: readonly Resource[][], role: RoleName = "AcrPull") => [
    registry("contoso"),
    roleAssignment(1, { role, principalId: oid(1), principalType, scope: registryId("contoso") }),
    ...resources,
];
const contoso = (permission = "pull", role: RoleName = "AcrPull") => ({
    contoso: { registry: "contoso", permission, roleAssignmentNames: { [role]: guid(1) } },
});
/** Section, key and value of the one entry beside the registry's. */
function entryOf(estate: readonly (readonly Resource[])[], gaps: readonly Gap[] = []) {
    const [entry] = adoptionOf(estate, { gaps }).entries.filter(({ section }) => section !== "registries");
    return entry && { [`${entry.section}.${entry.key}`]: entry.value };
}
const gap = (cause: Gap["cause"], ...kinds: Kind[]): Gap => ({
    what: "objects of the directory",
    why: "not asked: needs Directory.Read.All",
    cause,
    kinds,
    within: undefined,
});

const password = (keyId = "dddddddd-0000-0000-0000-000000000001", endDate?: string) =>
    applicationPassword(1, keyId, { displayName: "legacy", ...(endDate === undefined ? {} : { endDate }) });
const app = [servicePrincipal(1, "ci"), application(1, "ci")];

describe("a role of", () => {
    it.each<[string, Resource[][], object]>([
        [
            "User",
            [user(1, "Kim Park", "kim@contoso.com")],
            { "access.kim-park": { principalId: oid(1), principalType: "User", grants: contoso() } },
        ],
        [
            "Group",
            [groupOf(1, "Shop developers")],
            { "access.shop-developers": { principalId: oid(1), principalType: "Group", grants: contoso() } },
        ],
        [
            "ServicePrincipal",
            [identity(1, "puller")],
            { "managedIdentities.puller": { identityResourceId: identityId("puller"), grants: contoso() } },
        ],
        [
            "ServicePrincipal",
            [cluster(1, "shop")],
            { "aksAttachments.shop": { clusterResourceId: clusterId("shop"), grants: contoso() } },
        ],
        [
            "ServicePrincipal",
            [cluster(1, "shop"), identity(1, "shop-agentpool")],
            { "aksAttachments.shop": { clusterResourceId: clusterId("shop"), grants: contoso() } },
        ],
        [
            "ServicePrincipal",
            [...app, password()],
            { "servicePrincipals.ci": { clientId: clientId(1), startsOn: "2026-11-26", grants: contoso() } },
        ],
        [
            "ServicePrincipal",
            app,
            { "access.ci": { principalId: oid(1), principalType: "ServicePrincipal", grants: contoso() } },
        ],
        [
            "ServicePrincipal",
            [servicePrincipal(1, "vm-1", { servicePrincipalType: "ManagedIdentity" })],
            { "access.vm-1": { principalId: oid(1), principalType: "ServicePrincipal", grants: contoso() } },
        ],
        [
            "ServicePrincipal",
            [servicePrincipal(1, "partner", { applicationTenantId: "99999999-0000-0000-0000-000000000000" })],
            { "access.partner": { principalId: oid(1), principalType: "ServicePrincipal", grants: contoso() } },
        ],
    ])("a %s goes where it belongs", (type, resources, expected) => {
        expect(entryOf(withRole(type, resources))).toEqual(expected);
    });

    it("a cluster that pushes is declared by its identity, or as a principal", () => {
        const estate = (...more: Resource[][]) =>
            withRole("ServicePrincipal", [cluster(1, "shop"), ...more], "AcrPush");
        expect(entryOf(estate(identity(1, "shop-agentpool")))).toEqual({
            "managedIdentities.shop-agentpool": {
                identityResourceId: identityId("shop-agentpool"),
                grants: contoso("push", "AcrPush"),
            },
        });
        expect(entryOf(estate())).toEqual({
            "access.shop": {
                principalId: oid(1),
                principalType: "ServicePrincipal",
                grants: contoso("push", "AcrPush"),
            },
        });
    });

    it.each<[string, string, Resource[][], string]>([
        [
            "someone who was deleted",
            "User",
            [],
            "its principal does not exist any more, so the role gives nobody access",
        ],
        [
            "a service of Azure",
            "ServicePrincipal",
            [servicePrincipal(1, "azure", { applicationTenantId: "f8cdef31-a31e-4b4a-93e4-5f571e91255a" })],
            "it is a service of Azure, which assigns and needs the role itself",
        ],
        [
            "another tenant's group",
            "ForeignGroup",
            [],
            "the component does not take a principal of the type ForeignGroup",
        ],
    ])("%s stays undeclared, with the command that removes it", (_, type, resources, why) => {
        const { entries, undeclared } = adoptionOf(withRole(type, resources));
        expect(entries).toHaveLength(1);
        expect(undeclared).toEqual([
            {
                what: `AcrPull of ${oid(1)} on registry contoso`,
                id: assignmentId(registryId("contoso"), 1),
                why,
                command: `az role assignment delete --ids ${assignmentId(registryId("contoso"), 1)}`,
            },
        ]);
    });
});

describe("what was not read", () => {
    it("of people and groups is declared by object id", () => {
        const [key, value] =
            Object.entries(entryOf(withRole("Group", []), [gap("notAllowed", "group")]) ?? {})[0] ?? [];
        expect(key).toMatch(/^access\.group-[0-9a-f]{8}$/);
        expect(value).toEqual({ principalId: oid(1), principalType: "Group", grants: contoso() });
    });

    it.each<[Kind, string]>([
        ["servicePrincipal", "what kind of service principal it is was not read (not asked: needs Directory.Read.All)"],
        [
            "applicationPassword",
            "what kind of service principal it is was not read (not asked: needs Directory.Read.All)",
        ],
        ["userAssignedIdentity", "whether it is a managed identity was not read (not asked: needs Directory.Read.All)"],
    ])("hides what a service principal is: %s", (kind, why) => {
        const gaps = [gap("notAllowed", kind)];
        expect(entryOf(withRole("ServicePrincipal", app), gaps)).toBeUndefined();
        expect(undeclaredIn(withRole("ServicePrincipal", app), { gaps })).toEqual([
            `AcrPull of ${oid(1)} on registry contoso: ${why}`,
        ]);
    });

    it("because nobody asked for it, such as members of groups, hides nothing", () => {
        const gaps = [gap("notRequested", "user", "group", "servicePrincipal")];
        expect(entryOf(withRole("ServicePrincipal", app), gaps)).toHaveProperty(["access.ci"]);
    });
});

describe("several grants of one principal", () => {
    it("become one entry, with a grant for each registry", () => {
        const estate = [
            registry("contoso"),
            registry("fabrikam"),
            groupOf(1, "Developers"),
            ...["contoso", "fabrikam"].map((name, index) =>
                roleAssignment(index + 1, {
                    role: "AcrPull",
                    principalId: oid(1).toUpperCase(),
                    principalType: "Group",
                    scope: registryId(name),
                }),
            ),
        ];
        expect(Object.keys(entriesOf(estate)["access.developers"]?.value.grants ?? {})).toEqual([
            "contoso",
            "fabrikam",
        ]);
    });
});

describe("an application", () => {
    it("gets a password beside those that it has, which stay until they are removed", () => {
        const { entries, moves } = adoptionOf(
            withRole("ServicePrincipal", [...app, password(undefined, "2299-12-31T00:00:00Z")]),
        );
        expect(entries[1]?.parts.at(-1)).toEqual({
            type: "azuread:index/applicationPassword:ApplicationPassword",
            name: "ci-password-0",
            changes: ["Adds a password to the application of service principal ci. Those that it has stay."],
        });
        expect(moves).toMatchObject([
            {
                title: "Consumers of the password legacy of service principal ci",
                first: [
                    "It ends on 2299-12-31, and stays until it is removed.",
                    "Give them the new password, which the deployment adds.",
                ],
                close: {
                    command: `az ad app credential delete --id ${clientId(1)} --key-id dddddddd-0000-0000-0000-000000000001`,
                },
            },
        ]);
    });

    it("keeps its certificates and federated credentials, which no component declares", () => {
        const path = applicationPath(1);
        const credential = (kind: string, id: string, properties: Record<string, unknown>) =>
            normalise({
                urn: id,
                id,
                type: `azuread:index:${kind}`,
                name: "gh",
                inputs: properties,
                outputs: properties,
            });
        const { undeclared } = adoptionOf(
            withRole("ServicePrincipal", [
                ...app,
                credential("ApplicationCertificate", `${path}/certificate/key-1`, { displayName: "old" }),
                credential("ApplicationFederatedIdentityCredential", `${path}/federatedIdentityCredential/id-1`, {
                    subject: "repo:contoso/shop:ref:refs/heads/main",
                }),
                credential("ApplicationCertificate", `${applicationPath(9)}/certificate/key-9`, {
                    displayName: "other",
                }),
            ]),
        );
        expect(undeclared.map(({ what, command }) => [what, command])).toEqual([
            [
                "Certificate old of service principal ci",
                `az ad app credential delete --id ${clientId(1)} --key-id key-1 --cert`,
            ],
            [
                "Federated credential gh of service principal ci, for repo:contoso/shop:ref:refs/heads/main",
                `az ad app federated-credential delete --id ${clientId(1)} --federated-credential-id id-1`,
            ],
        ]);
    });
});
