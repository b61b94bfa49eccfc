import * as containerservice from "@pulumi/azure-native/containerservice";
import { describe, expect, it } from "vitest";
import { AksAttachment, type AksAttachmentArgs } from "../../components";
import { failed, type MockOptions, record, recordComponent, registryReference, subscriptionId } from "../support/mocks";

const shop = registryReference("shop");
const grants: AksAttachmentArgs["grants"] = { shop: { registry: shop, permission: "pull" } };
const clusterResourceId = `/subscriptions/${subscriptionId}/resourceGroups/aks/providers/Microsoft.ContainerService/managedClusters/web`;
const kubelet = {
    objectId: "44444444-4444-4444-4444-444444444444",
    clientId: "55555555-5555-5555-5555-555555555555",
    resourceId: `/subscriptions/${subscriptionId}/resourcegroups/mc_aks/providers/Microsoft.ManagedIdentity/userAssignedIdentities/web-agentpool`,
};
const subject = 'AksAttachment "web"';

const cluster = { id: clusterResourceId, servicePrincipalProfile: { clientId: "msi" } };
const invokes = {
    "azure-native:containerservice:getManagedCluster": () => ({
        ...cluster,
        identityProfile: { kubeletidentity: kubelet },
    }),
    "azuread:index/getServicePrincipal:getServicePrincipal": ({ objectId }: Record<string, unknown>) =>
        objectId === kubelet.objectId ? kubelet : failed("not found"),
};

const declare = (given: AksAttachmentArgs, options: MockOptions = {}) =>
    recordComponent(() => new AksAttachment("web", given), { invokes, ...options });

