// An AKS cluster has a managed identity. A service principal is for pulling from another tenant's registry, and its clusters
// are named in the configuration. How long its password lasts: https://learn.microsoft.com/azure/aks/update-credentials.

import { matchesGlob } from "../../estate/glob";
import { get } from "../../estate/resource";
import { isUndetermined } from "../../estate/value";
import { resourceRule, satisfied, undecided, violated } from "../lib/rule";

export const requireManagedIdentity = resourceRule({
    name: "acr-cluster-require-managed-identity",
    displayName: "AKS clusters use a managed identity",
    description: "An AKS cluster must use a managed identity unless it pulls from a registry in another tenant.",
    group: "authentication",
    severity: "high",
    level: "mandatory",
    remediationSteps:
        "Remove servicePrincipalProfile and set identity.type; name clusters that pull across tenants in crossTenantClusters (component CrossTenantApplication).",
    url: "https://learn.microsoft.com/azure/aks/use-managed-identity",
    tags: ["aks", "managed-identity"],
    crosswalk: { psrule: ["Azure.AKS.ManagedIdentity"], azurePolicy: ["da6e2401"] },
    rationale:
        "The password of a cluster's service principal expires, by default after a year, and the cluster can then neither pull nor scale until someone resets it. Azure renews the credentials of a managed identity itself.",
    settings: {
        crossTenantClusters: {
            type: "array",
            items: { type: "string" },
            default: [],
            description: "Globs of names of clusters that pull from a registry in another tenant.",
        },
    },
    kinds: ["cluster"],
    judge: (cluster, { settings }) => {
        if (settings.crossTenantClusters.some((pattern) => matchesGlob(pattern, cluster.name)))
            return satisfied(cluster);
        const profile = get(cluster, "servicePrincipalProfile");
        const clientId = get(cluster, "servicePrincipalProfile.clientId");
        // A profile that is being computed is a profile; only the literal "msi" says that there is none.
        if (profile === undefined || clientId === "msi") return satisfied(cluster);
        if (isUndetermined(profile)) return undecided(cluster, "servicePrincipalProfile");
        return violated(
            cluster,
            "must use a managed identity, not a service principal",
            "Set identity.type to SystemAssigned or UserAssigned and attach registries with the component AksAttachment; for a registry in another tenant, name the cluster in crossTenantClusters",
        );
    },
});
