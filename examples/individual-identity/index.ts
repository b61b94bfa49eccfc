// People log in with their own accounts. Access goes to security groups: developers push and testers pull.
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { ContainerRegistry, Permission, RegistryAccess } from "acr-auth";

const config = new pulumi.Config();
const { name: resourceGroupName } = new resources.ResourceGroup("shop");
const registry = new ContainerRegistry("shop", { resourceGroupName });

new RegistryAccess("developers", {
    groupName: config.require("developers"),
    grants: { shop: { registry: registry.reference, permission: Permission.push } },
});
new RegistryAccess("testers", {
    groupName: config.require("testers"),
    grants: { shop: { registry: registry.reference, permission: Permission.pull } },
});

/** Name of the registry for `az acr login`. */
export const registryName = registry.name;
