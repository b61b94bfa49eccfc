// Whoever can start pods can pull with the rights of the cluster, so Entra should decide who can.
import { get } from "../../estate/resource";
import { isUndetermined } from "../../estate/value";
import { resourceRule, satisfied, undecided, violated } from "../lib/rule";

const required = ["disableLocalAccounts", "aadProfile.enableAzureRBAC"] as const;

export const requireEntraAuthorization = resourceRule({
    name: "acr-cluster-require-entra-authorization",
    displayName: "AKS clusters authorize through Entra",
    description: "An AKS cluster must disable local accounts and use Azure RBAC.",
    group: "authentication",
    severity: "medium",
    level: "advisory",
    remediationSteps: "Set disableLocalAccounts and aadProfile.enableAzureRBAC to true.",
    url: "https://learn.microsoft.com/azure/aks/manage-local-accounts-managed-azure-ad",
    tags: ["aks"],
    crosswalk: {
        checkov: ["CKV_AZURE_141"],
        psrule: ["Azure.AKS.LocalAccounts", "Azure.AKS.AzureRBAC"],
        azurePolicy: ["993c2fcd", "ac4a19c2"],
    },
    rationale:
        "A local cluster account is a certificate that names no person and that Entra cannot disable. Whoever holds it can start pods, and with them pull every image that the cluster may pull.",
    settings: {},
    kinds: ["cluster"],
    judge: (cluster) => {
        const values = required.map((path) => get(cluster, path));
        if (values.some((value) => value !== true && !isUndetermined(value))) {
            return violated(
                cluster,
                "must disable local accounts and authorize by Azure RBAC",
                `Set ${required.join(" and ")} to true`,
            );
        }
        return values.some(isUndetermined) ? undecided(cluster, required.join(" or ")) : satisfied(cluster);
    },
});
