// A new AKS cluster whose kubelet identity can pull before the first node starts.
import * as authorization from "@pulumi/azure-native/authorization";
import * as containerservice from "@pulumi/azure-native/containerservice";
import * as managedidentity from "@pulumi/azure-native/managedidentity";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { AksAttachment, ContainerRegistry, Permission } from "acr-auth";

const { name: resourceGroupName } = new resources.ResourceGroup("shop");
const registry = new ContainerRegistry("shop", { resourceGroupName });
const attachment = new AksAttachment("nodes", {
    kubeletIdentity: { resourceGroupName },
    grants: { shop: { registry: registry.reference, permission: Permission.pull } },
});
const kubeletResourceId = attachment.identityProfile.apply(({ kubeletidentity }) => kubeletidentity?.resourceId ?? "");

// A cluster with a given kubelet identity also needs its own identity, which assigns the kubelet identity to the nodes.
const cluster = new managedidentity.UserAssignedIdentity("cluster", { resourceGroupName });
const managedIdentityOperator = "f1a07417-d97a-45cb-824c-7a7467783830";
const operator = new authorization.RoleAssignment("cluster-operates-nodes", {
    scope: kubeletResourceId,
    principalId: cluster.principalId,
    principalType: authorization.PrincipalType.ServicePrincipal,
    roleDefinitionId: pulumi.interpolate`/subscriptions/${authorization.getClientConfigOutput().subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${managedIdentityOperator}`,
});

const shop = new containerservice.ManagedCluster(
    "shop",
    {
        resourceGroupName,
        dnsPrefix: "shop",
        identity: {
            type: containerservice.ResourceIdentityType.UserAssigned,
            userAssignedIdentities: [cluster.id],
        },
        identityProfile: attachment.identityProfile,
        enableRBAC: true,
        disableLocalAccounts: true,
        aadProfile: { managed: true, enableAzureRBAC: true },
        agentPoolProfiles: [
            { name: "system", mode: containerservice.AgentPoolMode.System, count: 2, vmSize: "Standard_D2s_v5" },
        ],
    },
    // The cluster needs both role assignments: to pull images, and to assign the kubelet identity.
    { dependsOn: [attachment, operator] },
);

/** Host that images are pulled from. */
export const loginServer = registry.loginServer;
/** Name of the cluster. */
export const clusterName = shop.name;
