import * as containerservice from "@pulumi/azure-native/containerservice";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it, vi } from "vitest";
import { AksAttachment, type AksAttachmentArgs, type KubeletIdentity } from "../../components";
import { findKubeletOfCluster, findKubeletOfObjectId } from "../../components/identity/kubelet-identity";
import { type MockOptions, record, registryReference, subscriptionId } from "../support/mocks";

const shop = registryReference("shop");
const grants: AksAttachmentArgs["grants"] = { shop: { registry: shop, permission: "pull" } };
const clusterResourceId = `/subscriptions/${subscriptionId}/resourceGroups/aks/providers/Microsoft.ContainerService/managedClusters/web`;
const kubelet = {
    objectId: "44444444-4444-4444-4444-444444444444",
    clientId: "55555555-5555-5555-5555-555555555555",
    resourceId: `/subscriptions/${subscriptionId}/resourcegroups/mc_aks/providers/Microsoft.ManagedIdentity/userAssignedIdentities/web-agentpool`,
};
const subject = 'AksAttachment "web"';

type Answer = (args: Record<string, unknown>) => Record<string, unknown>;
const getManagedCluster = (answer: Answer) => ({ "azure-native:containerservice:getManagedCluster": answer });
const getServicePrincipal = (answer: Answer) => ({ "azuread:index/getServicePrincipal:getServicePrincipal": answer });
const fail = (details: string): never => {
    throw Object.assign(new Error(), { details });
};

const cluster = { id: clusterResourceId, servicePrincipalProfile: { clientId: "msi" } };
const invokes = {
    ...getManagedCluster(() => ({ ...cluster, identityProfile: { kubeletidentity: kubelet } })),
    ...getServicePrincipal(({ objectId }) => (objectId === kubelet.objectId ? kubelet : fail("not found"))),
};

async function declare(given: AksAttachmentArgs, options: MockOptions = {}) {
    const declared: { component?: AksAttachment } = {};
    const recorder = await record(
        () => {
            declared.component = new AksAttachment("web", given);
        },
        { invokes, ...options },
    );
    if (declared.component === undefined) {
        throw new Error("Nothing was declared.");
    }
    return { recorder, component: declared.component };
}

/** Past the Outputs, whose rejections nobody in a test could await. */
async function find(
    search: (component: pulumi.ComponentResource) => Promise<KubeletIdentity>,
    answers: MockOptions["invokes"],
): Promise<KubeletIdentity | undefined> {
    const finding: { found?: Promise<KubeletIdentity> } = {};
    await record(
        () => {
            finding.found = search(new pulumi.ComponentResource("test:index:Component", "test"));
            finding.found.catch(() => undefined);
        },
        { invokes: answers },
    );
    return finding.found;
}

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
                invokes: getManagedCluster((args) => {
                    asked.push(args);
                    return { ...cluster, identityProfile: { kubeletidentity: kubelet } };
                }),
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
                'grants.shop.permission: is more than a cluster may do: every pod of it could use the right (given: "push"). Use pull, and push from a pipeline with a RegistryManagedIdentity of its own.',
                'grants.apps.permission: is more than a cluster may do: every pod of it could use the right (given: "delete"). Use pull, and push from a pipeline with a RegistryManagedIdentity of its own.',
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

describe("findKubeletOfCluster", () => {
    it.each<[string, Answer, string]>([
        [
            "a cluster that runs as a service principal",
            () => ({ id: clusterResourceId, servicePrincipalProfile: { clientId: "app-id" } }),
            `is a cluster that pulls as the service principal with the client id app-id, and has no kubelet identity (given: "${clusterResourceId}"). Give it one with \`az aks update --enable-managed-identity\`, or give its service principal access with RegistryAccess.`,
        ],
        [
            "a cluster without a kubelet identity",
            () => cluster,
            `is a cluster without a kubelet identity (given: "${clusterResourceId}"). Wait until the cluster is complete, or give it one with \`az aks update --assign-kubelet-identity\`.`,
        ],
        [
            "a namesake in the provider's own subscription",
            () => ({
                ...cluster,
                id: clusterResourceId.replace(subscriptionId, "99999999-9999-9999-9999-999999999999"),
                identityProfile: { kubeletidentity: kubelet },
            }),
            `is in another subscription than the one that the component's provider works in (given: "${clusterResourceId}"). Give the component an azure-native provider for the subscription ${subscriptionId} (opts.providers).`,
        ],
        [
            "a cluster that is not found",
            () => fail("404 ResourceNotFound"),
            `is an AKS cluster that can't be read (given: "${clusterResourceId}"). Correct it; if it is right, give the component an azure-native provider that works in the subscription ${subscriptionId} and may read it (opts.providers). ARM says: 404 ResourceNotFound`,
        ],
    ])("explains %s", async (_, answer, problem) => {
        const found = find(
            (component) => findKubeletOfCluster(component, subject, clusterResourceId),
            getManagedCluster(answer),
        );
        await expect(found).rejects.toThrow(`Invalid arguments for ${subject}:\n  clusterResourceId: ${problem}`);
    });
});

describe("findKubeletOfObjectId", () => {
    const search = (answer: Answer, id = kubelet.clientId) =>
        find((component) => findKubeletOfObjectId(component, subject, id), getServicePrincipal(answer));

    it("names the object id where a client id was given", async () => {
        const found = search(({ clientId }) =>
            clientId === kubelet.clientId ? { ...kubelet, displayName: "web-agentpool" } : fail("not found"),
        );
        await expect(found).rejects.toThrow(
            `  kubeletObjectId: is the client id of web-agentpool, and roles are assigned to object ids (given: "${kubelet.clientId}"). Give its object id, ${kubelet.objectId}.`,
        );
    });

    it("says what to give where Entra knows nothing by the id", async () => {
        await expect(search(() => fail("Service principal was not found"))).rejects.toThrow(
            `  kubeletObjectId: is the object id of no service principal in this tenant (given: "${kubelet.clientId}"). Give what \`az aks show --query identityProfile.kubeletidentity.objectId\` prints, or clusterResourceId. Entra says: Service principal was not found`,
        );
    });

    it.each(["unexpected status 403 (403 Forbidden)", "Authorization_RequestDenied: Insufficient privileges"])(
        "goes on without the check where the deployment may not look: %s",
        async (denied) => {
            const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
            expect(await search(() => fail(denied), kubelet.objectId)).toEqual({ objectId: kubelet.objectId });
            expect(warn.mock.calls.map(([text]) => text)).toEqual([
                `kubeletObjectId: ${kubelet.objectId} was not checked, because this deployment may not read service principals in Entra. Make sure that it is the object id of the kubelet identity and not its client id, or give clusterResourceId.`,
            ]);
            warn.mockRestore();
        },
    );
});
