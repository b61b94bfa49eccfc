// Principals, workloads and role assignments for the cases of the rules about access.
import {
    cluster,
    containerApp,
    deployedIdentity,
    deployedRegistry,
    group,
    identityId,
    registry,
    registryId,
    roleAssignment,
    roleId,
    servicePrincipal,
    unknown,
    urnOf,
    user,
} from "./resources";

export const images = deployedRegistry("images");
export const grant = (
    role: { id: string },
    principalId: string,
    scope = registryId("images"),
    principalType = "ServicePrincipal",
) => roleAssignment("grant", { roleDefinitionId: roleId(role.id), scope, principalId, principalType });
/** As at a first preview: nothing known but where values come from. */
export const pending = (principal: string, more: Record<string, unknown> = {}) => [
    registry("images", { adminUserEnabled: false }),
    roleAssignment(
        "grant",
        { roleDefinitionId: unknown, scope: unknown, principalId: unknown, principalType: "ServicePrincipal", ...more },
        {
            propertyDependencies: {
                scope: [urnOf("azure-native:containerregistry:Registry", "images")],
                principalId: [principal],
            },
        },
    ),
];

export const aks = cluster(
    "aks",
    { identity: { type: "SystemAssigned" } },
    {
        outputs: {
            identityProfile: { kubeletidentity: { objectId: "kubelet" } },
            identity: { principalId: "control" },
        },
    },
);
export const aksUrn = urnOf("azure-native:containerservice:ManagedCluster", "aks");
export const app = containerApp("web", {
    identity: { type: "UserAssigned", userAssignedIdentities: { [identityId("web")]: {} } },
});
export const webIdentity = deployedIdentity("web", "web-object");
export const webUrn = urnOf("azure-native:managedidentity:UserAssignedIdentity", "web");
export const ci = servicePrincipal("ci", {}, { outputs: { objectId: "ci-object" } });
export const ciUrn = urnOf("azuread:index/servicePrincipal:ServicePrincipal", "ci");
export const alice = user("alice", {}, { outputs: { objectId: "alice-object" } });
export const team = group("team", {}, { outputs: { objectId: "team-object" } });
/** Of which neither scope nor principal is known, nor what they come from. */
export const loose = (role: { id: string }, more: Record<string, unknown> = {}) =>
    roleAssignment("loose", { roleDefinitionId: roleId(role.id), scope: unknown, principalId: unknown, ...more });
export const undecided = ["role or scope of Role assignment 'grant'"];

export const clusterMessage = (role: string) =>
    `Role assignment 'grant' must not give ${role} to aks cluster 'aks', an identity of an AKS cluster. Assign AcrPull (component AksAttachment).`;
export const eitherMode = "AcrPush (Container Registry Repository Writer on a registry in ABAC mode)";
export const privilegedMessage = (role: string, principal: string, sufficient = eitherMode) =>
    `Role assignment 'grant' must not give ${role}, which reaches a registry, to ${principal}. Assign ${sufficient} for work with images (component RegistryAccess).`;
export const wideMessage = (level: string) =>
    `Role assignment 'grant' must not grant AcrPull on a whole ${level}. Use the registry's resource id as scope, once for each registry (component RegistryAccess).`;
