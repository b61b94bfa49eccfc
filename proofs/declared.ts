// What the components of a stack declare: registries, and who may do what on them, with the ways they have to log in.

import type { Permission } from "../azure/permissions";
import type { RoleAssignmentMode } from "../azure/roles";
import type { SECRET } from "../estate/value";
import type { Method } from "./check-result";

export interface RegistryTarget {
    resourceId: string;
    loginServer: string;
    roleAssignmentMode: RoleAssignmentMode;
}

export interface DeclaredGrant {
    registry: RegistryTarget;
    permission: Permission;
    /** Names and patterns; `["*"]` for the whole registry. */
    repositories: string[];
    /** Whether the list of all repository names may be read as well. */
    listCatalog: boolean;
}

/** A user name and password, of an application where the entry has one, else of the registry itself. */
export interface PasswordCredential {
    kind: "password";
    /** What consumers read is `current`; beside it the generation before, or the admin user's second password. */
    label: "current" | "previous" | "second";
    username: string;
    /** `SECRET` where the export holds ciphertext only. */
    secret: string | typeof SECRET;
    /** ISO 8601. */
    expiresOn?: string;
}

/** Tokens of another issuer that a principal trusts. */
export interface FederatedCredential {
    kind: "federated";
    /** `federated` and the credential's name. */
    label: string;
    clientId: string;
    issuer: string;
    subject: string;
    audience: string;
}

/** What Azure hands to the code that runs as a managed identity. */
export interface EndpointCredential {
    kind: "endpoint";
    label: "managed identity";
    /** Object id of the identity. */
    principalId: string;
}

export type DeclaredCredential = PasswordCredential | FederatedCredential | EndpointCredential;

export interface DeclaredToken {
    registry: RegistryTarget;
    tokenName: string;
    /** Name of the scope map that the component made for it, where the state tells. */
    scopeMapName?: string;
    /** The slots, `password1` and `password2`, that the state knows a password of. */
    passwordNames: ReadonlySet<string>;
}

export interface DeclaredAccess {
    name: string;
    method: Method;
    /** Object id in Entra of whom the roles are assigned to; absent for tokens and the admin user. */
    principalId?: string;
    /** The tenant to log in at, where the state tells. */
    tenantId?: string;
    /** The application whose passwords the credentials are; absent where they are no Entra passwords. */
    application?: { clientId: string };
    /** The token itself; absent for everybody else. */
    token?: DeclaredToken;
    /** A disabled token is declared to be refused. */
    enabled: boolean;
    /** The day, `YYYY-MM-DD`, from which nobody may log in any more. */
    endsOn?: string;
    grants: DeclaredGrant[];
    /** The one that consumers use comes first. */
    credentials: DeclaredCredential[];
}

export interface DeclaredRegistry {
    name: string;
    target: RegistryTarget;
    anonymousPull: boolean;
    /** Whether the registry takes tokens that Entra issued for Azure Resource Manager. */
    armAudienceTokens: boolean;
    /** Emergency access: the day, `YYYY-MM-DD`, on which the admin user is off again. */
    adminUser?: { expiresOn: string };
}

/** A login's password in a Key Vault: who reads the secret holds the login. */
export interface DeclaredSecret {
    /** Of the component. */
    name: string;
    /** ARM id of the secret. */
    secretId: string;
    /** ARM ids of the role assignments that the component gives its readers. */
    readerIds: string[];
}

/** A role assignment of the stack that no component makes: declared as it is recorded. */
export interface RecordedAssignment {
    roleDefinitionId: string;
    principalId: string;
    scope: string;
    condition?: string;
}

/** Tokens of another issuer that an application of the stack trusts, by a resource that no component makes. */
export interface RecordedTrust {
    /** Object id of the application. */
    applicationId: string;
    issuer: string;
    subject: string;
    audiences: readonly string[];
}

export interface Declared {
    registries: DeclaredRegistry[];
    access: DeclaredAccess[];
    secrets: DeclaredSecret[];
    /** Components that the state does not hold completely, as after a deployment that was cut off. */
    unread: { name: string; method: Method; why: string }[];
    /** Key ids of the passwords and certificates in Graph that the state knows, lower case. */
    keyIds: Set<string>;
    /** By ARM id, lower case. */
    assignments: Map<string, RecordedAssignment>;
    trusts: RecordedTrust[];
}

export const nothingDeclared = (): Declared => ({
    registries: [],
    access: [],
    secrets: [],
    unread: [],
    keyIds: new Set(),
    assignments: new Map(),
    trusts: [],
});
