// A second adoption: what a state declares is left out, and what is new is added to it.
import { expect, it } from "vitest";
import { importFile } from "../../adopt/import-file";
import { stack } from "../support/pulumi-state";
import {
    adoptionOf,
    application,
    applicationPassword,
    assignmentId,
    federatedCredential,
    groupOf,
    guid,
    identity,
    identityId,
    oid,
    registry,
    registryId,
    roleAssignment,
    scopeMap,
    servicePrincipal,
    token,
    tokenId,
} from "./estate";

const contoso = registryId("contoso");
const estate = [
    registry("contoso", { adminUserEnabled: true }),
    groupOf(1, "Developers"),
    roleAssignment(1, { role: "AcrPull", principalId: oid(1), principalType: "Group", scope: contoso }),
    identity(2, "deploy"),
    roleAssignment(2, { role: "AcrPush", principalId: oid(2), principalType: "ServicePrincipal", scope: contoso }),
    token("contoso", "device", [{ name: "password1" }, { name: "password2", expiry: "2027-11-26T00:00:00Z" }]),
    scopeMap("contoso", "device-scope-map", ["repositories/web/content/read"]),
    servicePrincipal(3, "ci"),
    application(3, "ci"),
    applicationPassword(3, "dddddddd-0000-0000-0000-000000000001", { displayName: "legacy" }),
    applicationPassword(3, "dddddddd-0000-0000-0000-000000000002", { displayName: "ci generation 0" }),
    roleAssignment(3, { role: "AcrPush", principalId: oid(3), principalType: "ServicePrincipal", scope: contoso }),
];

/** The state after import and deployment of what an adoption of the estate says. */
function stateOf() {
    const { root, component, child } = stack("acr-auth", "adopted");
    const byKey = new Map<string, ReturnType<typeof component>>();
    const resources = adoptionOf(estate).entries.flatMap((entry) => {
        const classes: Record<string, string> = {
            registries: "ContainerRegistry",
            access: "RegistryAccess",
            managedIdentities: "RegistryManagedIdentity",
            repositoryTokens: "RepositoryToken",
            servicePrincipals: "RegistryServicePrincipal",
        };
        const owner = component(classes[entry.section] ?? "", entry.key, { inputs: entry.value });
        byKey.set(`${entry.section}.${entry.key}`, owner);
        const parts = entry.parts.map(({ type, name, id }) => {
            const found = estate.flat().find(({ urn }) => urn === id);
            const made = { tokenId: tokenId("contoso", "device"), passwordName: "password2" };
            // azuread writes the path of a password in its own way.
            const path = "dddddddd-0000-0000-0000-000000000002";
            return child(owner, type, name, { id: id ?? path, inputs: found?.inputs ?? made });
        });
        return [owner, ...parts];
    });
    return { state: [root, ...resources], byKey };
}

it("finds nothing to do, and says what people still have to move", () => {
    const { entries, undeclared, moves } = adoptionOf(estate, { state: stateOf().state });
    expect(entries).toEqual([]);
    expect(undeclared).toEqual([]);
    expect(moves.map(({ title }) => title)).toEqual([
        "Whoever logs in to contoso as its admin user",
        "Consumers of token device of contoso, which log in with password1",
        "Consumers of the password legacy of service principal ci",
    ]);
});

it("adds what is new to the components that exist, under keys that are free", () => {
    const { state, byKey } = stateOf();
    const github = "https://token.actions.githubusercontent.com";
    const wider = [
        ...estate,
        roleAssignment(4, { role: "AcrPush", principalId: oid(1), principalType: "Group", scope: contoso }),
        federatedCredential("deploy", "main", "repo:contoso/shop:ref:refs/heads/main", github),
        groupOf(5, "Developers"),
        roleAssignment(5, { role: "AcrPull", principalId: oid(5), principalType: "Group", scope: contoso }),
    ];
    const { entries } = adoptionOf(wider, { state });
    expect(entries.map(({ section, key, value, declaredBy }) => ({ section, key, value, declaredBy }))).toEqual([
        {
            section: "access",
            key: "developers",
            value: {
                grants: {
                    "contoso-push": {
                        registry: "contoso",
                        permission: "push",
                        roleAssignmentNames: { AcrPush: guid(4) },
                    },
                },
            },
            declaredBy: byKey.get("access.developers")?.urn,
        },
        {
            section: "access",
            key: expect.stringMatching(/^developers-[0-9a-f]{8}$/),
            value: expect.objectContaining({ principalId: oid(5) }),
            declaredBy: undefined,
        },
        {
            section: "managedIdentities",
            key: "deploy",
            value: {
                federatedCredentials: {
                    main: { name: "main", github: { organization: "contoso", repository: "shop", branch: "main" } },
                },
            },
            declaredBy: byKey.get("managedIdentities.deploy")?.urn,
        },
    ]);
    const { nameTable, resources } = importFile(entries, "3.28.0");
    expect(nameTable).toEqual({
        "access.developers": byKey.get("access.developers")?.urn,
        "managedIdentities.deploy": byKey.get("managedIdentities.deploy")?.urn,
    });
    expect(resources.map(({ logicalName, id, parent }) => [logicalName, id, parent])).toEqual([
        ["developers-contoso-push-AcrPush", assignmentId(contoso, 4), "access.developers"],
        [entries[1]?.key, undefined, undefined],
        [`${entries[1]?.key}-contoso-AcrPull`, assignmentId(contoso, 5), `access.${entries[1]?.key}`],
        ["deploy-main", `${identityId("deploy")}/federatedIdentityCredentials/main`, "managedIdentities.deploy"],
    ]);
});

it("does not refer to a registry that a state declares without the component", () => {
    const { root, resource } = stack("raw", "dev");
    const raw = resource("azure-native:containerregistry:Registry", "contoso", { id: contoso.toUpperCase() });
    const { entries, undeclared } = adoptionOf(estate, { state: [root, raw] });
    expect(entries).toEqual([]);
    expect(undeclared.map(({ what }) => what)).toEqual(["Access to registry contoso"]);
});
