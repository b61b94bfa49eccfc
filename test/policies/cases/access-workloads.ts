// Cases of the rules about what workloads may do.
import { roles } from "../../../azure/roles";
import {
    aks,
    aksUrn,
    app,
    ci,
    ciUrn,
    clusterMessage,
    grant,
    images,
    loose,
    pending,
    undecided,
    webIdentity,
    webUrn,
} from "../support/access";
import {
    cluster,
    containerApp,
    deployedRegistry,
    identity,
    registryId,
    resourceGroup,
    roleDefinition,
    roleId,
    servicePrincipal,
    unknown,
} from "../support/resources";
import type { RuleCases } from "../support/rule-cases";

export const accessOfWorkloadsCases: Record<string, RuleCases> = {
    "acr-access-limit-cluster-to-pull": {
        compliant: [images, aks, grant(roles.AcrPull, "kubelet")],
        violating: {
            resources: [images, aks, grant(roles.AcrPush, "kubelet"), grant(roles.Contributor, "control")],
            messages: [clusterMessage("AcrPush"), clusterMessage("Contributor")],
        },
        absent: { resources: [images, aks], messages: [] },
        unknown: {
            resources: [
                aks,
                ...pending(aksUrn),
                loose(roles.AcrPush, { scope: registryId("images") }),
                loose(roles.AcrPull, { scope: registryId("images") }),
            ],
            undecided: [...undecided, "principal of Role assignment 'loose'"],
        },
        more: {
            "follows the dependency when the object id is not known": {
                resources: [aks, ...pending(aksUrn, { roleDefinitionId: roleId(roles.AcrPush.id) })],
                messages: [clusterMessage("AcrPush")],
            },
            "knows the cluster's service principal": {
                resources: [
                    images,
                    servicePrincipal("ci", { clientId: "app" }, { outputs: { objectId: "ci-object" } }),
                    cluster("aks", { servicePrincipalProfile: { clientId: "app" } }),
                    grant(roles.AcrPush, "ci-object"),
                ],
                messages: [
                    "Role assignment 'grant' must not give AcrPush to service principal 'ci', an identity of an AKS cluster. Assign AcrPull (component AksAttachment).",
                ],
            },
            "names the role of the registry's mode": {
                resources: [
                    deployedRegistry("images", { roleAssignmentMode: "AbacRepositoryPermissions" }),
                    aks,
                    grant(roles.RepositoryWriter, "kubelet"),
                ],
                messages: [
                    "Role assignment 'grant' must not give Container Registry Repository Writer to aks cluster 'aks', an identity of an AKS cluster. Assign Container Registry Repository Reader (component AksAttachment).",
                ],
            },
        },
    },
    "acr-access-limit-runtime-to-pull": {
        compliant: [
            images,
            app,
            webIdentity,
            ci,
            grant(roles.AcrPull, "web-object"),
            grant(roles.AcrPush, "ci-object"),
        ],
        violating: {
            resources: [images, app, webIdentity, grant(roles.AcrPush, "web-object")],
            messages: [
                "Role assignment 'grant' must not give AcrPush to managed identity 'web', with which Container app 'web' runs. Assign AcrPull, and push from CI with an identity of its own (component RegistryManagedIdentity).",
            ],
        },
        absent: { resources: [images, app, webIdentity], messages: [] },
        unknown: {
            resources: [
                identity("web"),
                containerApp("web", { identity: unknown }, { propertyDependencies: { identity: [webUrn] } }),
                ...pending(webUrn),
                loose(roles.AcrPush, { scope: registryId("images") }),
                loose(roles.AcrPull, { scope: registryId("images") }),
            ],
            undecided: [...undecided, "services that run with the principal of Role assignment 'loose'"],
        },
    },
    "acr-access-disallow-privileged-workloads": {
        compliant: [images, ci, grant(roles.AcrPush, "ci-object")],
        violating: {
            resources: [images, ci, grant(roles.Owner, "ci-object")],
            messages: [
                "Role assignment 'grant' must not give Owner on a registry to service principal 'ci'. Assign AcrPull if it pulls, AcrPush if it pushes.",
            ],
        },
        absent: { resources: [images, ci], messages: [] },
        unknown: { resources: [ci, ...pending(ciUrn)], undecided },
        more: {
            "sees through custom roles": {
                resources: [
                    images,
                    roleDefinition(
                        "builder",
                        { permissions: [{ actions: ["Microsoft.ContainerRegistry/*"] }] },
                        { id: roleId("custom") },
                    ),
                    grant({ id: "custom" }, "stranger"),
                ],
                messages: [
                    "Role assignment 'grant' must not give custom role 'builder' on a registry to principal stranger. Assign AcrPull if it pulls, AcrPush if it pushes.",
                ],
            },
            "leaves wider scopes to the rule about broad roles": {
                resources: [images, ci, grant(roles.Contributor, "ci-object", resourceGroup)],
                messages: [],
            },
            "leaves other resources alone": {
                resources: [
                    images,
                    grant(roles.Owner, "ci-object", `${resourceGroup}/providers/Microsoft.KeyVault/vaults/secrets`),
                ],
                messages: [],
            },
        },
    },
};
