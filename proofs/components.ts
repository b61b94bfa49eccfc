// How each component is read from a state: from its own inputs, and never from the roles or scope maps that it compiled
// them to, because those are what is to be proved. Pure.
import { z } from "zod";
import { Permission } from "../azure/permissions";
import { everyRepository } from "../azure/repositories";
import { RoleAssignmentMode } from "../azure/roles";
import { type ComponentName, className } from "../estate/components";
import type { Kind } from "../estate/kinds";
import { get, type Resource } from "../estate/resource";
import { read, SECRET, text, unwrapDeep } from "../estate/value";
import type { Method } from "./check-result";
import type {
    DeclaredAccess,
    DeclaredRegistry,
    DeclaredSecret,
    EndpointCredential,
    FederatedCredential,
    PasswordCredential,
} from "./declared";

const target = z.object({
    resourceId: z.string(),
    loginServer: z.string(),
    roleAssignmentMode: z.enum(RoleAssignmentMode).default(RoleAssignmentMode.legacy),
});
const permission = z.enum(Permission);
const grant = z.object({
    permission,
    repositories: z.array(z.string()).default([everyRepository]),
    listCatalog: z.boolean().default(false),
});
const grants = z
    .record(z.string(), grant.extend({ registry: target }))
    .transform(Object.values<DeclaredAccess["grants"][0]>);
const tokenGrants = z.record(z.string(), grant).transform(Object.values<z.infer<typeof grant>>);
const adminUser = z.object({ expiresOn: z.string() });

/** The shape of a component's inputs and outputs, as far as they are read. */
const shape = <I extends z.ZodRawShape, O extends z.ZodRawShape>(inputs: I, outputs: O) =>
    z.object({ inputs: z.object(inputs), outputs: z.object(outputs) });
const clientId = z.string();
const principalId = z.string();
const tenantId = z.string();
const shapes = {
    registry: shape(
        {
            roleAssignmentMode: target.shape.roleAssignmentMode,
            anonymousPull: z.boolean().default(false),
            armAudienceTokens: z.boolean().default(false),
            adminUser: adminUser.optional(),
        },
        { resourceId: z.string(), loginServer: z.string() },
    ),
    access: shape({ grants, principalType: z.string().optional() }, { principalId }),
    servicePrincipal: shape({ grants }, { clientId, principalId }),
    managedIdentity: shape({ grants }, { clientId, principalId, tenantId }),
    aks: shape({ grants }, { principalId }),
    crossTenantApplication: shape({}, { clientId, principalId }),
    crossTenantPull: shape({ grants }, { clientId, principalId, tenantId }),
    token: shape(
        { registry: target, grants: tokenGrants, enabled: z.boolean().default(true) },
        { username: z.string() },
    ),
    federatedCredential: shape({ issuer: z.string(), subject: z.string(), audiences: z.array(z.string()).min(1) }, {}),
    adminPasswords: shape({}, { username: z.string(), password: z.unknown(), password2: z.unknown() }),
};

/** The passwords of every application of the stack, by client id: another component may log in with them. */
type ApplicationPasswords = ReadonlyMap<string, PasswordCredential[]>;
type Reader = (component: Resource, children: Resource[], passwords: ApplicationPasswords) => DeclaredAccess[];

/** A component that is not here grants nothing that can be proved. */
const accessReaders: Readonly<Partial<Record<ComponentName, { method: Method; read: Reader }>>> = {
    ContainerRegistry: { method: "admin user", read: readAdminUser },
    RegistryAccess: { method: "individual identity", read: readAccess },
    RegistryServicePrincipal: { method: "service principal", read: readServicePrincipal },
    RegistryManagedIdentity: { method: "managed identity", read: readManagedIdentity },
    AksAttachment: { method: "AKS managed identity", read: readAks },
    CrossTenantApplication: { method: "AKS service principal", read: readCrossTenantApplication },
    CrossTenantAksPull: { method: "AKS service principal", read: readCrossTenantPull },
    RepositoryToken: { method: "repository token", read: readToken },
};

/** How the access of a component is read; `undefined` for any other resource. */
export function accessReaderOf(resource: Resource): { method: Method; read: Reader } | undefined {
    const name = className(resource);
    return name && accessReaders[name];
}

export function readRegistry(component: Resource): DeclaredRegistry {
    const { inputs, outputs } = validated(shapes.registry, component);
    const { roleAssignmentMode, ...switches } = inputs;
    return { name: component.name, target: { ...outputs, roleAssignmentMode }, ...switches };
}

export function readApplicationPasswords(
    resources: readonly Resource[],
    children: ReadonlyMap<string | undefined, Resource[]>,
): ApplicationPasswords {
    const owners = resources.filter((each) =>
        ["RegistryServicePrincipal", "CrossTenantApplication"].includes(className(each) ?? ""),
    );
    return new Map(
        owners.map(({ urn, outputs }) => {
            const username = text(read(outputs, "clientId")) ?? "";
            const passwords = ofKind(children.get(urn) ?? [], "applicationPassword");
            return [username, generations(passwords, username, "value", "endDate")];
        }),
    );
}

/** The secret of a CredentialVault; none while it does not exist. */
export function readSecrets({ name }: Resource, children: Resource[]): DeclaredSecret[] {
    const readerIds = ofKind(children, "roleAssignment").flatMap(({ id }) => id ?? []);
    return ofKind(children, "vaultSecret").flatMap(({ id }) =>
        id === undefined ? [] : [{ name, secretId: id, readerIds }],
    );
}

