// A login for one repository, for devices that have no Entra identity. The system that provisions the devices reads the
// login file from Key Vault.
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { ContainerRegistry, CredentialVault, Permission, RepositoryToken } from "acr-auth";

const config = new pulumi.Config();
const readers = config.get("readers");
const { name: resourceGroupName } = new resources.ResourceGroup("shop");
const registry = new ContainerRegistry("shop", { resourceGroupName });

const devices = new RepositoryToken("devices", {
    registry: registry.reference,
    grants: { firmware: { repositories: ["devices/firmware"], permission: Permission.pull } },
});
const secret = new CredentialVault("devices", {
    vaultName: config.require("vaultName"),
    resourceGroupName: config.require("vaultResourceGroupName"),
    username: devices.username,
    dockerConfigJson: devices.dockerConfigJson,
    expiresOn: devices.expiresOn,
    // A security group that can read this secret, and nothing else in the vault.
    readers: readers ? { readers: { groupName: readers } } : undefined,
});

/** Host to log in to. */
export const loginServer = registry.loginServer;
/** User name: the token's name. */
export const username = devices.username;
/** Where the login file is. */
export const secretUri = secret.secretUri;
/** When the password in it expires. */
export const expiresOn = devices.expiresOn;
