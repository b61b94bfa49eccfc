// The admin user for emergencies: disabled until a reason and an expiry date are set, and disabled again by the first
// deployment after that date.
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { ContainerRegistry } from "acr-auth";

const adminUntil = new pulumi.Config().get("adminUntil");
const { name: resourceGroupName } = new resources.ResourceGroup("shop");

const registry = new ContainerRegistry("shop", {
    resourceGroupName,
    adminUser: adminUntil
        ? { reason: "The scanner in the test lab can't log in in any other way.", expiresOn: adminUntil }
        : undefined,
});

/** Name of the registry, which is also the admin user's name. */
export const registryName = registry.name;
/** Host to log in to. */
export const loginServer = registry.loginServer;
