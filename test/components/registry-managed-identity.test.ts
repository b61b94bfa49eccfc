import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { RegistryManagedIdentity, type RegistryManagedIdentityArgs } from "../../components";
import { type MockOptions, recordComponent, registryReference, subscriptionId } from "../support/mocks";

const shop = registryReference("shop");
const grants: RegistryManagedIdentityArgs["grants"] = { shop: { registry: shop, permission: "push" } };
const args: RegistryManagedIdentityArgs = { resourceGroupName: "identities", grants };
const identityResourceId = `/subscriptions/${subscriptionId}/resourcegroups/identities/providers/Microsoft.ManagedIdentity/userAssignedIdentities/puller`;
const repository = { organization: "contoso", repository: "shop" };

const invokes: MockOptions["invokes"] = {
    "azure-native:managedidentity:getUserAssignedIdentity": ({ resourceGroupName, resourceName }) => ({
        id: identityResourceId,
        clientId: `client-of-${resourceGroupName}/${resourceName}`,
        principalId: "known-principal",
        tenantId: "known-tenant",
    }),
};

const declare = (given: RegistryManagedIdentityArgs, options: MockOptions = {}) =>
    recordComponent(() => new RegistryManagedIdentity("ci", given), options);

describe("RegistryManagedIdentity", () => {
    it("declares an identity and exactly the roles of its grants", async () => {
        const { recorder, component } = await declare({
            ...args,
            grants: {
                ...grants,
                builds: {
                    registry: registryReference("builds", "abac"),
                    permission: "manage",
                    repositories: ["team/*"],
                },
            },
            location: "koreacentral",
            tags: { team: "shop" },
        });
        expect(recorder.tree()).toEqual([
            "acr-auth:index:RegistryManagedIdentity ci",
            "azure-native:authorization:RoleAssignment ci-builds-RepositoryContributor < ci",
            "azure-native:authorization:RoleAssignment ci-shop-AcrPush < ci",
            "azure-native:managedidentity:UserAssignedIdentity ci < ci",
        ]);
        expect(recorder.inputs(":UserAssignedIdentity", "ci")).toEqual({
            resourceGroupName: "identities",
            location: "koreacentral",
            tags: { team: "shop" },
        });
        expect(recorder.inputs(":RoleAssignment", "ci-shop-AcrPush")).toMatchObject({
            principalId: "principal-of-ci",
            principalType: "ServicePrincipal",
            scope: shop.resourceId,
        });
        expect(await recorder.value(component.resourceId)).toBe("id-of-ci");
        expect(await recorder.value(component.clientId)).toBe("client-of-ci");
        expect(await recorder.value(component.principalId)).toBe("principal-of-ci");
        expect(await recorder.value(component.tenantId)).toBe("tenant-of-ci");
    });

    it("uses an identity that exists already", async () => {
        const federatedCredentials = { main: { github: { ...repository, branch: "main" } } };
        const { recorder, component } = await declare(
            { grants, identityResourceId, federatedCredentials },
            { invokes },
        );
        expect(recorder.tree()).toEqual([
            "acr-auth:index:RegistryManagedIdentity ci",
            "azure-native:authorization:RoleAssignment ci-shop-AcrPush < ci",
            "azure-native:managedidentity:FederatedIdentityCredential ci-main < ci",
        ]);
        expect(recorder.inputs(":RoleAssignment", "ci-shop-AcrPush")).toMatchObject({ principalId: "known-principal" });
        expect(recorder.inputs(":FederatedIdentityCredential", "ci-main")).toMatchObject({
            resourceGroupName: "identities",
            resourceName: "puller",
        });
        expect(await recorder.value(component.clientId)).toBe("client-of-identities/puller");
    });

    it("writes federated credentials one after another, in the order of the program", async () => {
        const { recorder } = await declare({
            ...args,
            federatedCredentials: {
                production: { github: { ...repository, environment: "production" } },
                main: { github: { ...repository, organizationId: "1", repositoryId: "2", branch: "main" } },
                gitlab: { gitlab: { project: "contoso/shop", branch: "main" }, audience: "https://gitlab.com" },
                pods: {
                    kubernetes: {
                        issuer: pulumi.output("https://oidc.contoso.com/"),
                        namespace: "build",
                        serviceAccount: "kaniko",
                    },
                },
            },
        });
        const credentials = recorder
            .resources()
            .filter(({ type }) => type === "azure-native:managedidentity:FederatedIdentityCredential");
        const before = Object.fromEntries(
            credentials.map(({ name, options }) => [
                name,
                [options.dependsOn ?? []].flat().map((resource) => (resource as unknown as { __name: string }).__name),
            ]),
        );
        expect(before).toEqual({
            "ci-production": [],
            "ci-main": ["ci-production"],
            "ci-gitlab": ["ci-main"],
            "ci-pods": ["ci-gitlab"],
        });
        expect(Object.fromEntries(credentials.map(({ name, inputs }) => [name, inputs]))).toMatchObject({
            "ci-production": {
                resourceGroupName: "identities",
                resourceName: "ci",
                federatedIdentityCredentialResourceName: "ci-production",
                issuer: "https://token.actions.githubusercontent.com",
                subject: "repo:contoso/shop:environment:production",
                audiences: ["api://AzureADTokenExchange"],
            },
            "ci-main": { subject: "repo:contoso@1/shop@2:ref:refs/heads/main" },
            "ci-gitlab": { issuer: "https://gitlab.com", audiences: ["https://gitlab.com"] },
            "ci-pods": { issuer: "https://oidc.contoso.com/", subject: "system:serviceaccount:build:kaniko" },
        });
    });

    it("previews before the identity exists", async () => {
        const { recorder } = await declare(
            { ...args, federatedCredentials: { main: { github: { ...repository, branch: "main" } } } },
            { preview: true },
        );
        expect(recorder.tree()).toHaveLength(4);
        expect(recorder.inputs(":RoleAssignment", "ci-shop-AcrPush")).toMatchObject({
            scope: shop.resourceId,
            principalType: "ServicePrincipal",
        });
    });

    it.each<[string, RegistryManagedIdentityArgs, string[]]>([
        [
            "a new identity without a resource group",
            { grants },
            [
                "resourceGroupName: is missing, and a new identity needs a resource group. Give resourceGroupName, or the identityResourceId of an existing identity.",
            ],
        ],
        [
            "a name that Azure does not take, a grant that is none and pull requests that push, at once",
            {
                resourceGroupName: "identities",
                identityName: "-",
                grants: { shop: { registry: { ...shop, resourceId: "shop" }, permission: "push" } },
                federatedCredentials: { review: { github: { ...repository, pullRequest: true } } },
            },
            [
                'grants.shop.registry.resourceId: is not the ARM id of a registry (given: "shop"). Pass the reference of a ContainerRegistry, or the id that `az acr show --query id` prints.',
                'identityName: is not the name of an identity (given: "-"). Use 3 to 128 letters, digits, hyphens and underscores, with a letter or digit first.',
                "federatedCredentials.review.github.pullRequest: lets jobs of pull requests, whose code has not been reviewed, do more than pull (grants.shop: push). Use a second identity that only pulls for pull requests.",
            ],
        ],
        [
            "a client id in place of an identity that exists, with inputs of a new one",
            { grants, identityResourceId: "33333333-3333-3333-3333-333333333333", tags: {} },
            [
                'identityResourceId: is not the ARM id of a user-assigned identity (given: "33333333-3333-3333-3333-333333333333"). Give the id that `az identity show --query id` prints.',
                "tags: is only for a new identity, and identityResourceId names an existing one. Leave out one of the two.",
            ],
        ],
    ])("refuses %s", async (_, given, problems) => {
        await expect(declare(given)).rejects.toThrow(
            ['Invalid arguments for RegistryManagedIdentity "ci":', ...problems.map((line) => `  ${line}`)].join("\n"),
        );
    });

    it("keeps the name of a federated credential that was made elsewhere", async () => {
        const main = { name: "the_pipeline", github: { ...repository, branch: "main" } };
        const { recorder } = await declare({ ...args, federatedCredentials: { main } });
        expect(recorder.inputs(":FederatedIdentityCredential", "ci-main")).toMatchObject({
            federatedIdentityCredentialResourceName: "the_pipeline",
        });
        const misnamed = declare({ ...args, federatedCredentials: { main: { ...main, name: "_pipeline" } } });
        await expect(misnamed).rejects.toThrow(
            'federatedCredentials.main.name: is not the name of a federated credential (given: "_pipeline"). Use 3 to 120 letters, digits, hyphens and underscores, with a letter or digit first.',
        );
    });
});