function readAdminUser(component: Resource, children: Resource[]): DeclaredAccess[] {
    const { name, target: registry, adminUser } = readRegistry(component);
    return ofKind(children, "adminPasswords").map((resource) => {
        const { username, password, password2 } = validated(shapes.adminPasswords, resource).outputs;
        return {
            name,
            method: "admin user",
            enabled: true,
            endsOn: adminUser?.expiresOn,
            grants: [{ registry, permission: Permission.manage, repositories: [everyRepository], listCatalog: true }],
            credentials: [passwordOf(password, username, "current"), passwordOf(password2, username, "second")],
        };
    });
}

function readAccess(component: Resource): DeclaredAccess[] {
    const { inputs, outputs } = validated(shapes.access, component);
    const method = inputs.principalType === "ServicePrincipal" ? "service principal" : "individual identity";
    const { grants } = inputs;
    return [{ name: component.name, method, ...outputs, enabled: true, grants, credentials: [] }];
}

function readServicePrincipal(
    component: Resource,
    children: Resource[],
    passwords: ApplicationPasswords,
): DeclaredAccess[] {
    const { inputs, outputs } = validated(shapes.servicePrincipal, component);
    const [servicePrincipal] = ofKind(children, "servicePrincipal");
    return [
        {
            name: component.name,
            method: "service principal",
            principalId: outputs.principalId,
            tenantId: text(read(servicePrincipal?.outputs, "applicationTenantId")),
            application: { clientId: outputs.clientId },
            enabled: true,
            grants: inputs.grants,
            credentials: passwords.get(outputs.clientId) ?? [],
        },
    ];
}

function readManagedIdentity(component: Resource, children: Resource[]): DeclaredAccess[] {
    const { inputs, outputs } = validated(shapes.managedIdentity, component);
    const federated = ofKind(children, "federatedCredential").map((credential): FederatedCredential => {
        const { issuer, subject, audiences } = validated(shapes.federatedCredential, credential).inputs;
        const [audience = ""] = audiences;
        const label = `federated ${credential.name.replace(`${component.name}-`, "")}`;
        return { kind: "federated", label, clientId: outputs.clientId, issuer, subject, audience };
    });
    return [
        {
            name: component.name,
            method: "managed identity",
            principalId: outputs.principalId,
            tenantId: outputs.tenantId,
            enabled: true,
            grants: inputs.grants,
            credentials: [endpoint(outputs.principalId), ...federated],
        },
    ];
}

function readAks(component: Resource): DeclaredAccess[] {
    const { inputs, outputs } = validated(shapes.aks, component);
    const credentials = [endpoint(outputs.principalId)];
    const { grants } = inputs;
    return [{ name: component.name, method: "AKS managed identity", ...outputs, enabled: true, grants, credentials }];
}

function readCrossTenantApplication(component: Resource, children: Resource[]): DeclaredAccess[] {
    const { clientId } = validated(shapes.crossTenantApplication, component).outputs;
    const [servicePrincipal] = ofKind(children, "servicePrincipal");
    return [
        {
            name: component.name,
            method: "AKS service principal",
            tenantId: text(read(servicePrincipal?.outputs, "applicationTenantId")),
            application: { clientId },
            enabled: true,
            // Its rights are declared in the registry's tenant, by another component.
            grants: [],
            credentials: [],
        },
    ];
}

function readCrossTenantPull(component: Resource, _: Resource[], passwords: ApplicationPasswords): DeclaredAccess[] {
    const { inputs, outputs } = validated(shapes.crossTenantPull, component);
    const { clientId, principalId, tenantId } = outputs;
    return [
        {
            name: component.name,
            method: "AKS service principal",
            principalId,
            tenantId,
            application: { clientId },
            enabled: true,
            grants: inputs.grants,
            credentials: passwords.get(clientId) ?? [],
        },
    ];
}

function readToken(component: Resource, children: Resource[]): DeclaredAccess[] {
    const { inputs, outputs } = validated(shapes.token, component);
    const { registry, enabled } = inputs;
    const passwords = ofKind(children, "tokenPassword");
    const [scopeMap] = ofKind(children, "scopeMap");
    const scopeMapName = scopeMap && text(get(scopeMap, "scopeMapName"));
    return [
        {
            name: component.name,
            method: "repository token",
            token: {
                registry,
                tokenName: outputs.username,
                ...(scopeMapName === undefined ? {} : { scopeMapName }),
                passwordNames: new Set(passwords.map((password) => String(password.outputs.passwordName))),
            },
            enabled,
            grants: inputs.grants.map((each) => ({ ...each, registry })),
            credentials: generations(passwords, outputs.username, "password", "expiresOn"),
        },
    ];
}

/** Newest first: the last to end is what consumers read. */
const generations = (passwords: Resource[], username: string, value: string, end: string): PasswordCredential[] =>
    passwords
        .map(({ outputs }) => ({ value: read(outputs, value), expiresOn: text(read(outputs, end)) }))
        .sort((a, b) => (b.expiresOn ?? "").localeCompare(a.expiresOn ?? ""))
        .map(({ value, expiresOn }, index) =>
            passwordOf(value, username, index === 0 ? "current" : "previous", expiresOn),
        );

const passwordOf = (
    value: unknown,
    username: string,
    label: PasswordCredential["label"],
    expiresOn?: string,
): PasswordCredential => ({
    kind: "password",
    label,
    username,
    secret: typeof value === "string" ? value : SECRET,
    ...(expiresOn === undefined ? {} : { expiresOn }),
});

const endpoint = (principalId: string): EndpointCredential => ({
    kind: "endpoint",
    label: "managed identity",
    principalId,
});

/** @throws ZodError, with the path of the first property that is missing or of another kind. */
const validated = <T>(expected: z.ZodType<T>, { inputs, outputs }: Resource): T =>
    expected.parse(unwrapDeep({ inputs, outputs }));

const ofKind = (resources: Resource[], kind: Kind): Resource[] => resources.filter((each) => each.kind === kind);
