// Exported states for tests: the resources that a stack of acr-auth components leaves behind, in the form that `pulumi
// stack export` writes.
import type { RegistryTarget } from "../../proofs/declared";
import { exportOf, type ResourceState, stack } from "../support/pulumi-state";

const local = stack("acr-auth", "local");

/** The state of a stack with these resources, as `pulumi stack export --show-secrets` writes it. */
export const stateOf = (...resources: ResourceState[]) => exportOf([local.root, ...resources]);

const component = (
    className: string,
    name: string,
    inputs: Record<string, unknown>,
    outputs: Record<string, unknown>,
): ResourceState => local.component(className, name, { inputs, outputs });

const child = (parent: ResourceState, type: string, name: string, outputs: Record<string, unknown>): ResourceState =>
    local.child(parent, type, name, { outputs });

export const registry = (
    name: string,
    target: RegistryTarget,
    inputs: Record<string, unknown> = {},
): ResourceState[] => [
    component("ContainerRegistry", name, inputs, {
        name: target.resourceId.split("/").at(-1),
        resourceId: target.resourceId,
        loginServer: target.loginServer,
        reference: target,
    }),
];

/** A CredentialVault with the ids of its secret and of its readers' role assignments. */
export function vaultSecret(name: string, secretId: string, readerIds: string[]): ResourceState[] {
    const parent = component("CredentialVault", name, {}, {});
    const has = (type: string, child: string, id: string) => local.child(parent, type, child, { id });
    return [
        parent,
        has("azure-native:keyvault:Secret", name, secretId),
        ...readerIds.map((id, index) =>
            has("azure-native:authorization:RoleAssignment", `${name}-reader-${index}`, id),
        ),
    ];
}

export interface PasswordState {
    /** Of the newest generation last. */
    value: unknown;
    expiresOn: string;
    keyId?: string;
}

export function servicePrincipal(
    name: string,
    grants: Record<string, unknown>,
    identity: { clientId: string; principalId: string; tenantId?: string },
    passwords: PasswordState[],
): ResourceState[] {
    const { clientId, principalId, tenantId } = identity;
    const parent = component(
        "RegistryServicePrincipal",
        name,
        { grants },
        {
            clientId,
            principalId,
            username: clientId,
            password: passwords.at(-1)?.value,
        },
    );
    return [
        parent,
        child(parent, "azuread:index/servicePrincipal:ServicePrincipal", name, { applicationTenantId: tenantId }),
        ...passwords.map(({ value, expiresOn, keyId = `key-${name}-${expiresOn}` }, generation) =>
            child(parent, "azuread:index/applicationPassword:ApplicationPassword", `${name}-password-${generation}`, {
                value,
                keyId,
                endDate: expiresOn,
            }),
        ),
    ];
}

export interface Trust {
    issuer: string;
    subject: string;
    audiences: string[];
}

export function managedIdentity(
    name: string,
    grants: Record<string, unknown>,
    identity: { clientId: string; principalId: string; tenantId: string },
    federated: Record<string, Trust> = {},
): ResourceState[] {
    const parent = component("RegistryManagedIdentity", name, { grants }, identity);
    return [
        parent,
        ...Object.entries(federated).map(([key, trust]) => ({
            ...child(parent, "azure-native:managedidentity:FederatedIdentityCredential", `${name}-${key}`, {}),
            inputs: { ...trust },
        })),
    ];
}

export const aksAttachment = (name: string, grants: Record<string, unknown>, principalId: string): ResourceState[] => [
    component("AksAttachment", name, { grants }, { principalId }),
];

export function crossTenantApplication(
    name: string,
    identity: { clientId: string; principalId: string; tenantId: string },
    passwords: PasswordState[],
): ResourceState[] {
    const parent = component("CrossTenantApplication", name, {}, identity);
    return [
        parent,
        child(parent, "azuread:index/servicePrincipal:ServicePrincipal", name, {
            applicationTenantId: identity.tenantId,
        }),
        ...passwords.map(({ value, expiresOn, keyId }, generation) =>
            child(parent, "azuread:index/applicationPassword:ApplicationPassword", `${name}-password-${generation}`, {
                value,
                keyId,
                endDate: expiresOn,
            }),
        ),
    ];
}

export const crossTenantPull = (
    name: string,
    grants: Record<string, unknown>,
    identity: { clientId: string; principalId: string; tenantId: string },
): ResourceState[] => [component("CrossTenantAksPull", name, { grants }, identity)];

/** The child of a registry whose admin user is on. */
export const adminPasswords = (registry: ResourceState, username: string, values: [unknown, unknown]): ResourceState =>
    child(registry, "pulumi-nodejs:dynamic/acr-auth:AdminPasswords", "admin-passwords", {
        username,
        password: values[0],
        password2: values[1],
    });

export function token(
    name: string,
    target: RegistryTarget,
    grants: Record<string, unknown>,
    passwords: PasswordState[],
    inputs: Record<string, unknown> = {},
): ResourceState[] {
    const parent = component("RepositoryToken", name, { registry: target, grants, ...inputs }, { username: name });
    return [
        parent,
        ...passwords.map(({ value, expiresOn }, generation) =>
            child(parent, "pulumi-nodejs:dynamic/acr-auth:TokenPassword", `${name}-password${(generation % 2) + 1}`, {
                password: value,
                expiresOn,
                passwordName: `password${(generation % 2) + 1}`,
                username: name,
                generation,
            }),
        ),
    ];
}

export const access = (
    name: string,
    grants: Record<string, unknown>,
    principalId: string,
    inputs: Record<string, unknown> = {},
): ResourceState[] => [component("RegistryAccess", name, { grants, ...inputs }, { principalId })];
