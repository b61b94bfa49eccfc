// Resources as Pulumi records them, for tests of graph and rules.
import type { RawResource } from "../../../estate/resource";
import { encryptedSecret, stack } from "../../support/pulumi-state";

export { unknown } from "../../support/pulumi-state";

/** An encrypted secret of an exported state. */
export const secret = encryptedSecret("v1:x");

const app = stack("app", "dev");
export const urnOf = (type: string, name: string) => app.urn(type, name);

export function resource(
    type: string,
    name: string,
    inputs: Record<string, unknown> = {},
    more: Partial<RawResource> = {},
): RawResource {
    const { urn, outputs } = app.resource(type, name);
    return { urn, type, inputs, outputs, ...more };
}

/** Makes resources of one type: `const registry = ofType("azure-native:containerregistry:Registry")`. */
export const ofType =
    (type: string) =>
    (name: string, inputs: Record<string, unknown> = {}, more: Partial<RawResource> = {}): RawResource =>
        resource(type, name, inputs, more);

export const registry = ofType("azure-native:containerregistry:Registry");
export const classicRegistry = ofType("azure:containerservice/registry:Registry");
export const token = ofType("azure-native:containerregistry:Token");
export const scopeMap = ofType("azure-native:containerregistry:ScopeMap");
export const tokenPassword = ofType("pulumi-nodejs:dynamic/acr-auth:TokenPassword");
export const task = ofType("azure-native:containerregistry:Task");
export const roleAssignment = ofType("azure-native:authorization:RoleAssignment");
export const roleDefinition = ofType("azure-native:authorization:RoleDefinition");
export const identity = ofType("azure-native:managedidentity:UserAssignedIdentity");
export const application = ofType("azuread:index/application:Application");
export const servicePrincipal = ofType("azuread:index/servicePrincipal:ServicePrincipal");
export const applicationPassword = ofType("azuread:index/applicationPassword:ApplicationPassword");
export const user = ofType("azuread:index/user:User");
export const group = ofType("azuread:index/group:Group");
export const federatedCredential = ofType(
    "azuread:index/applicationFederatedIdentityCredential:ApplicationFederatedIdentityCredential",
);
export const cluster = ofType("azure-native:containerservice:ManagedCluster");
export const containerApp = ofType("azure-native:app:ContainerApp");
export const containerGroup = ofType("azure-native:containerinstance:ContainerGroup");
export const webApp = ofType("azure-native:web:WebApp");
export const kubernetesSecret = ofType("kubernetes:core/v1:Secret");
export const command = ofType("command:local:Command");
export const rotating = ofType("time:index/rotating:Rotating");

export const subscription = "/subscriptions/11111111-1111-1111-1111-111111111111";
export const resourceGroup = `${subscription}/resourceGroups/images`;
export const registryId = (name: string) => `${resourceGroup}/providers/Microsoft.ContainerRegistry/registries/${name}`;
export const identityId = (name: string) =>
    `${resourceGroup}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
export const roleId = (guid: string) => `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${guid}`;

/** A registry of the stack that exists already. */
export const deployedRegistry = (name: string, inputs: Record<string, unknown> = {}) =>
    registry(
        name,
        { registryName: name, resourceGroupName: "images", ...inputs },
        {
            id: registryId(name),
            outputs: { name, loginServer: `${name}.azurecr.io`, ...inputs },
        },
    );

/** A managed identity that exists already. */
export const deployedIdentity = (name: string, principalId: string) =>
    identity(name, { resourceName: name }, { id: identityId(name), outputs: { name, principalId } });
