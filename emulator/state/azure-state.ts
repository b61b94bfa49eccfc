// Everything the emulator knows, as plain JSON: what Entra, Graph, Azure Resource Manager and the registries
// remember between requests. The services are functions over this one object, so that saving it to a file is saving
// the emulator, and a test reads it to see what the service really holds.
import type { CustomRoleDefinition, DenyAssignment, RoleAssignment, RoleEligibility } from "./authorization";
import { tracked } from "./indexed";

/** An Entra password of an application or of a service principal. Times are ISO 8601. */
export interface PasswordCredential {
    keyId: string;
    displayName: string | null;
    startDateTime: string;
    endDateTime: string;
    hint: string;
    /** SHA-256 of the secret text, hex: the service never shows it again, nor does a saved state. */
    secretHash: string;
    /** When it was added; absent: long ago. A new one may take a while to work, whatever its start date. */
    addedDateTime?: string;
}

/** A certificate an application may sign client assertions with. */
export interface KeyCredential {
    keyId: string;
    displayName: string | null;
    startDateTime: string;
    endDateTime: string;
    /** PEM certificate. */
    certificate: string;
}

/** A trust in tokens of another issuer, of an application or of a user-assigned identity. */
export interface FederatedCredential {
    id: string;
    name: string;
    issuer: string;
    subject: string;
    audiences: string[];
    description?: string | null;
    /** When it was created or changed last; absent: long ago. */
    addedDateTime?: string;
}

export interface RemovedCredential {
    /** Object id of the application or service principal that had it. */
    of: string;
    removedDateTime: string;
    password?: PasswordCredential;
    federated?: FederatedCredential;
}

export interface Application {
    id: string;
    appId: string;
    /** The home tenant. */
    tenantId: string;
    displayName: string;
    createdDateTime: string;
    signInAudience: string;
    passwordCredentials: PasswordCredential[];
    keyCredentials: KeyCredential[];
    federatedCredentials: FederatedCredential[];
    /** Object ids of users and service principals. */
    owners?: string[];
    /** Every other property a client wrote, answered as written. */
    properties: Record<string, unknown>;
}

export interface ServicePrincipal {
    id: string;
    appId: string;
    /** The tenant in which it exists, which may not be the application's. */
    tenantId: string;
    displayName: string;
    servicePrincipalType: "Application" | "ManagedIdentity";
    accountEnabled: boolean;
    createdDateTime: string;
    /** Passwords of the service principal itself; those of its application are with the application. */
    passwordCredentials: PasswordCredential[];
    /** The same of certificates. Defaults to none. */
    keyCredentials?: KeyCredential[];
    /** What it may do in Graph, for example `Application.ReadWrite.All`. Defaults to nothing. */
    graphRoles?: string[];
    /** Object ids of users and service principals. */
    owners?: string[];
    properties: Record<string, unknown>;
}

export interface User {
    id: string;
    tenantId: string;
    userPrincipalName: string;
    displayName: string;
    userType: "Member" | "Guest";
    /** Of a guest: its object id in its home tenant. */
    homeId?: string;
    graphRoles?: string[];
    /** For `az login -u -p`; in place of whatever the user really proves. */
    passwordHash?: string;
}

export interface Group {
    id: string;
    tenantId: string;
    displayName: string;
    mailNickname: string;
    securityEnabled: boolean;
    /** Object ids of users, groups and service principals. */
    members: string[];
    /** Object ids of users and service principals. */
    owners?: string[];
    properties: Record<string, unknown>;
}

export interface Subscription {
    subscriptionId: string;
    tenantId: string;
    displayName: string;
    /** Name of the management group that it is in; absent: the tenant's root group. */
    managementGroup?: string;
}

/** A management group below the root group of its tenant, which has the tenant's id as its name and is not kept. */
export interface ManagementGroup {
    name: string;
    tenantId: string;
    displayName: string;
    /** Name of the one that it is in; absent: the tenant's root group. */
    parent?: string;
}

export interface Tenant {
    tenantId: string;
    displayName: string;
    defaultDomain: string;
}

/** An ARM resource as the newest api-version would answer it, without what the service computes at each GET. */
export interface ArmResource {
    id: string;
    name: string;
    /** For example `Microsoft.ContainerRegistry/registries/tokens`. */
    type: string;
    location?: string;
    tags?: Record<string, string>;
    sku?: Record<string, unknown>;
    identity?: Record<string, unknown>;
    kind?: string;
    systemData?: Record<string, unknown>;
    properties: Record<string, unknown>;
    /** What the service remembers of the resource and never answers, such as the address a webhook calls. */
    internal?: Record<string, unknown>;
}

