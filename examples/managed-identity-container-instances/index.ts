// A container group that pulls its image as a managed identity: no password anywhere.
import * as containerinstance from "@pulumi/azure-native/containerinstance";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { ContainerRegistry, Permission, RegistryManagedIdentity } from "acr-auth";

const image = new pulumi.Config().get("image");
const { name: resourceGroupName } = new resources.ResourceGroup("shop");

const registry = new ContainerRegistry("shop", { resourceGroupName });
const identity = new RegistryManagedIdentity("job", {
    resourceGroupName,
    grants: { shop: { registry: registry.reference, permission: Permission.pull } },
});

const group = new containerinstance.ContainerGroup(
    "job",
    {
        resourceGroupName,
        osType: containerinstance.OperatingSystemTypes.Linux,
        restartPolicy: containerinstance.ContainerGroupRestartPolicy.OnFailure,
        identity: {
            type: containerinstance.ResourceIdentityType.UserAssigned,
            userAssignedIdentities: [identity.resourceId],
        },
        imageRegistryCredentials: [{ server: registry.loginServer, identity: identity.resourceId }],
        containers: [
            {
                name: "job",
                image: image
                    ? pulumi.interpolate`${registry.loginServer}/${image}`
                    : "mcr.microsoft.com/azuredocs/aci-helloworld:latest",
                resources: { requests: { cpu: 1, memoryInGB: 1.5 } },
            },
        ],
    },
    // The containers need the role assignment to pull their images.
    { dependsOn: identity },
);

/** Host to push the image to. */
export const loginServer = registry.loginServer;
/** Name of the container group. */
export const groupName = group.name;
