// A live estate for tests of adopt, in the shape of estate/sources/subscription: one set of properties, and ids as URNs.
import { adopt } from "../../adopt";
import type { Options } from "../../adopt/model";
import { type RoleName, roles } from "../../azure/roles";
import type { Gap } from "../../estate/gap";
import { buildGraph } from "../../estate/graph/graph";
import { normalise, type Resource } from "../../estate/resource";
import { readState } from "../../estate/sources/pulumi";
import { exportOf, type ResourceState } from "../support/pulumi-state";

type Properties = Readonly<Record<string, unknown>>;

export const subscriptionId = "11111111-1111-1111-1111-111111111111";
export const asOf = "2026-11-26";
const group = `/subscriptions/${subscriptionId}/resourceGroups/old`;

/** The object id with that number. */
export const oid = (number: number): string => `aaaaaaaa-0000-0000-0000-${String(number).padStart(12, "0")}`;
/** The GUID of a role assignment with that number. */
export const guid = (number: number): string => `cccccccc-0000-0000-0000-${String(number).padStart(12, "0")}`;

export const registryId = (name: string): string => `${group}/providers/Microsoft.ContainerRegistry/registries/${name}`;
export const identityId = (name: string): string =>
    `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
export const clusterId = (name: string): string =>
    `${group}/providers/Microsoft.ContainerService/managedClusters/${name}`;

function live(type: string, id: string, name: string, properties: Properties): Resource[] {
    return normalise({ urn: id, id, type, name, inputs: properties, outputs: properties });
}

/** A registry of which nothing needs to be said: Standard, legacy, nothing on. */
export const registry = (name: string, properties: Properties = {}): Resource[] =>
    live("azure-native:containerregistry:Registry", registryId(name), name, {
        id: registryId(name),
        name,
        registryName: name,
        resourceGroupName: "old",
        location: "koreacentral",
        sku: { name: "Standard", tier: "Standard" },
        loginServer: `${name}.azurecr.io`,
        adminUserEnabled: false,
        anonymousPullEnabled: false,
        publicNetworkAccess: "Enabled",
        networkRuleBypassOptions: "AzureServices",
        dataEndpointEnabled: false,
        zoneRedundancy: "Disabled",
        roleAssignmentMode: "LegacyRegistryPermissions",
        networkRuleSet: { defaultAction: "Allow", ipRules: [] },
        encryption: { status: "disabled" },
        policies: {
            azureADAuthenticationAsArmPolicy: { status: "disabled" },
            exportPolicy: { status: "enabled" },
            retentionPolicy: { status: "disabled", days: 7 },
            softDeletePolicy: { status: "disabled", retentionDays: 7 },
        },
        ...properties,
    });

export const abacRegistry = (name: string, properties: Properties = {}): Resource[] =>
    registry(name, { roleAssignmentMode: "AbacRepositoryPermissions", ...properties });

interface AssignmentFields {
    role: RoleName | { id: string };
    principalId: string;
    principalType?: string;
    scope: string;
    condition?: string;
}

export const assignmentId = (scope: string, number: number): string =>
    `${scope}/providers/Microsoft.Authorization/roleAssignments/${guid(number)}`;

export function roleAssignment(number: number, { role, scope, principalType = "User", ...rest }: AssignmentFields) {
    const id = assignmentId(scope, number);
    return live("azure-native:authorization:RoleAssignment", id, guid(number), {
        id,
        roleAssignmentName: guid(number),
        roleDefinitionId: `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${
            typeof role === "string" ? roles[role].id : role.id
        }`,
        scope,
        principalType,
        ...rest,
    });
}

export const scopeMapId = (registryName: string, name: string): string =>
    `${registryId(registryName)}/scopeMaps/${name}`;
export const tokenId = (registryName: string, name: string): string => `${registryId(registryName)}/tokens/${name}`;

export const scopeMap = (registryName: string, name: string, actions: readonly string[]): Resource[] =>
    live("azure-native:containerregistry:ScopeMap", scopeMapId(registryName, name), name, {
        scopeMapName: name,
        actions,
    });

interface PasswordFields {
    name: string;
    creationTime?: string;
    expiry?: string;
}

/** A token with the scope map that `az acr token create` makes for it. */
export const token = (
    registryName: string,
    name: string,
    passwords: readonly PasswordFields[],
    { status = "enabled", map = `${name}-scope-map` }: { status?: string; map?: string } = {},
): Resource[] =>
    live("azure-native:containerregistry:Token", tokenId(registryName, name), name, {
        tokenName: name,
        registryName,
        scopeMapId: scopeMapId(registryName, map),
        status,
        credentials: { passwords: passwords.map((each) => ({ creationTime: "2026-01-01T00:00:00Z", ...each })) },
    });

export const user = (number: number, displayName: string, userPrincipalName: string): Resource[] =>
    live("azuread:index:User", `/users/${oid(number)}`, displayName, {
        objectId: oid(number),
        displayName,
        userPrincipalName,
    });

export const groupOf = (number: number, displayName: string): Resource[] =>
    live("azuread:index:Group", `/groups/${oid(number)}`, displayName, { objectId: oid(number), displayName });

export const clientId = (number: number): string => `bbbbbbbb-0000-0000-0000-${String(number).padStart(12, "0")}`;

export const servicePrincipal = (number: number, displayName: string, properties: Properties = {}): Resource[] =>
    live("azuread:index:ServicePrincipal", `/servicePrincipals/${oid(number)}`, displayName, {
        objectId: oid(number),
        clientId: clientId(number),
        displayName,
        servicePrincipalType: "Application",
        ...properties,
    });

/** The application of a service principal has an object id of its own. */
export const applicationPath = (number: number): string => `/applications/${oid(number + 500)}`;

export const application = (number: number, displayName: string): Resource[] =>
    live("azuread:index:Application", applicationPath(number), displayName, {
        objectId: oid(number + 500),
        clientId: clientId(number),
        displayName,
    });

export const applicationPassword = (number: number, keyId: string, properties: Properties): Resource[] =>
    live("azuread:index:ApplicationPassword", `${applicationPath(number)}/password/${keyId}`, keyId, {
        applicationId: applicationPath(number),
        keyId,
        ...properties,
    });

export const identity = (number: number, name: string): Resource[] =>
    live("azure-native:managedidentity:UserAssignedIdentity", identityId(name), name, {
        resourceName: name,
        principalId: oid(number),
        clientId: clientId(number),
    });

export const federatedCredential = (identityName: string, name: string, subject: string, issuer: string): Resource[] =>
    live(
        "azure-native:managedidentity:FederatedIdentityCredential",
        `${identityId(identityName)}/federatedIdentityCredentials/${name}`,
        name,
        { resourceName: identityName, subject, issuer, audiences: ["api://AzureADTokenExchange"] },
    );

export const cluster = (number: number, name: string): Resource[] =>
    live("azure-native:containerservice:ManagedCluster", clusterId(name), name, {
        resourceName: name,
        identity: { principalId: oid(number + 100) },
        identityProfile: { kubeletidentity: { objectId: oid(number) } },
    });

interface AdoptionFields extends Partial<Options> {
    gaps?: readonly Gap[];
    /** Resources of a state. */
    state?: readonly ResourceState[];
}

/** What adopt makes of an estate. */
export function adoptionOf(estate: readonly (readonly Resource[])[], fields: AdoptionFields = {}) {
    const { gaps, state = [], ...options } = fields;
    const declared = state.length === 0 ? [] : readState(exportOf(state));
    return adopt(buildGraph(estate.flat(), gaps), declared, { subscriptionId, asOf, ...options });
}

/** The entries of an adoption by `section.key`. */
export const entriesOf = (estate: readonly (readonly Resource[])[], fields?: AdoptionFields) =>
    Object.fromEntries(
        adoptionOf(estate, fields).entries.map((entry) => [`${entry.section}.${entry.key}`, entry] as const),
    );

/** What stays undeclared, and why. */
export const undeclaredIn = (estate: readonly (readonly Resource[])[], fields?: AdoptionFields) =>
    adoptionOf(estate, fields).undeclared.map(({ what, why }) => `${what}: ${why}`);
