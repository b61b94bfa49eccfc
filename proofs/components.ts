// How each component is read from a state: from its own inputs, and never from the roles or scope maps that it compiled
// them to, because those are what is to be proved. Pure.
import { z } from "zod";
import type {
    DeclaredAccess,
    DeclaredRegistry,
    EndpointCredential,
    FederatedCredential,
    PasswordCredential,
} from "./declared";
import type { Method } from "./line";
import { type Permission, permittedActions } from "./repositories";
import { encrypted, type Resource, reveal, type State } from "./state";

export const types = {
    registry: "acr-auth:index:ContainerRegistry",
    access: "acr-auth:index:RegistryAccess",
    servicePrincipal: "acr-auth:index:RegistryServicePrincipal",
    managedIdentity: "acr-auth:index:RegistryManagedIdentity",
    aks: "acr-auth:index:AksAttachment",
    crossTenantApplication: "acr-auth:index:CrossTenantApplication",
    crossTenantPull: "acr-auth:index:CrossTenantAksPull",
    token: "acr-auth:index:RepositoryToken",
    applicationPassword: "azuread:index/applicationPassword:ApplicationPassword",
    graphServicePrincipal: "azuread:index/servicePrincipal:ServicePrincipal",
    federatedCredential: "azure-native:managedidentity:FederatedIdentityCredential",
    tokenPassword: "pulumi-nodejs:dynamic/acr-auth:TokenPassword",
    adminPasswords: "pulumi-nodejs:dynamic/acr-auth:AdminPasswords",
} as const;

