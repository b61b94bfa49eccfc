import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it, vi } from "vitest";
import { findKubeletOfCluster, findKubeletOfObjectId } from "../../../components/identity/kubelet-identity";
import { failed, lookUp, subscriptionId } from "../../support/mocks";

const clusterResourceId = `/subscriptions/${subscriptionId}/resourceGroups/aks/providers/Microsoft.ContainerService/managedClusters/web`;
const kubelet = {
    objectId: "44444444-4444-4444-4444-444444444444",
    clientId: "55555555-5555-5555-5555-555555555555",
    resourceId: `/subscriptions/${subscriptionId}/resourcegroups/mc_aks/providers/Microsoft.ManagedIdentity/userAssignedIdentities/web-agentpool`,
};
const cluster = { id: clusterResourceId, servicePrincipalProfile: { clientId: "msi" } };
const subject = 'AksAttachment "web"';

type Answer = (args: Record<string, unknown>) => Record<string, unknown>;

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
            () => failed("404 ResourceNotFound"),
            `is an AKS cluster that can't be read (given: "${clusterResourceId}"). Correct it; if it is right, give the component an azure-native provider that works in the subscription ${subscriptionId} and can read it (opts.providers). ARM says: 404 ResourceNotFound`,
        ],
        [
            "a cluster that the deployer may not read",
            () =>
                failed(
                    `status code 403, {"error":{"code":"AuthorizationFailed","message":"The client 'ci' does not have authorization to perform action 'Microsoft.ContainerService/managedClusters/read'"}}`,
                ),
            `could not be looked up, because the deployer lacks the action Microsoft.ContainerService/managedClusters/read on it (given: "${clusterResourceId}"). Grant it (docs/permissions.md), or give the component an azure-native provider that works in the subscription ${subscriptionId} and can read it (opts.providers). ARM says: status code 403, {"error":{"code":"AuthorizationFailed","message":"The client 'ci' does not have authorization to perform action 'Microsoft.ContainerService/managedClusters/read'"}}`,
        ],
    ])("explains %s", async (_, answer, problem) => {
        const found = lookUp((component) => findKubeletOfCluster(component, subject, clusterResourceId), {
            "azure-native:containerservice:getManagedCluster": answer,
        });
        await expect(found).rejects.toThrow(`Invalid arguments for ${subject}:\n  clusterResourceId: ${problem}`);
    });
});

describe("findKubeletOfObjectId", () => {
    const search = (answer: Answer, id = kubelet.clientId) =>
        lookUp((component) => findKubeletOfObjectId(component, subject, id), {
            "azuread:index/getServicePrincipal:getServicePrincipal": answer,
        });

    it("names the object id where a client id was given", async () => {
        const found = search(({ clientId }) =>
            clientId === kubelet.clientId ? { ...kubelet, displayName: "web-agentpool" } : failed("not found"),
        );
        await expect(found).rejects.toThrow(
            `  kubeletObjectId: is the client id of web-agentpool, and roles are assigned to object ids (given: "${kubelet.clientId}"). Give its object id, ${kubelet.objectId}.`,
        );
    });

    it("says what to give where Entra knows nothing by the id", async () => {
        await expect(search(() => failed("Service principal was not found"))).rejects.toThrow(
            `  kubeletObjectId: is the object id of no service principal in this tenant (given: "${kubelet.clientId}"). Give what \`az aks show --query identityProfile.kubeletidentity.objectId\` prints, or clusterResourceId. Entra says: Service principal was not found`,
        );
    });

    it.each(["unexpected status 403 (403 Forbidden)", "Authorization_RequestDenied: Insufficient privileges"])(
        "goes on without the check where the deployment may not look: %s",
        async (denied) => {
            const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
            expect(await search(() => failed(denied), kubelet.objectId)).toEqual({ objectId: kubelet.objectId });
            expect(warn.mock.calls.map(([text]) => text)).toEqual([
                `kubeletObjectId: ${kubelet.objectId} was not checked, because the deployer lacks the Microsoft Graph permission Application.Read.All. Make sure that it is the object id of the kubelet identity and not its client id, or give clusterResourceId.`,
            ]);
            warn.mockRestore();
        },
    );
});
