// Exported states for tests: the resources that a stack of acr-auth components leaves behind, in the form that `pulumi
// stack export` writes.
import type { RegistryTarget } from "../../proofs/declared";

const project = "urn:pulumi:local::acr-auth::";
const stack = `${project}pulumi:pulumi:Stack::acr-auth-local`;
const signature = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

export interface StateResource {
    urn: string;
    type: string;
    parent?: string;
    custom?: boolean;
    delete?: boolean;
    inputs: Record<string, unknown>;
    outputs: Record<string, unknown>;
}

/** A secret as `--show-secrets` writes it. */
export const clear = (value: unknown) => ({ ...signature, plaintext: JSON.stringify(value) });

/** A secret as an ordinary export writes it. */
export const ciphertext = () => ({ ...signature, ciphertext: "v1:bm90IGEgc2VjcmV0" });

export const stateOf = (...resources: StateResource[]) => ({
    version: 3,
    deployment: {
        manifest: {},
        resources: [{ urn: stack, type: "pulumi:pulumi:Stack", inputs: {}, outputs: {} }, ...resources],
    },
});

function component(
    className: string,
    name: string,
    inputs: Record<string, unknown>,
    outputs: Record<string, unknown>,
): StateResource {
    const type = `acr-auth:index:${className}`;
    return { urn: `${project}${type}::${name}`, type, parent: stack, inputs, outputs };
}

function child(parent: StateResource, type: string, name: string, outputs: Record<string, unknown>): StateResource {
    return {
        urn: `${parent.urn.replace(/::[^:]+$/, "")}$${type}::${name}`,
        type,
        parent: parent.urn,
        custom: true,
        inputs: {},
        outputs,
    };
}

export const registry = (
    name: string,
    target: RegistryTarget,
    inputs: Record<string, unknown> = {},
): StateResource[] => [
    component("ContainerRegistry", name, inputs, {
        name: target.resourceId.split("/").at(-1),
        resourceId: target.resourceId,
        loginServer: target.loginServer,
        reference: target,
    }),
];

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
): StateResource[] {
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
): StateResource[] {
    const parent = component("RegistryManagedIdentity", name, { grants }, identity);
    return [
        parent,
        ...Object.entries(federated).map(([key, trust]) => ({
            ...child(parent, "azure-native:managedidentity:FederatedIdentityCredential", `${name}-${key}`, {}),
            inputs: { ...trust },
        })),
    ];
}

export const aksAttachment = (name: string, grants: Record<string, unknown>, principalId: string): StateResource[] => [
    component("AksAttachment", name, { grants }, { principalId }),
];

export function crossTenantApplication(
    name: string,
    identity: { clientId: string; principalId: string; tenantId: string },
    passwords: PasswordState[],
): StateResource[] {
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
): StateResource[] => [component("CrossTenantAksPull", name, { grants }, identity)];

/** The child of a registry whose admin user is on. */
export const adminPasswords = (registry: StateResource, username: string, values: [unknown, unknown]): StateResource =>
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
): StateResource[] {
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
): StateResource[] => [component("RegistryAccess", name, { grants, ...inputs }, { principalId })];
