// Principals that hold a login because they may read its password in a Key Vault.
import { describe, expect, it } from "vitest";
import { roles } from "../../../azure/roles";
import { vaultRoles } from "../../../azure/vault-roles";
import type { AccessReport } from "../../../inventory";
import { compare, reportRenderers } from "../../../inventory";
import { exportOf, type ResourceState, unknown } from "../../support/pulumi-state";
import { reportOf } from "../reports";
import { objectId, registryId, resourceGroup, stack } from "../states";

const { root, resource, registry, roleAssignment, application, servicePrincipal, applicationPassword } = stack(
    "images",
    "prod",
);
const vaultId = (name: string) => `${resourceGroup}/providers/Microsoft.KeyVault/vaults/${name}`;
const secretId = `${vaultId("shop-vault")}/secrets/ci-login`;
const principalOf = (name: string) => `00000000-0000-0000-0000-${name.padStart(12, "0")}`;

const component = resource("acr-auth:index:RegistryServicePrincipal", "ci", { parent: root.urn, inputs: {} });
const parent = component.urn;
const password = applicationPassword("ci-password-1", "2026-08-15T03:00:00Z", "2027-08-15T00:00:00Z", { parent });
const login = [
    root,
    registry("base"),
    component,
    application("ci", { parent }),
    servicePrincipal("ci", { parent }),
    password,
    roleAssignment("ci-base-AcrPush", "AcrPush", registryId("base"), objectId, { parent }),
];

const vault = (inputs: Record<string, unknown> = {}) =>
    resource("acr-auth:index:CredentialVault", "ci-login", { parent: root.urn, inputs });
/** The secret of a CredentialVault, whose value was computed from the password. */
const secret = (rest: Partial<ResourceState> = {}) =>
    resource("azure-native:keyvault:Secret", "ci-login", {
        id: secretId,
        parent: vault().urn,
        inputs: { resourceGroupName: "images", vaultName: "shop-vault", secretName: "ci-login" },
        propertyDependencies: { properties: [password.urn] },
        ...rest,
    });
const assigned = (name: string, roleId: string | object, scope: unknown, rest: Partial<ResourceState> = {}) =>
    resource("azure-native:authorization:RoleAssignment", name, {
        parent: root.urn,
        inputs: {
            scope,
            roleDefinitionId: roleId,
            principalId: principalOf("a1"),
            principalType: "Group",
        },
        ...rest,
    });
const reader = assigned("ci-login-reader-team", vaultRoles.SecretsUser.id, secretId, { parent: vault().urn });
const named = vault({ readers: { team: { groupName: "app team" } } });

/** Grants of others than the login itself. */
function readers({ grants, principals }: AccessReport): string[] {
    const named = new Map(principals.map((principal) => [principal.id, principal]));
    return grants
        .filter(({ login }) => login !== null)
        .map(({ principal, login, permission, registry, repositories, via, until, note }) => {
            const [who, as] = [named.get(principal), named.get(login ?? "")];
            return [
                `${who?.kind} ${who?.name}`,
                `${as?.method} ${as?.name}`,
                permission,
                `${registry.split("::").at(-1)} ${repositories}`,
                via,
                until,
                note,
            ].join(" | ");
        });
}
const readersOf = (...states: ResourceState[]) => readers(reportOf(exportOf([...login, ...states])));
const reads = "reads ci-login from the vault shop-vault | 2027-08-15";
const line = (who: string, note = "") => `${who} | service principal ci | push | base * | ${reads} | ${note}`;
const group = `group ${principalOf("a1")}`;

describe("a reader of a login's secret", () => {
    it("may do what the login may, for as long, and has the name that its vault gives it", () => {
        expect(readersOf(named, secret(), reader)).toEqual([line("group app team")]);
    });

    it.each<[string, string, string, string[]]>([
        ["Secrets User on the vault", vaultRoles.SecretsUser.id, vaultId("shop-vault"), ["the vault shop-vault"]],
        ["Secrets User above the vault", vaultRoles.SecretsUser.id, resourceGroup, ["images"]],
        ["Secrets Officer", vaultRoles.SecretsOfficer.id, vaultId("SHOP-VAULT"), ["the vault shop-vault"]],
        ["Administrator", vaultRoles.Administrator.id, vaultId("shop-vault"), ["the vault shop-vault"]],
        ["Certificate User", vaultRoles.CertificateUser.id, vaultId("shop-vault"), ["the vault shop-vault"]],
        ["Secrets User on another vault", vaultRoles.SecretsUser.id, vaultId("shop-vault2"), []],
        ["Secrets User on another secret", vaultRoles.SecretsUser.id, `${vaultId("shop-vault")}/secrets/x`, []],
        ["Key Vault Reader", "21090545-7ca7-4776-b22c-e363652d74d2", vaultId("shop-vault"), []],
        ["Owner", roles.Owner.id, vaultId("shop-vault"), []],
    ])("by %s", (_, roleId, scope, places) => {
        const role = Object.values(vaultRoles).find(({ id }) => id === roleId)?.displayName;
        expect(readersOf(vault(), secret(), assigned("other", roleId, scope))).toEqual(
            places.map((place) => line(group, `It has the role ${role} on ${place}.`)),
        );
    });

    it.each<[string, string[]]>([
        [
            "Microsoft.KeyVault/vaults/secrets/*",
            [line(group, "It has the role custom role 'mine' on the vault shop-vault.")],
        ],
        ["Microsoft.KeyVault/vaults/secrets/readMetadata/action", []],
    ])("by a custom role with %s", (action, expected) => {
        const definition = resource("azure-native:authorization:RoleDefinition", "mine", {
            id: `${resourceGroup}/providers/Microsoft.Authorization/roleDefinitions/9a1b2c3d`,
            inputs: { permissions: [{ actions: [], dataActions: [action] }] },
        });
        const assignment = assigned("other", definition.id as string, vaultId("shop-vault"));
        expect(readersOf(vault(), secret(), definition, assignment)).toEqual(expected);
    });

    it("is listed once, without a note if one of its roles is for the secret alone", () => {
        const officer = assigned("officer", vaultRoles.SecretsOfficer.id, vaultId("shop-vault"));
        expect(readersOf(named, secret(), officer, reader)).toEqual([line("group app team")]);
    });

    it("is known before anything exists, by what its scope and the secret are computed from", () => {
        const planned = secret({ id: "", propertyDependencies: { properties: [password.urn] } });
        const direct = assigned("ci-login-reader-team", unknown as never, unknown, {
            parent: named.urn,
            propertyDependencies: { scope: [planned.urn] },
        });
        expect(readersOf(named, planned, direct)).toEqual([line("group app team")]);
        const store = resource("azure-native:keyvault:Vault", "store", { inputs: {} });
        const inStore = secret({
            id: "",
            inputs: { resourceGroupName: "images", vaultName: unknown, secretName: "ci-login" },
            propertyDependencies: { properties: [password.urn], vaultName: [store.urn] },
        });
        const whole = (roleId: unknown) =>
            assigned("other", roleId as never, unknown, { propertyDependencies: { scope: [store.urn] } });
        const via = "reads ci-login from the vault not yet known | 2027-08-15";
        const planLine = `${group} | service principal ci | push | base * | ${via} | `;
        expect(readersOf(vault(), store, inStore, whole(vaultRoles.SecretsUser.id))).toEqual([
            `${planLine}It has the role Key Vault Secrets User on the vault not yet known.`,
        ]);
        expect(readersOf(vault(), store, inStore, whole(unknown))).toEqual([`${planLine}The role is not yet known.`]);
    });
});