const target = z.object({
    resourceId: z.string(),
    loginServer: z.string(),
    roleAssignmentMode: z.enum(["legacy", "abac"]).default("legacy"),
});
const permission = z.enum(Object.keys(permittedActions) as [Permission, ...Permission[]]);
const grant = z.object({
    permission,
    repositories: z.array(z.string()).default(["*"]),
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
export const accessReaders: Readonly<Record<string, { method: Method; read: Reader }>> = {
    [types.registry]: { method: "admin user", read: readAdminUser },
    [types.access]: { method: "individual identity", read: readAccess },
    [types.servicePrincipal]: { method: "service principal", read: readServicePrincipal },
    [types.managedIdentity]: { method: "managed identity", read: readManagedIdentity },
    [types.aks]: { method: "AKS managed identity", read: readAks },
    [types.crossTenantApplication]: { method: "AKS service principal", read: readCrossTenantApplication },
    [types.crossTenantPull]: { method: "AKS service principal", read: readCrossTenantPull },
    [types.token]: { method: "repository token", read: readToken },
};

export function readRegistry(component: Resource): DeclaredRegistry {
    const { inputs, outputs } = read(shapes.registry, component);
    const { roleAssignmentMode, anonymousPull, adminUser } = inputs;
    return { name: nameOf(component), target: { ...outputs, roleAssignmentMode }, anonymousPull, adminUser };
}

export function readApplicationPasswords(
    { resources }: State,
    children: ReadonlyMap<string, Resource[]>,
): ApplicationPasswords {
    const owners = resources.filter(
        ({ type }) => type === types.servicePrincipal || type === types.crossTenantApplication,
    );
    return new Map(
        owners.map(({ urn, outputs }) => {
            const username = String(reveal(outputs.clientId));
            const passwords = ofType(children.get(urn) ?? [], types.applicationPassword);
            return [username, generations(passwords, username, "value", "endDate")];
        }),
    );
}

function readAdminUser(component: Resource, children: Resource[]): DeclaredAccess[] {
    const { name, target: registry, adminUser } = readRegistry(component);
    return ofType(children, types.adminPasswords).map((resource) => {
        const { username, password, password2 } = read(shapes.adminPasswords, resource).outputs;
        return {
            name,
            method: "admin user",
            enabled: true,
            endsOn: adminUser?.expiresOn,
            grants: [{ registry, permission: "manage", repositories: ["*"], listCatalog: true }],
            credentials: [passwordOf(password, username, "current"), passwordOf(password2, username, "second")],
        };
    });
}

function readAccess(component: Resource): DeclaredAccess[] {
    const { inputs, outputs } = read(shapes.access, component);
    const method = inputs.principalType === "ServicePrincipal" ? "service principal" : "individual identity";
    const { grants } = inputs;
    return [{ name: nameOf(component), method, ...outputs, enabled: true, grants, credentials: [] }];
}

function readServicePrincipal(
    component: Resource,
    children: Resource[],
    passwords: ApplicationPasswords,
): DeclaredAccess[] {
    const { inputs, outputs } = read(shapes.servicePrincipal, component);
    const [servicePrincipal] = ofType(children, types.graphServicePrincipal);
    return [
        {
            name: nameOf(component),
            method: "service principal",
            principalId: outputs.principalId,
            tenantId: text(servicePrincipal?.outputs.applicationTenantId),
            application: { clientId: outputs.clientId },
            enabled: true,
            grants: inputs.grants,
            credentials: passwords.get(outputs.clientId) ?? [],
        },
    ];
}

function readManagedIdentity(component: Resource, children: Resource[]): DeclaredAccess[] {
    const { inputs, outputs } = read(shapes.managedIdentity, component);
    const federated = ofType(children, types.federatedCredential).map((credential): FederatedCredential => {
        const { issuer, subject, audiences } = read(shapes.federatedCredential, credential).inputs;
        const [audience = ""] = audiences;
        const label = `federated ${nameOf(credential).replace(`${nameOf(component)}-`, "")}`;
        return { kind: "federated", label, clientId: outputs.clientId, issuer, subject, audience };
    });
    return [
        {
            name: nameOf(component),
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
    const { inputs, outputs } = read(shapes.aks, component);
    const credentials = [endpoint(outputs.principalId)];
    const { grants } = inputs;
    return [
        { name: nameOf(component), method: "AKS managed identity", ...outputs, enabled: true, grants, credentials },
    ];
}

function readCrossTenantApplication(component: Resource, children: Resource[]): DeclaredAccess[] {
    const { clientId } = read(shapes.crossTenantApplication, component).outputs;
    const [servicePrincipal] = ofType(children, types.graphServicePrincipal);
    return [
        {
            name: nameOf(component),
            method: "AKS service principal",
            tenantId: text(servicePrincipal?.outputs.applicationTenantId),
            application: { clientId },
            enabled: true,
            // Its rights are declared in the registry's tenant, by another component.
            grants: [],
            credentials: [],
        },
    ];
}

function readCrossTenantPull(component: Resource, _: Resource[], passwords: ApplicationPasswords): DeclaredAccess[] {
    const { inputs, outputs } = read(shapes.crossTenantPull, component);
    const { clientId, principalId, tenantId } = outputs;
    return [
        {
            name: nameOf(component),
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
    const { inputs, outputs } = read(shapes.token, component);
    const { registry, enabled } = inputs;
    const passwords = ofType(children, types.tokenPassword);
    return [
        {
            name: nameOf(component),
            method: "repository token",
            token: {
                registry,
                tokenName: outputs.username,
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
        .map(({ outputs }) => ({ value: reveal(outputs[value]), expiresOn: text(outputs[end]) }))
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
    secret: typeof value === "string" ? value : encrypted,
    ...(expiresOn === undefined ? {} : { expiresOn }),
});

const endpoint = (principalId: string): EndpointCredential => ({
    kind: "endpoint",
    label: "managed identity",
    principalId,
});

/** @throws ZodError, with the path of the first property that is missing or of another kind. */
const read = <T>(expected: z.ZodType<T>, { inputs, outputs }: Resource): T =>
    expected.parse(reveal({ inputs, outputs }));

/** The name in the program: the last part of the URN. */
export const nameOf = ({ urn }: Resource): string => urn.slice(urn.lastIndexOf("::") + 2);

const ofType = (resources: Resource[], type: string): Resource[] => resources.filter((each) => each.type === type);

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