describe("AksAttachment", () => {
    it("gives the kubelet identity of a cluster exactly the roles that pull, by mode of the registry", async () => {
        const { recorder, component } = await declare({
            clusterResourceId,
            grants: {
                ...grants,
                apps: { registry: registryReference("apps", "abac"), permission: "pull", repositories: ["web/*"] },
            },
        });
        expect(recorder.tree()).toEqual([
            "acr-auth:index:AksAttachment web",
            "azure-native:authorization:RoleAssignment web-apps-RepositoryReader < web",
            "azure-native:authorization:RoleAssignment web-shop-AcrPull < web",
        ]);
        for (const name of ["web-apps-RepositoryReader", "web-shop-AcrPull"]) {
            expect(recorder.inputs(":RoleAssignment", name)).toMatchObject({
                principalId: kubelet.objectId,
                principalType: "ServicePrincipal",
            });
        }
        expect(recorder.inputs(":RoleAssignment", "web-apps-RepositoryReader").condition).toContain(
            "StringStartsWithIgnoreCase 'web/'",
        );
        expect(await recorder.value(component.principalId)).toBe(kubelet.objectId);
        expect(await recorder.value(component.identityProfile)).toEqual({ kubeletidentity: kubelet });
    });

    it("asks for the cluster by the parts of its id, and takes a registry in another subscription", async () => {
        const asked: Record<string, unknown>[] = [];
        const elsewhere = shop.resourceId.replace(subscriptionId, "99999999-9999-9999-9999-999999999999");
        const { recorder } = await declare(
            {
                clusterResourceId,
                grants: { shop: { registry: { ...shop, resourceId: elsewhere }, permission: "pull" } },
            },
            {
                invokes: {
                    "azure-native:containerservice:getManagedCluster": (args) => {
                        asked.push(args);
                        return { ...cluster, identityProfile: { kubeletidentity: kubelet } };
                    },
                },
            },
        );
        expect(asked).toEqual([{ resourceGroupName: "aks", resourceName: "web" }]);
        expect(recorder.inputs(":RoleAssignment", "web-shop-AcrPull")).toMatchObject({
            scope: elsewhere,
            roleDefinitionId:
                "/subscriptions/99999999-9999-9999-9999-999999999999/providers/Microsoft.Authorization/roleDefinitions/7f951dda-4ed3-4680-a7ca-43fe172d538d",
        });
    });

    it("takes an object id that Entra knows", async () => {
        const { recorder, component } = await declare({ kubeletObjectId: kubelet.objectId, grants });
        expect(recorder.inputs(":RoleAssignment", "web-shop-AcrPull")).toMatchObject({ principalId: kubelet.objectId });
        expect(await recorder.value(component.identityProfile)).toEqual({
            kubeletidentity: { objectId: kubelet.objectId, clientId: kubelet.clientId },
        });
    });

    it("makes a kubelet identity before its cluster and offers it in the cluster's words", async () => {
        const { recorder, component } = await declare({
            kubeletIdentity: { resourceGroupName: "aks", identityName: "web-kubelet", tags: { team: "shop" } },
            grants,
        });
        expect(recorder.tree()).toEqual([
            "acr-auth:index:AksAttachment web",
            "azure-native:authorization:RoleAssignment web-shop-AcrPull < web",
            "azure-native:managedidentity:UserAssignedIdentity web < web",
        ]);
        expect(recorder.inputs(":UserAssignedIdentity", "web")).toEqual({
            resourceGroupName: "aks",
            resourceName: "web-kubelet",
            tags: { team: "shop" },
        });
        expect(recorder.inputs(":RoleAssignment", "web-shop-AcrPull")).toMatchObject({
            principalId: "principal-of-web",
            principalType: "ServicePrincipal",
        });
        expect(await recorder.value(component.identityProfile)).toEqual({
            kubeletidentity: { objectId: "principal-of-web", clientId: "client-of-web", resourceId: "id-of-web" },
        });
    });

    it("previews before the identity or the cluster exists", async () => {
        const recorder = await record(
            () => {
                // Its id is what no preview knows.
                const { id: unknown } = new containerservice.ManagedCluster("new", { resourceGroupName: "aks" });
                new AksAttachment("made", { kubeletIdentity: { resourceGroupName: "aks" }, grants });
                new AksAttachment("cluster", { clusterResourceId: unknown, grants });
                new AksAttachment("object", { kubeletObjectId: unknown, grants });
            },
            { preview: true },
        );
        for (const name of ["made", "cluster", "object"]) {
            expect(recorder.inputs(":RoleAssignment", `${name}-shop-AcrPull`)).toMatchObject({
                scope: shop.resourceId,
                principalType: "ServicePrincipal",
            });
        }
    });

    it.each<[string, AksAttachmentArgs, string[]]>([
        [
            "no identity and no grants",
            { grants: {} },
            [
                "clusterResourceId: is missing, and so are its alternatives. Give exactly one of clusterResourceId, kubeletObjectId, kubeletIdentity.",
                "grants: is empty. Grant a permission on at least one registry.",
            ],
        ],
        [
            "several identities",
            { clusterResourceId, kubeletIdentity: { resourceGroupName: "aks" }, grants },
            [
                "clusterResourceId: is one of several alternatives: clusterResourceId, kubeletIdentity. Give exactly one of clusterResourceId, kubeletObjectId, kubeletIdentity.",
            ],
        ],
        [
            "anything but pull, beside an id that is none and what a legacy registry can't express",
            {
                kubeletObjectId: "web",
                grants: {
                    shop: { registry: shop, permission: "push", repositories: ["web"] },
                    apps: { registry: registryReference("apps", "abac"), permission: "delete" },
                    more: { registry: registryReference("more"), permission: "read" as never },
                },
            },
            [
                'kubeletObjectId: is not an object id (given: "web"). Give what `az aks show --query identityProfile.kubeletidentity.objectId` prints, or clusterResourceId.',
                'grants.shop.permission: is more than a cluster can be granted: every pod in it could use the permission (given: "push"). Use pull, and push from a pipeline with a RegistryManagedIdentity of its own.',
                'grants.apps.permission: is more than a cluster can be granted: every pod in it could use the permission (given: "delete"). Use pull, and push from a pipeline with a RegistryManagedIdentity of its own.',
                "grants.shop.repositories: can't be limited by the roles of a registry in legacy mode, which always cover the whole registry (given: [\"web\"]). Leave repositories out, set the registry's roleAssignmentMode to abac, or use a RepositoryToken.",
                'grants.more.permission: is not a permission (given: "read"). Use one of pull, push, delete, manage.',
            ],
        ],
        [
            "the id of something else, and a name that no identity has",
            {
                clusterResourceId: shop.resourceId,
                kubeletIdentity: { resourceGroupName: "aks", identityName: "x" },
                grants,
            },
            [
                "clusterResourceId: is one of several alternatives: clusterResourceId, kubeletIdentity. Give exactly one of clusterResourceId, kubeletObjectId, kubeletIdentity.",
                `clusterResourceId: is not the ARM id of an AKS cluster (given: "${shop.resourceId}"). Give the id that \`az aks show --query id\` prints.`,
                'kubeletIdentity.identityName: is not the name of an identity (given: "x"). Use 3 to 128 letters, digits, hyphens and underscores, with a letter or digit first.',
            ],
        ],
    ])("refuses %s", async (_, given, problems) => {
        await expect(declare(given)).rejects.toThrow(
            [`Invalid arguments for ${subject}:`, ...problems.map((line) => `  ${line}`)].join("\n"),
        );
    });
});
