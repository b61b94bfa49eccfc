// A container app that pulls its image as a managed identity: no password anywhere.
import * as app from "@pulumi/azure-native/app";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { ContainerRegistry, Permission, RegistryManagedIdentity } from "acr-auth";

const image = new pulumi.Config().get("image");
const { name: resourceGroupName } = new resources.ResourceGroup("shop");

const registry = new ContainerRegistry("shop", { resourceGroupName });
const identity = new RegistryManagedIdentity("web", {
    resourceGroupName,
    grants: { shop: { registry: registry.reference, permission: Permission.pull } },
});

const environment = new app.ManagedEnvironment("shop", { resourceGroupName });
const web = new app.ContainerApp(
    "web",
    {
        resourceGroupName,
        managedEnvironmentId: environment.id,
        identity: { type: app.ManagedServiceIdentityType.UserAssigned, userAssignedIdentities: [identity.resourceId] },
        configuration: { registries: [{ server: registry.loginServer, identity: identity.resourceId }] },
        template: {
            containers: [
                {
                    name: "web",
                    image: image
                        ? pulumi.interpolate`${registry.loginServer}/${image}`
                        : "mcr.microsoft.com/k8se/quickstart:latest",
                },
            ],
        },
    },
    // The app needs the role assignment to pull its image.
    { dependsOn: identity },
);

/** Host to push the image to. */
export const loginServer = registry.loginServer;
/** Name of the app. */
export const appName = web.name;
