// GitHub Actions that log in with the OIDC token of the job: jobs on the main branch can push, pull requests can only pull.
import * as authorization from "@pulumi/azure-native/authorization";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { ContainerRegistry, Permission, RegistryManagedIdentity } from "acr-auth";

const config = new pulumi.Config();
const repository = { organization: config.require("organization"), repository: config.require("repository") };
const { name: resourceGroupName } = new resources.ResourceGroup("shop");
const registry = new ContainerRegistry("shop", { resourceGroupName });

const release = new RegistryManagedIdentity("release", {
    resourceGroupName,
    grants: { shop: { registry: registry.reference, permission: Permission.push } },
    federatedCredentials: {
        main: { github: { ...repository, branch: "main" } },
        production: { github: { ...repository, environment: "production" } },
    },
});
const review = new RegistryManagedIdentity("review", {
    resourceGroupName,
    grants: { shop: { registry: registry.reference, permission: Permission.pull } },
    federatedCredentials: { "pull-requests": { github: { ...repository, pullRequest: true } } },
});

/** Name of the registry for `az acr login`. */
export const registryName = registry.name;
/** `client-id` of the workflow that pushes. */
export const releaseClientId = release.clientId;
/** `client-id` of the workflow for pull requests. */
export const reviewClientId = review.clientId;
/** `tenant-id` of both workflows. */
export const tenantId = release.tenantId;
/** `subscription-id` of both workflows. */
export const subscriptionId = authorization.getClientConfigOutput().subscriptionId;
