// What the components of a stack declare: registries, and who may do what on them, with the ways they have to log in.
import { z } from "zod";
import { accessReaders, nameOf, readApplicationPasswords, readRegistry, types } from "./components";
import type { Method } from "./line";
import type { Permission } from "./repositories";
import type { encrypted, Resource, State } from "./state";

export interface RegistryTarget {
    resourceId: string;
    loginServer: string;
    roleAssignmentMode: "legacy" | "abac";
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
    /** `encrypted` where the export holds ciphertext only. */
    secret: string | typeof encrypted;
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
    /** Break glass: the day, `YYYY-MM-DD`, on which the admin user is off again. */
    adminUser?: { expiresOn: string };
}

export interface Declared {
    registries: DeclaredRegistry[];
    access: DeclaredAccess[];
    /** Components that the state does not hold completely, as after a deployment that was cut off. */
    unread: { name: string; method: Method; why: string }[];
    /** Key ids of the Graph passwords that the state knows. */
    passwordKeyIds: Set<string>;
}

/** Everything the components in a state declare, in an order that does not depend on how a deployment went. */
export function declaredIn(state: State): Declared {
    const declared: Declared = { registries: [], access: [], unread: [], passwordKeyIds: new Set() };
    const children = childrenByParent(state);
    const passwords = readApplicationPasswords(state, children);
    for (const resource of state.resources) {
        const reader = accessReaders[resource.type];
        try {
            if (resource.type === types.registry) declared.registries.push(readRegistry(resource));
            if (reader) declared.access.push(...reader.read(resource, children.get(resource.urn) ?? [], passwords));
            if (resource.type === types.applicationPassword)
                declared.passwordKeyIds.add(String(resource.outputs.keyId));
        } catch (error) {
            if (!(error instanceof z.ZodError)) throw error;
            const [issue] = error.issues;
            declared.unread.push({
                name: nameOf(resource),
                method: reader?.method ?? "admin user",
                why: `${issue?.path.join(".")}: ${issue?.message}`,
            });
        }
    }
    declared.registries.sort(byText(({ name }) => name));
    declared.access.sort(byText(({ method, name }) => `${method}\n${name}`));
    return declared;
}

const byText =
    <T>(textOf: (item: T) => string) =>
    (a: T, b: T): number =>
        textOf(a) < textOf(b) ? -1 : 1;

function childrenByParent({ resources }: State): Map<string, Resource[]> {
    const children = new Map<string, Resource[]>();
    for (const resource of resources) {
        if (resource.parent === undefined) continue;
        const siblings = children.get(resource.parent);
        if (siblings === undefined) children.set(resource.parent, [resource]);
        else siblings.push(resource);
    }
    return children;
}
