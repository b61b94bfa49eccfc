// Cases of the rules about role assignments.
import { roles } from "../../../azure/roles";
import {
    alice,
    ci,
    ciUrn,
    grant,
    images,
    loose,
    pending,
    privilegedMessage,
    team,
    undecided,
    wideMessage,
} from "../support/access";
import {
    deployedRegistry,
    registry,
    registryId,
    resourceGroup,
    roleAssignment,
    roleDefinition,
    roleId,
    subscription,
    unknown,
    urnOf,
} from "../support/resources";
import type { RuleCases } from "../support/rule-cases";

export const accessCases: Record<string, RuleCases> = {
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
                "Role definition 'builder' must not allow microsoft.containerregistry/registries/write, microsoft.containerregistry/registries/scopemaps/write, microsoft.containerregistry/registries/tokens/write, microsoft.authorization/roleassignments/write. List only the operations that are needed; AcrPull and AcrPush cover pulling and pushing.",
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
