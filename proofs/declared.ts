// What the components of a stack declare: registries, and who may do what on them, with the credentials they hand out.
// Read from the component's own inputs in the state and never from the roles or scope maps that it compiled them to,
// because those are what is to be proved. Pure.
import { z } from "zod";
import type { Method } from "./line";
import { type Permission, permittedActions } from "./repositories";
import { encrypted, type Resource, reveal, type State } from "./state";

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

export interface DeclaredCredential {
    /** Which of the live generations: what consumers read is `current`. */
    generation: "current" | "previous";
    username: string;
    /** `encrypted` where the export holds ciphertext only. */
    secret: string | typeof encrypted;
    /** ISO 8601. */
    expiresOn?: string;
}

export interface DeclaredToken {
    registry: RegistryTarget;
    tokenName: string;
    /** The slots, `password1` and `password2`, that the state knows a password of. */
    passwordNames: ReadonlySet<string>;
}

export interface DeclaredAccess {
    name: string;
    method: Method;
    /** Object id in Entra of whom the roles are assigned to; absent for repository tokens. */
    principalId?: string;
    /** The tenant to log in at, where the state tells. */
    tenantId?: string;
    /** The application whose passwords the credentials are; absent where they are no Entra passwords. */
    application?: { clientId: string };
    /** The token itself; absent for everybody else. */
    token?: DeclaredToken;
    /** A disabled token is declared to be refused. */
    enabled: boolean;
    grants: DeclaredGrant[];
    credentials: DeclaredCredential[];
}

