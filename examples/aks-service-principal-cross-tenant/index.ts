// An AKS cluster that pulls from a registry in another tenant, which a managed identity can't do: an application in the
// cluster's tenant, and its service principal in the registry's tenant. Here both are in one stack; with two stacks,
// CrossTenantAksPull takes the client id as a string.
import { Provider } from "@pulumi/azure-native/provider";
import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";
import { CredentialVault, CrossTenantAksPull, CrossTenantApplication, lookupRegistry, Permission } from "acr-auth";

const config = new pulumi.Config();
const clusterSide = sideOf("cluster");
const registrySide = sideOf("registry");

const registry = lookupRegistry(
    {
        resourceGroupName: config.require("registryResourceGroupName"),
        registryName: config.require("registryName"),
    },
    { provider: registrySide["azure-native"] },
);
const application = new CrossTenantApplication(
    "shop-cluster",
    { loginServers: [registry.loginServer] },
    { providers: clusterSide },
);
const pull = new CrossTenantAksPull(
    "shop-cluster",
    {
        clientId: application.clientId,
        grants: { shop: { registry, permission: Permission.pull } },
    },
    { providers: registrySide },
);
const secret = new CredentialVault(
    "shop-cluster",
    {
        vaultName: config.require("vaultName"),
        resourceGroupName: config.require("vaultResourceGroupName"),
        username: application.username,
        password: application.password,
        expiresOn: application.expiresOn,
    },
    { providers: clusterSide },
);

/** What the cluster is created or updated with. */
export const clientId = application.clientId;
/** Where the cluster's password is. */
export const secretUri = secret.secretUri;
/** When the password expires; give the cluster the next one before that. */
export const expiresOn = application.expiresOn;
/** Object id of the service principal in the registry's tenant. */
export const registryPrincipalId = pull.principalId;

/** Providers for one of the two tenants. A component works in the tenant of its providers. */
function sideOf(side: "cluster" | "registry") {
    const tenantId = config.require(`${side}TenantId`);
    const subscriptionId = config.require(`${side}SubscriptionId`);
    // The deployer in that tenant, if it is not the identity that runs the program.
    const deployer = { clientId: config.get(`${side}ClientId`), clientSecret: config.getSecret(`${side}ClientSecret`) };
    return {
        azuread: new azuread.Provider(`${side}-tenant`, { tenantId, ...deployer }),
        "azure-native": new Provider(`${side}-subscription`, { tenantId, subscriptionId, ...deployer }),
    };
}
