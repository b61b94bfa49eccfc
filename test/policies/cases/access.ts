// Cases of the rules about role assignments.
import { roles } from "../../../azure/roles";
import {
    cluster,
    containerApp,
    deployedIdentity,
    deployedRegistry,
    group,
    identity,
    identityId,
    registry,
    registryId,
    resourceGroup,
    roleAssignment,
    roleDefinition,
    roleId,
    servicePrincipal,
    subscription,
    unknown,
    urnOf,
    user,
} from "../support/resources";
import type { RuleCases } from "../support/rule-cases";

const images = deployedRegistry("images");
const grant = (
    role: { id: string },
    principalId: string,
    scope = registryId("images"),
    principalType = "ServicePrincipal",
) => roleAssignment("grant", { roleDefinitionId: roleId(role.id), scope, principalId, principalType });
/** As at a first preview: nothing known but where values come from. */
const pending = (principal: string, more: Record<string, unknown> = {}) => [
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

const aks = cluster(
    "aks",
    { identity: { type: "SystemAssigned" } },
    {
        outputs: {
            identityProfile: { kubeletidentity: { objectId: "kubelet" } },
            identity: { principalId: "control" },
        },
    },
);
const aksUrn = urnOf("azure-native:containerservice:ManagedCluster", "aks");
const app = containerApp("web", {
    identity: { type: "UserAssigned", userAssignedIdentities: { [identityId("web")]: {} } },
});
const webIdentity = deployedIdentity("web", "web-object");
const webUrn = urnOf("azure-native:managedidentity:UserAssignedIdentity", "web");
const ci = servicePrincipal("ci", {}, { outputs: { objectId: "ci-object" } });
const ciUrn = urnOf("azuread:index/servicePrincipal:ServicePrincipal", "ci");
const alice = user("alice", {}, { outputs: { objectId: "alice-object" } });
const team = group("team", {}, { outputs: { objectId: "team-object" } });
/** Of which neither scope nor principal is known, nor what they come from. */
const loose = (role: { id: string }, more: Record<string, unknown> = {}) =>
    roleAssignment("loose", { roleDefinitionId: roleId(role.id), scope: unknown, principalId: unknown, ...more });
const undecided = ["role or scope of Role assignment 'grant'"];

const clusterMessage = (role: string) =>
    `Role assignment 'grant' must not give ${role} to aks cluster 'aks', an identity of an AKS cluster. Assign AcrPull (component AksAttachment).`;
const eitherMode = "AcrPush (Container Registry Repository Writer on a registry in ABAC mode)";
const privilegedMessage = (role: string, principal: string, sufficient = eitherMode) =>
    `Role assignment 'grant' must not give ${role}, which reaches a registry, to ${principal}. Assign ${sufficient} for work with images (component RegistryAccess).`;
const wideMessage = (level: string) =>
    `Role assignment 'grant' must not grant AcrPull on a whole ${level}. Use the registry's resource id as scope, once for each registry (component RegistryAccess).`;

export const accessCases: Record<string, RuleCases> = {
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
    "acr-access-limit-privileged-roles": {
        compliant: [images, team, grant(roles.AcrPush, "team-object", registryId("images"), "Group")],
        violating: {
            resources: [images, team, grant(roles.Owner, "team-object", resourceGroup, "Group")],
            messages: [privilegedMessage("Owner", "group 'team'")],
        },
        absent: { resources: [images, team], messages: [] },
        unknown: {
            resources: [team, ...pending(urnOf("azuread:index/group:Group", "team"))],
            undecided,
        },
        more: {
            "leaves programs on a registry to the rule about them": {
                resources: [images, ci, grant(roles.Owner, "ci-object")],
                messages: [],
            },
        },
        configured: {
            settings: { maximum: 1 },
            resources: [
                images,
                grant(roles.Owner, "a", registryId("images"), "Group"),
                grant(roles.Contributor, "b", subscription, "ServicePrincipal"),
            ],
            messages: [
                privilegedMessage("Owner", "principal a", "AcrPush"),
                privilegedMessage("Contributor", "principal b"),
            ],
        },
    },
    "acr-access-match-role-to-mode": {
        compliant: [images, grant(roles.AcrPull, "x"), grant(roles.Owner, "y")],
        violating: {
            resources: [
                images,
                deployedRegistry("abac", { roleAssignmentMode: "AbacRepositoryPermissions" }),
                grant(roles.RepositoryReader, "x"),
                grant(roles.AcrPush, "x", registryId("abac")),
            ],
            messages: [
                "Role assignment 'grant' must not use Container Registry Repository Reader, which a registry in legacy mode doesn't honour. Assign AcrPull (component RegistryAccess).",
                "Role assignment 'grant' must not use AcrPush, which a registry in ABAC mode doesn't honour. Assign Container Registry Repository Writer (component RegistryAccess).",
            ],
        },
        absent: { resources: [images], messages: [] },
        unknown: {
            resources: [
                registry("images", { roleAssignmentMode: unknown }),
                ...pending(ciUrn).slice(1),
                loose(roles.AcrPull),
                loose(roles.Owner),
            ],
            undecided: [
                "role or role assignment mode of Role assignment 'grant'",
                "registry of Role assignment 'loose'",
            ],
        },
        more: {
            "accepts both families while a registry is being switched": {
                resources: [images, grant(roles.AcrPull, "x"), grant(roles.RepositoryReader, "x")],
                messages: [],
            },
        },
    },
    "acr-access-limit-scope-to-registry": {
        compliant: [images, grant(roles.AcrPull, "x"), grant(roles.AcrPush, "x", registryId("elsewhere"))],
        violating: {
            resources: [
                images,
                grant(roles.AcrPull, "x", resourceGroup),
                grant(roles.AcrPull, "x", subscription),
                grant(roles.AcrPull, "x", "/providers/Microsoft.Management/managementGroups/root"),
                grant(roles.Contributor, "x", subscription),
            ],
            messages: ["resource group", "subscription", "management group"].map(wideMessage),
        },
        absent: { resources: [images], messages: [] },
        unknown: {
            resources: [
                images,
                roleAssignment("grant", { roleDefinitionId: roleId(roles.AcrPull.id), scope: unknown }),
            ],
            undecided,
        },
    },
    "acr-access-restrict-custom-roles": {
        compliant: [
            roleDefinition("puller", {
                permissions: [{ actions: ["Microsoft.ContainerRegistry/registries/pull/read"] }],
            }),
        ],
        violating: {
            resources: [roleDefinition("builder", { permissions: [{ actions: ["*/write"], dataActions: [] }] })],
            messages: [
                "Role definition 'builder' must not allow microsoft.containerregistry/registries/write, microsoft.authorization/roleassignments/write. List only the operations that are needed; AcrPull and AcrPush cover pulling and pushing.",
            ],
        },
        absent: { resources: [roleDefinition("empty")], messages: [] },
        unknown: {
            resources: [roleDefinition("builder", { permissions: [{ actions: [unknown] }] })],
            undecided: ["permissions of Role definition 'builder'"],
        },
    },
    "acr-access-prefer-groups": {
        compliant: [
            roleAssignment("untyped", { scope: registryId("images"), principalId: "x" }),
            images,
            team,
            grant(roles.AcrPull, "team-object", registryId("images"), "Group"),
        ],
        violating: {
            resources: [
                images,
                alice,
                grant(roles.AcrPull, "alice-object", registryId("images"), "User"),
                grant(roles.AcrPull, "bob", registryId("images"), "User"),
            ],
            messages: Array.from(
                { length: 2 },
                () =>
                    "Role assignment 'grant' must not be for a single user. Assign the role to a group that the user is a member of (component RegistryAccess with groupName).",
            ),
        },
        absent: {
            resources: [images, roleAssignment("grant", { scope: registryId("images"), principalId: "x" })],
            messages: [],
        },
        unknown: {
            resources: [
                images,
                roleAssignment("grant", { scope: registryId("images"), principalId: "x", principalType: unknown }),
            ],
            undecided: ["principalType of Role assignment 'grant'"],
        },
    },
    "acr-access-require-principal-type": {
        compliant: [images, grant(roles.AcrPull, "x")],
        violating: {
            resources: [images, roleAssignment("grant", { scope: registryId("images"), principalId: "x" })],
            messages: [
                "Role assignment 'grant' must set principalType, or it fails for a principal made in the same deployment. Set it to ServicePrincipal for applications and managed identities, Group or User otherwise.",
            ],
        },
        absent: {
            resources: [
                images,
                roleAssignment("grant", { scope: `${resourceGroup}/providers/Microsoft.KeyVault/vaults/a` }),
            ],
            messages: [],
        },
        unknown: {
            resources: [images, roleAssignment("grant", { scope: registryId("images"), principalType: unknown })],
            undecided: ["principalType of Role assignment 'grant'"],
        },
    },
    "acr-access-require-time-bound": {
        compliant: [images, team, grant(roles.AcrPull, "team-object", registryId("images"), "Group")],
        violating: {
            resources: [images, grant(roles.Contributor, "team-object", registryId("images"), "Group"), team],
            messages: [
                "Role assignment 'grant' must not give Contributor to group 'team' for good. Make it eligible with an end (RoleEligibilityScheduleRequest).",
            ],
        },
        more: {
            "leaves programs and other resources alone": {
                resources: [
                    images,
                    ci,
                    team,
                    grant(roles.Contributor, "ci-object"),
                    grant(
                        roles.Owner,
                        "team-object",
                        `${resourceGroup}/providers/Microsoft.KeyVault/vaults/a`,
                        "Group",
                    ),
                ],
                messages: [],
            },
        },
        absent: { resources: [images, team], messages: [] },
        unknown: { resources: [team, ...pending(urnOf("azuread:index/group:Group", "team"))], undecided },
    },
};
