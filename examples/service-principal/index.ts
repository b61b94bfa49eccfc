// A service principal for a build server outside Azure that can only log in with a user name and a password. The build
// server reads the current password from Key Vault. A new one is created every 180 days, long before the old one expires.
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { ContainerRegistry, CredentialVault, Permission, RegistryServicePrincipal } from "acr-auth";

const config = new pulumi.Config();
const readers = config.get("readers");
const { name: resourceGroupName } = new resources.ResourceGroup("shop");
const registry = new ContainerRegistry("shop", { resourceGroupName });

const builds = new RegistryServicePrincipal("builds", {
    grants: { shop: { registry: registry.reference, permission: Permission.push } },
});
const secret = new CredentialVault("builds", {
    vaultName: config.require("vaultName"),
    resourceGroupName: config.require("vaultResourceGroupName"),
    username: builds.username,
    password: builds.password,
    expiresOn: builds.expiresOn,
    // A security group that can read this secret, and nothing else in the vault.
    readers: readers ? { readers: { groupName: readers } } : undefined,
});

/** Host to log in to. */
export const loginServer = registry.loginServer;
/** User name. */
export const username = builds.username;
/** Where the password is. */
export const secretUri = secret.secretUri;
/** When that password expires. */
export const expiresOn = builds.expiresOn;
