// A web app that pulls its image as a managed identity: no password in its settings.
import * as resources from "@pulumi/azure-native/resources";
import * as web from "@pulumi/azure-native/web";
import * as pulumi from "@pulumi/pulumi";
import { ContainerRegistry, Permission, RegistryManagedIdentity } from "acr-auth";

const image = new pulumi.Config().get("image");
const { name: resourceGroupName } = new resources.ResourceGroup("shop");

// App Service logs in to registries with a token for Azure Resource Manager, which is refused by default.
const registry = new ContainerRegistry("shop", { resourceGroupName, armAudienceTokens: true });
const identity = new RegistryManagedIdentity("web", {
    resourceGroupName,
    grants: { shop: { registry: registry.reference, permission: Permission.pull } },
});

const plan = new web.AppServicePlan("shop", {
    resourceGroupName,
    kind: "linux",
    reserved: true,
    sku: { name: "B1", tier: "Basic" },
});
const site = new web.WebApp(
    "web",
    {
        resourceGroupName,
        serverFarmId: plan.id,
        httpsOnly: true,
        identity: { type: web.ManagedServiceIdentityType.UserAssigned, userAssignedIdentities: [identity.resourceId] },
        siteConfig: {
            // The client id, not the ARM id.
            acrUserManagedIdentityID: identity.clientId,
            acrUseManagedIdentityCreds: true,
            linuxFxVersion: image
                ? pulumi.interpolate`DOCKER|${registry.loginServer}/${image}`
                : "DOCKER|mcr.microsoft.com/appsvc/staticsite:latest",
        },
    },
    // The app needs the role assignment to pull its image.
    { dependsOn: identity },
);

/** Host to push the image to. */
export const loginServer = registry.loginServer;
/** Name of the app. */
export const appName = site.name;
