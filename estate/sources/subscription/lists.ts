// The lists of Azure Resource Manager that are read: what each holds, its path and API version, the right it takes, and
// the names that azure-native has for its resources. A version is the newest that all Azure regions answer, unless said.
import { registryApiVersion } from "../../../azure/registry-package";
import { type Kind, kinds } from "../../kinds";

export interface ArmList {
    kind: Kind;
    /** The type token of azure-native. */
    type: string;
    /** Below the subscription, the registry or the parent, after `/providers/` where it names a provider. */
    path: string;
    version: string;
    /** The action of Azure Resource Manager that it takes, where the path does not tell it. */
    right?: string;
    /** The query beside the version. */
    query?: string;
    /** What messages call the list. */
    noun: string;
    /** The input that azure-native has for the resource's own name. */
    nameProperty: string;
    /** The input that azure-native has for the name, or the id, of what the resource is part of. */
    parentProperty?: string;
}

type Entry = Omit<ArmList, "kind" | "type"> & { token?: number };

const list = (kind: Kind, { token = 0, ...entry }: Entry): ArmList => {
    const entryOfKind: { native?: readonly string[] } = kinds[kind];
    return { kind, type: entryOfKind.native?.[token] ?? "", ...entry };
};

export const registries = list("registry", {
    path: "Microsoft.ContainerRegistry/registries",
    version: registryApiVersion,
    noun: "registries",
    nameProperty: "registryName",
});

/** Below each registry. */
export const registryChildren: readonly ArmList[] = [
    list("token", { path: "tokens", version: registryApiVersion, noun: "tokens", nameProperty: "tokenName" }),
    list("scopeMap", {
        path: "scopeMaps",
        version: registryApiVersion,
        noun: "scope maps",
        nameProperty: "scopeMapName",
    }),
    list("webhook", { path: "webhooks", version: registryApiVersion, noun: "webhooks", nameProperty: "webhookName" }),
    list("cacheRule", {
        path: "cacheRules",
        version: registryApiVersion,
        noun: "cache rules",
        nameProperty: "cacheRuleName",
    }),
    // Tasks have versions of their own. Source: azure-rest-api-specs, containerregistry, RegistryTasks.
    list("task", { path: "tasks", version: "2019-06-01-preview", noun: "tasks", nameProperty: "taskName" }),
].map((child) => ({ ...child, parentProperty: "registryName" }));

/** Below each Premium registry: no other has replicas. */
export const replications = list("replication", {
    path: "replications",
    version: registryApiVersion,
    noun: "replications",
    nameProperty: "replicationName",
    parentProperty: "registryName",
});

/** The custom ones: built-in roles are known, or asked about one by one. */
export const roleDefinitions = list("roleDefinition", {
    path: "Microsoft.Authorization/roleDefinitions",
    version: "2022-04-01",
    query: "$filter=type eq 'CustomRole'",
    noun: "custom roles",
    nameProperty: "roleDefinitionId",
});

/** Lists that hang on any scope: the subscription, or a registry for those who may read no more. */
export const scopedLists: readonly ArmList[] = [
    // Source: https://learn.microsoft.com/azure/role-based-access-control/role-assignments-list-rest (conditions)
    list("roleAssignment", {
        path: "Microsoft.Authorization/roleAssignments",
        version: "2022-04-01",
        noun: "role assignments",
        nameProperty: "roleAssignmentName",
    }),
    roleDefinitions,
    list("lock", {
        path: "Microsoft.Authorization/locks",
        version: "2020-05-01",
        noun: "locks",
        nameProperty: "lockName",
    }),
    list("denyAssignment", {
        path: "Microsoft.Authorization/denyAssignments",
        version: "2022-04-01",
        noun: "deny assignments",
        nameProperty: "denyAssignmentId",
    }),
    // Source of the right: https://learn.microsoft.com/rest/api/authorization/privileged-role-eligibility-rest-sample
    list("roleEligibility", {
        right: "Microsoft.Authorization/roleAssignments/read",
        path: "Microsoft.Authorization/roleEligibilityScheduleInstances",
        version: "2020-10-01",
        noun: "eligible roles",
        nameProperty: "roleEligibilityScheduleName",
    }),
];