/** A login to a registry, as the workspace keeps it that the registry's diagnostic setting names. */
export interface LoginEvent {
    /** ARM id in lower case. */
    workspaceId: string;
    registryId: string;
    loginServer: string;
    region: string;
    time: string;
    identity: string;
    /** Of the token that was issued; empty for a refused login. */
    jwtId: string;
    status: number;
    userAgent: string;
    correlationId: string;
}

/** What a client may not do to a repository, a tag or a manifest while a flag is off. */
export interface ChangeableAttributes {
    deleteEnabled: boolean;
    writeEnabled: boolean;
    readEnabled: boolean;
    listEnabled: boolean;
}

/** A repository of a registry as `/acr/v1` tells of it; the bytes are in the stock registry behind the front. */
export interface Repository {
    /** The registry's own `uid`, which a registry made again under the same name does not share. */
    registry: string;
    name: string;
    createdTime: string;
    lastUpdateTime: string;
    changeableAttributes: ChangeableAttributes;
    /** By digest. */
    manifests: Record<
        string,
        {
            mediaType: string;
            imageSize: number;
            createdTime: string;
            lastUpdateTime: string;
            changeableAttributes: ChangeableAttributes;
        }
    >;
    tags: Record<
        string,
        { digest: string; createdTime: string; lastUpdateTime: string; changeableAttributes: ChangeableAttributes }
    >;
}

/** The two passwords of a registry's admin user or of a registry token. */
export interface RegistryPassword {
    /** `password`/`password2` for the admin user, `password1`/`password2` for a token. */
    name: string;
    creationTime: string;
    expiry?: string;
    /** From when the registry accepts it; absent: at once. A regenerated password may take a minute. */
    effectiveFrom?: string;
    hash: string;
    /** The admin user's passwords can be listed again, so these alone are kept in plain text. */
    value?: string;
}

export interface VaultSecret {
    vault: string;
    name: string;
    version: string;
    value: string;
    contentType?: string;
    tags: Record<string, string>;
    attributes: { enabled: boolean; created: number; updated: number; nbf?: number; exp?: number };
    /** Seconds since 1970. The secret keeps its name until it is recovered, purged, or the vault's retention is over. */
    deletedDate?: number;
}

/** A vault that was deleted and can be recovered; its secrets are still among `vaultSecrets`. */
export interface DeletedVault {
    vault: ArmResource;
    /** Seconds since 1970. */
    deletedDate: number;
}

export interface AzureState {
    tenants: Tenant[];
    subscriptions: Subscription[];
    managementGroups: ManagementGroup[];
    users: User[];
    groups: Group[];
    applications: Application[];
    servicePrincipals: ServicePrincipal[];
    /** Deleted, but not yet purged: `/directory/deletedItems` of Graph. */
    deletedItems: { applications: Application[]; servicePrincipals: ServicePrincipal[] };
    /** Passwords and federated credentials that were removed, with their client; they may work for a while. */
    removedCredentials: RemovedCredential[];
    /** By ARM id in lower case; resource groups are among them. */
    resources: Record<string, ArmResource>;
    /** By ARM id in lower case. */
    roleAssignments: Record<string, RoleAssignment>;
    denyAssignments: DenyAssignment[];
    roleEligibilities: RoleEligibility[];
    /** Those that were deleted; a registry may not know for a while. */
    removedRoleAssignments: (RoleAssignment & { removedOn: string })[];
    /** By ARM id in lower case of the registry (admin user) or of the token. */
    registryPasswords: Record<string, RegistryPassword[]>;
    vaultSecrets: VaultSecret[];
    deletedVaults: DeletedVault[];
    /** By GUID. */
    roleDefinitions: Record<string, CustomRoleDefinition>;
    /** Registry names that other customers hold, in lower case. */
    foreignRegistryNames: string[];
    /** By `<uid>/<name>`. */
    repositories: Record<string, Repository>;
    loginEvents: LoginEvent[];
    /** How far the emulator's clock is ahead of the machine's, in milliseconds. */
    clockOffset: number;
}

export const emptyState = (): AzureState => ({
    tenants: [],
    subscriptions: [],
    managementGroups: [],
    users: [],
    groups: [],
    applications: [],
    servicePrincipals: [],
    deletedItems: { applications: [], servicePrincipals: [] },
    removedCredentials: [],
    resources: tracked(),
    roleAssignments: tracked(),
    denyAssignments: [],
    roleEligibilities: [],
    removedRoleAssignments: [],
    registryPasswords: {},
    vaultSecrets: [],
    deletedVaults: [],
    roleDefinitions: {},
    foreignRegistryNames: [],
    repositories: {},
    loginEvents: [],
    clockOffset: 0,
});
