import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { vaultRoles } from "../../azure/vault-roles";
import { CredentialVault, type CredentialVaultArgs, RegistryServicePrincipal } from "../../components";
import { roleAssignmentName } from "../../components/access/role-assignment-name";
import { type MockOptions, record, recordComponent, registryReference, subscriptionId } from "../support/mocks";

const vault = { resourceGroupName: "vaults", vaultName: "contoso-vault" };
const args: CredentialVaultArgs = {
    ...vault,
    username: "web",
    password: pulumi.secret("current"),
    expiresOn: "2027-06-30T00:00:00Z",
};
const serverId = "77777777-7777-7777-7777-777777777777";
const secretId = `/subscriptions/${subscriptionId}/resourceGroups/registries/providers/Microsoft.KeyVault/vaults/contoso-vault/secrets/acr-web`;
const secretsUser = `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/4633458b-17de-408a-b874-0445c86b69e6`;
/** How a secret travels to the engine; the SDK makes one of all that is beside a secret, too. */
const secret = (value: unknown) => ({ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value });

const declare = (changes: Partial<CredentialVaultArgs> = {}, options: MockOptions = {}) =>
    recordComponent(() => new CredentialVault("web", { ...args, ...changes }), options);

describe("CredentialVault", () => {
    it("declares one secret with its end, its kind and whose it is", async () => {
        // As the provider answers: the value beside it makes a secret of the URI.
        const secretUri = "https://contoso-vault.vault.azure.net/secrets/acr-web";
        const { recorder, component } = await declare(
            { secretName: "acr-web", tags: { team: "shop" } },
            { outputs: { "azure-native:keyvault:Secret": { properties: secret({ secretUri }) } } },
        );
        expect(recorder.tree()).toEqual([
            "acr-auth:index:CredentialVault web",
            "azure-native:keyvault:Secret web < web",
        ]);
        expect(recorder.inputs(":Secret", "web")).toEqual({
            ...vault,
            secretName: "acr-web",
            tags: { team: "shop", username: "web" },
            properties: secret({
                value: "current",
                contentType: "text/plain",
                attributes: { enabled: true, expires: Date.UTC(2027, 5, 30) / 1000 },
            }),
        });
        expect(await recorder.value(component.secretUri)).toBe(secretUri);
        expect(await pulumi.isSecret(component.secretUri)).toBe(false);
        expect(await recorder.value(component.expiresOn)).toBe("2027-06-30T00:00:00Z");
    });

    it("makes a secret of a value that nobody marked as one", async () => {
        const { recorder } = await declare({ password: "current" });
        expect(recorder.inputs(":Secret", "web")).toMatchObject({
            properties: secret({ value: "current" }),
        });
        expect(recorder.inputs(":CredentialVault", "web")).toMatchObject({ password: secret("current") });
    });

    it("takes a login file in place of a password", async () => {
        const { recorder } = await declare({
            password: undefined,
            username: undefined,
            dockerConfigJson: pulumi.secret("{}"),
        });
        expect(recorder.inputs(":Secret", "web")).toMatchObject({
            secretName: "web",
            tags: {},
            properties: secret({ value: "{}", contentType: "application/json" }),
        });
    });

    it("always holds the current generation, and never the one before", async () => {
        const stored = async (asOf: string) => {
            const recorder = await record(() => {
                const { username, password, expiresOn } = new RegistryServicePrincipal("ci", {
                    grants: { shop: { registry: registryReference("shop"), permission: "push" } },
                    startsOn: "2026-01-01",
                    asOf,
                });
                new CredentialVault("ci-vault", { ...vault, username, password, expiresOn });
            });
            return recorder.inputs(":Secret", "ci-vault").properties;
        };
        expect(await stored("2026-06-29")).toMatchObject(
            secret({ value: "value-of-ci-password-0", attributes: { expires: Date.UTC(2027, 0, 1) / 1000 } }),
        );
        expect(await stored("2026-06-30")).toMatchObject(
            secret({ value: "value-of-ci-password-1", attributes: { expires: Date.UTC(2027, 5, 30) / 1000 } }),
        );
    });

    it("lets each reader read this secret and no other", async () => {
        const { recorder } = await declare(
            {
                secretName: "acr-web",
                readers: {
                    team: { groupName: "Shop developers" },
                    server: { principalId: serverId, principalType: "ServicePrincipal" },
                },
            },
            { invokes: { "azuread:index/getGroup:getGroup": () => ({ objectId: "group-id" }) } },
        );
        expect(recorder.tree()).toEqual([
            "acr-auth:index:CredentialVault web",
            "azure-native:authorization:RoleAssignment web-reader-server < web",
            "azure-native:authorization:RoleAssignment web-reader-team < web",
            "azure-native:keyvault:Secret web < web",
        ]);
        const reader = { scope: secretId, roleDefinitionId: secretsUser };
        expect(recorder.inputs(":RoleAssignment", "web-reader-team")).toEqual({
            ...reader,
            principalId: "group-id",
            principalType: "Group",
            roleAssignmentName: roleAssignmentName(secretId, "group-id", vaultRoles.SecretsUser.id),
        });
        expect(recorder.inputs(":RoleAssignment", "web-reader-server")).toEqual({
            ...reader,
            principalId: serverId,
            principalType: "ServicePrincipal",
            roleAssignmentName: roleAssignmentName(secretId, serverId, vaultRoles.SecretsUser.id),
        });
    });

    it("previews before the credential exists", async () => {
        const { recorder } = await declare({}, { preview: true });
        expect(recorder.tree()).toHaveLength(2);
    });

    it.each<[string, Partial<CredentialVaultArgs>, string[]]>([
        [
            "a vault, a secret and an end that are none, and nothing to keep",
            {
                vaultName: "contoso.vault.azure.net",
                secretName: "web/password",
                password: undefined,
                expiresOn: "next year",
            },
            [
                'vaultName: is not the name of a vault (given: "contoso.vault.azure.net"). Give the name that `az keyvault show --query name` prints, without .vault.azure.net.',
                'secretName: is not the name of a secret (given: "web/password"). Use 1 to 127 letters, digits and hyphens, and no other characters.',
                "password: is missing, and so are its alternatives. Give exactly one of password, dockerConfigJson.",
                'expiresOn: is not an ISO 8601 timestamp (given: "next year"). Give the expiresOn of a credential component, or a moment such as 2026-05-31T00:00:00Z.',
            ],
        ],
        [
            "readers that are none, or the same",
            {
                readers: {
                    nobody: {},
                    server: { principalId: "builds" },
                    team: { groupName: "Shop developers" },
                    again: { groupName: "shop developers" },
                },
            },
            [
                "readers.nobody.principalId: is missing, and so are its alternatives. Give exactly one of groupName, userPrincipalName and principalId.",
                "readers.server.principalType: is missing, and without it Azure does not find a principal that is new. Set it to one of User, Group, ServicePrincipal.",
                'readers.server.principalId: is not an object id (given: "builds"). Give the object id that Entra shows, or use groupName or userPrincipalName.',
                "readers.again: is the same principal as readers.team. Keep one of the two.",
            ],
        ],
        [
            "a password and a login file in one secret",
            { dockerConfigJson: "{}" },
            [
                "password: is one of several alternatives: password, dockerConfigJson. Give exactly one of password, dockerConfigJson.",
            ],
        ],
    ])("refuses %s", async (_, changes, problems) => {
        await expect(declare(changes)).rejects.toThrow(
            ['Invalid arguments for CredentialVault "web":', ...problems.map((line) => `  ${line}`)].join("\n"),
        );
    });
});