/** Diagnostic settings hang on each registry. */
export const diagnosticSettings = list("diagnosticSetting", {
    path: "Microsoft.Insights/diagnosticSettings",
    version: "2021-05-01-preview",
    noun: "diagnostic settings",
    nameProperty: "name",
    parentProperty: "resourceUri",
});

export const identities = list("userAssignedIdentity", {
    path: "Microsoft.ManagedIdentity/userAssignedIdentities",
    version: "2023-01-31",
    noun: "managed identities",
    nameProperty: "resourceName",
});

/** Below an identity. */
export const federatedCredentials = list("federatedCredential", {
    token: 2,
    path: "federatedIdentityCredentials",
    version: "2023-01-31",
    noun: "federated credentials",
    nameProperty: "federatedIdentityCredentialResourceName",
    parentProperty: "resourceName",
});

const defenderPlans = list("defenderPlan", {
    path: "Microsoft.Security/pricings",
    version: "2024-01-01",
    noun: "Defender plans",
    nameProperty: "pricingName",
});

/** What runs containers or is near a registry, at subscription scope. */
export const subscriptionLists: readonly ArmList[] = [
    list("cluster", {
        path: "Microsoft.ContainerService/managedClusters",
        version: "2024-09-01",
        noun: "AKS clusters",
        nameProperty: "resourceName",
    }),
    list("containerApp", {
        path: "Microsoft.App/containerApps",
        version: "2024-03-01",
        noun: "container apps",
        nameProperty: "containerAppName",
    }),
    list("containerApp", {
        token: 1,
        path: "Microsoft.App/jobs",
        version: "2024-03-01",
        noun: "container app jobs",
        nameProperty: "jobName",
    }),
    list("containerGroup", {
        path: "Microsoft.ContainerInstance/containerGroups",
        version: "2023-05-01",
        noun: "container groups",
        nameProperty: "containerGroupName",
    }),
    list("webApp", { path: "Microsoft.Web/sites", version: "2023-12-01", noun: "web apps", nameProperty: "name" }),
    list("privateEndpoint", {
        path: "Microsoft.Network/privateEndpoints",
        version: "2024-05-01",
        noun: "private endpoints",
        nameProperty: "privateEndpointName",
    }),
    defenderPlans,
];

export const batchAccounts = list("batchPool", {
    path: "Microsoft.Batch/batchAccounts",
    version: "2024-02-01",
    noun: "Batch accounts",
    nameProperty: "accountName",
});

/** Below a Batch account. */
export const batchPools = list("batchPool", {
    path: "pools",
    version: "2024-02-01",
    noun: "Batch pools",
    nameProperty: "poolName",
    parentProperty: "accountName",
});

/** Where a list is asked for, below a scope. */
export function listPath({ path, version, query }: ArmList, scope: string): string {
    const separator = path.includes("/") ? "/providers/" : "/";
    const filter = query === undefined ? "" : `&${encodeURI(query)}`;
    return `${scope}${separator}${path}?api-version=${version}${filter}`;
}

const nothing = "00000000-0000-0000-0000-000000000000";

/** A resource of the list's type that no subscription has, where the right to read all of them counts. */
export function absentPath({ path, version }: ArmList, subscription: string): string {
    const isScoped = scopedLists.some((list) => list.path === path) || path === defenderPlans.path;
    const holder = isScoped ? subscription : `${subscription}/resourceGroups/${nothing}`;
    return `${holder}/providers/${path}/${nothing}?api-version=${version}`;
}

/** The action that a caller needs for a list at a scope. */
export function actionFor({ path, right }: ArmList, at: string): string {
    if (right !== undefined) return right;
    const [, provider] = /\/providers\/([^/]+\/[^/]+)\/[^/]+$/i.exec(at) ?? [];
    return `${path.includes("/") || provider === undefined ? path : `${provider}/${path}`}/read`;
}
