// Cases of the rules about AKS clusters.
import { cluster, resource, unknown } from "../support/resources";
import type { RuleCases } from "../support/rule-cases";

const identityMessage = (name: string) =>
    `AKS cluster '${name}' must use a managed identity, not a service principal. Set identity.type to SystemAssigned or UserAssigned and attach registries with the component AksAttachment; for a registry in another tenant, name the cluster in crossTenantClusters.`;
const entraMessage =
    "AKS cluster 'main' must disable local accounts and authorize by Azure RBAC. Set disableLocalAccounts and aadProfile.enableAzureRBAC to true.";

export const clusterCases: Record<string, RuleCases> = {
    "acr-cluster-require-managed-identity": {
        compliant: [
            cluster("main", { identity: { type: "SystemAssigned" }, servicePrincipalProfile: { clientId: "msi" } }),
            cluster("other", { identity: { type: "UserAssigned" } }),
        ],
        violating: {
            resources: [
                cluster("main", { servicePrincipalProfile: { clientId: "2c4ab3a2-0000-0000-0000-000000000000" } }),
                cluster("new", { servicePrincipalProfile: { clientId: unknown } }),
                resource("azure:containerservice/kubernetesCluster:KubernetesCluster", "classic", {
                    servicePrincipal: { clientId: "2c4ab3a2-0000-0000-0000-000000000000" },
                }),
            ],
            messages: ["main", "new", "classic"].map(identityMessage),
        },
        absent: { resources: [cluster("main")], messages: [] },
        unknown: {
            resources: [cluster("main", { servicePrincipalProfile: unknown })],
            undecided: ["servicePrincipalProfile of AKS cluster 'main'"],
        },
        configured: {
            settings: { crossTenantClusters: ["partner-*"] },
            resources: [
                cluster("partner-a", { servicePrincipalProfile: { clientId: "x" } }),
                cluster("main", { servicePrincipalProfile: { clientId: "x" } }),
            ],
            messages: [identityMessage("main")],
        },
    },
    "acr-cluster-require-entra-authorization": {
        compliant: [cluster("main", { disableLocalAccounts: true, aadProfile: { enableAzureRBAC: true } })],
        violating: {
            resources: [cluster("main", { disableLocalAccounts: false, aadProfile: { enableAzureRBAC: true } })],
            messages: [entraMessage],
        },
        absent: { resources: [cluster("main")], messages: [entraMessage] },
        unknown: {
            resources: [cluster("main", { disableLocalAccounts: true, aadProfile: unknown })],
            undecided: ["disableLocalAccounts or aadProfile.enableAzureRBAC of AKS cluster 'main'"],
        },
    },
};