export interface DeclaredRegistry {
    name: string;
    target: RegistryTarget;
    anonymousPull: boolean;
    /** Break glass: until when the admin user may be open. */
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

const target = z.object({
    resourceId: z.string(),
    loginServer: z.string(),
    roleAssignmentMode: z.enum(["legacy", "abac"]).default("legacy"),
});
const permission = z.enum(Object.keys(permittedActions) as [Permission, ...Permission[]]);
const repositories = z.array(z.string()).default(["*"]);
const grant = z.object({ permission, repositories, listCatalog: z.boolean().default(false) });
const grants = z.record(z.string(), grant.extend({ registry: target }));
const tokenGrants = z.record(z.string(), grant);

const registryShape = z.object({
    inputs: z.object({
        roleAssignmentMode: target.shape.roleAssignmentMode,
        anonymousPull: z.boolean().default(false),
        adminUser: z.object({ expiresOn: z.string() }).optional(),
    }),
    outputs: z.object({ resourceId: z.string(), loginServer: z.string() }),
});
const accessShape = z.object({
    inputs: z.object({ grants, principalType: z.string().optional() }),
    outputs: z.object({ principalId: z.string() }),
});
const servicePrincipalShape = z.object({
    inputs: z.object({ grants }),
    outputs: z.object({ clientId: z.string(), principalId: z.string() }),
});
const tokenShape = z.object({
    inputs: z.object({ registry: target, grants: tokenGrants, enabled: z.boolean().default(true) }),
    outputs: z.object({ username: z.string() }),
});

const types = {
    registry: "acr-auth:index:ContainerRegistry",
    access: "acr-auth:index:RegistryAccess",
    servicePrincipal: "acr-auth:index:RegistryServicePrincipal",
    token: "acr-auth:index:RepositoryToken",
    applicationPassword: "azuread:index/applicationPassword:ApplicationPassword",
    graphServicePrincipal: "azuread:index/servicePrincipal:ServicePrincipal",
    tokenPassword: "pulumi-nodejs:dynamic/acr-auth:TokenPassword",
} as const;

type Reader = (component: Resource, children: Resource[]) => DeclaredAccess;

/** How each kind of component is read; a component that is not here grants nothing that can be proved. */
const accessReaders: Readonly<Record<string, { method: Method; read: Reader }>> = {
    [types.access]: { method: "individual identity", read: readAccess },
    [types.servicePrincipal]: { method: "service principal", read: readServicePrincipal },
    [types.token]: { method: "repository token", read: readToken },
};

function readAccess(component: Resource): DeclaredAccess {
    const { inputs, outputs } = read(accessShape, component);
    return {
        name: nameOf(component),
        method: inputs.principalType === "ServicePrincipal" ? "service principal" : "individual identity",
        principalId: outputs.principalId,
        enabled: true,
        grants: Object.values(inputs.grants),
        credentials: [],
    };
}

function readServicePrincipal(component: Resource, children: Resource[]): DeclaredAccess {
    const { inputs, outputs } = read(servicePrincipalShape, component);
    const home = children.find(({ type }) => type === types.graphServicePrincipal)?.outputs.applicationTenantId;
    return {
        name: nameOf(component),
        method: "service principal",
        principalId: outputs.principalId,
        tenantId: text(home),
        application: { clientId: outputs.clientId },
        enabled: true,
        grants: Object.values(inputs.grants),
        credentials: generations(
            children.filter(({ type }) => type === types.applicationPassword),
            (password) => ({ secret: password.value, expiresOn: text(password.endDate) }),
            outputs.clientId,
        ),
    };
}

function readToken(component: Resource, children: Resource[]): DeclaredAccess {
    const { inputs, outputs } = read(tokenShape, component);
    const passwords = children.filter(({ type }) => type === types.tokenPassword);
    return {
        name: nameOf(component),
        method: "repository token",
        token: {
            registry: inputs.registry,
            tokenName: outputs.username,
            passwordNames: new Set(passwords.map((password) => text(password.outputs.passwordName) ?? "")),
        },
        enabled: inputs.enabled,
        grants: Object.values(inputs.grants).map((grant) => ({ ...grant, registry: inputs.registry })),
        credentials: generations(
            passwords,
            (password) => ({ secret: password.password, expiresOn: text(password.expiresOn) }),
            outputs.username,
        ),
    };
}

/** Everything the components in a state declare. */
export function declaredIn(state: State): Declared {
    const declared: Declared = { registries: [], access: [], unread: [], passwordKeyIds: new Set() };
    const children = childrenByParent(state);
    for (const resource of state.resources) {
        const reader = accessReaders[resource.type];
        try {
            if (resource.type === types.registry) declared.registries.push(readRegistry(resource));
            if (reader !== undefined) declared.access.push(reader.read(resource, children.get(resource.urn) ?? []));
            const keyId = resource.type === types.applicationPassword ? text(resource.outputs.keyId) : undefined;
            if (keyId !== undefined) declared.passwordKeyIds.add(keyId);
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
    return declared;
}

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

function readRegistry(component: Resource): DeclaredRegistry {
    const { inputs, outputs } = read(registryShape, component);
    const { roleAssignmentMode, anonymousPull, adminUser } = inputs;
    return { name: nameOf(component), target: { ...outputs, roleAssignmentMode }, anonymousPull, adminUser };
}

/** The passwords among a component's children, newest generation first. */
function generations(
    passwords: Resource[],
    read: (outputs: Record<string, unknown>) => { secret: unknown; expiresOn?: string },
    username: string,
): DeclaredCredential[] {
    return passwords
        .map(({ outputs }) => read(reveal(outputs) as Record<string, unknown>))
        .sort((a, b) => (b.expiresOn ?? "").localeCompare(a.expiresOn ?? ""))
        .map(({ secret, expiresOn }, index) => ({
            generation: index === 0 ? "current" : "previous",
            username,
            secret: typeof secret === "string" ? secret : encrypted,
            expiresOn,
        }));
}

/** @throws ZodError, with the path of the first property that is missing or of another kind. */
const read = <T>(shape: z.ZodType<T>, { inputs, outputs }: Resource): T => shape.parse(reveal({ inputs, outputs }));

/** The name in the program: the last part of the URN. */
const nameOf = ({ urn }: Resource): string => urn.slice(urn.lastIndexOf("::") + 2);

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