describe("the login in a secret", () => {
    const token = resource("azure-native:containerregistry:Token", "edge", {
        id: `${registryId("base")}/tokens/edge`,
        inputs: {
            registryName: "base",
            tokenName: "edge",
            scopeMapId: `${registryId("base")}/scopeMaps/_repositories_pull`,
            credentials: { passwords: [] },
        },
    });
    const adminPasswords = resource("pulumi-nodejs:dynamic/acr-auth:AdminPasswords", "lab-admin", {
        inputs: { registryId: registryId("lab") },
    });

    it.each<[string, ResourceState[], Partial<ResourceState>, string]>([
        ["a token's, by the user name", [token, vault({ username: "edge" })], {}, "repository token edge"],
        [
            "the admin user's",
            [registry("lab", { adminUserEnabled: true }), adminPasswords, vault()],
            { propertyDependencies: { properties: [adminPasswords.urn] } },
            "admin user lab admin user",
        ],
        [
            "a service principal's, by what the component was given",
            [{ ...vault(), propertyDependencies: { dockerConfigJson: [component.urn] } } as ResourceState],
            {},
            "service principal ci",
        ],
    ])("is %s", (_, states, dependencies, expected) => {
        const found = readersOf(...states, secret({ propertyDependencies: {}, ...dependencies }), reader);
        expect(found.map((row) => row.split(" | ").slice(0, 2))).toEqual([["group team", expected]]);
    });

    it("is not guessed: the report says that it does not know whose it is, and who may read it", () => {
        const report = reportOf(exportOf([...login, vault(), secret({ propertyDependencies: {} }), reader]));
        expect(readers(report)).toEqual([]);
        const about = ["Key Vault secret ci-login", "vault shop-vault", "team"];
        expect(report.limitations.filter(({ subject }) => about.includes(subject))).toEqual([
            {
                subject: "team",
                message:
                    "It may read a password in a Key Vault, but the grants of that login are not in the files: they are in another stack or another tenant.",
                command: null,
            },
            {
                subject: "vault shop-vault",
                message:
                    "It holds passwords. Whoever else may read its secrets is not in the files: by a role assigned outside these stacks, or by an access policy.",
                command: `az role assignment list --include-inherited --output table --scope ${vaultId("shop-vault")}`,
            },
            {
                subject: "Key Vault secret ci-login",
                message:
                    "The files do not tell whose password it holds: what its readers may do is missing from this report.",
                command: null,
            },
        ]);
    });

    it("is nobody's business here if it is no registry login", () => {
        const unrelated = resource("azure-native:keyvault:Secret", "database", {
            id: `${secretId}2`,
            parent: root.urn,
        });
        const report = reportOf(exportOf([...login, unrelated]));
        expect(report.limitations.filter(({ subject }) => /vault/i.test(subject))).toEqual([]);
    });
});

describe("every format shows a reader", () => {
    const report = () => reportOf(exportOf([...login, named, secret(), reader]));

    it.each<["text" | "markdown" | "html", string | RegExp]>([
        ["text", /\n {2}app team +push +2027-08-15 +all\n {6}group, reads ci-login from the vault shop-vault\n/],
        [
            "markdown",
            "| app team (group) | service principal | push | all | reads ci-login from the vault shop-vault | 2027-08-15 |",
        ],
        ["html", /data-method="service principal"[^>]*>\n<th[^>]*><span class="name">app team<\/span>/],
    ])("%s", (format, expected) => {
        expect(reportRenderers[format](report())).toMatch(expected as RegExp);
    });

    it("a comparison, as access that is gained", () => {
        const before = reportOf(exportOf([...login, vault(), secret()]));
        expect(compare(before, report())).toEqual([
            { direction: "wider", message: "group app team gains push on registry base" },
        ]);
    });
});
