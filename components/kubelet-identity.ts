// The identity that the nodes of an AKS cluster pull images with: found by the cluster, or by an object id that is
// checked, because a wrong one gives a right to somebody else or to nobody.
import * as containerservice from "@pulumi/azure-native/containerservice";
import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";
import { armIdProblems, otherSubscriptionProblems, parseArmId } from "./arm-id";
import { type Problem, refuse, whenKnown } from "./validation";

/** An entry of a cluster's `identityProfile`. */
export interface KubeletIdentity {
    /** Object id, which roles are assigned to. */
    objectId: string;
    /** Client id. */
    clientId?: string;
    /** ARM id. */
    resourceId?: string;
}

/** What ARM tells about a cluster, as far as it matters here. */
interface Cluster {
    id: string;
    identityProfile?: Record<string, Partial<KubeletIdentity>>;
    servicePrincipalProfile?: { clientId: string };
}

/** The kubelet identity of a cluster that exists. */
export function ofCluster(
    component: pulumi.ComponentResource,
    subject: string,
    clusterResourceId: pulumi.Input<string>,
): pulumi.Output<KubeletIdentity> {
    return whenKnown(subject, clusterResourceId, (id) => armIdProblems("cluster", "clusterResourceId", id)).apply(
        async (id) => {
            const { resourceGroupName = "", resourceName = "", subscriptionId } = parseArmId("cluster", id) ?? {};
            const cluster: Cluster = await containerservice
                .getManagedCluster({ resourceGroupName, resourceName }, { parent: component })
                .catch((error: Error) => Promise.reject(noCluster(subject, id, subscriptionId, error)));
            refuse(subject, [
                ...otherSubscriptionProblems("cluster", "clusterResourceId", id, cluster.id),
                ...kubeletProblems(id, cluster),
            ]);
            return { objectId: "", ...cluster.identityProfile?.kubeletidentity };
        },
    );
}

function noCluster(subject: string, id: string, subscriptionId: string | undefined, cause: Error): Error {
    return new Error(
        `${subject}: clusterResourceId: ${id} was not found. ` +
            `Correct it, and give the component an azure-native provider for the subscription ${subscriptionId} if its own works in another one (opts.providers). ` +
            `ARM says: ${cause.message}`,
        { cause },
    );
}

/** Why a cluster has no identity that pulls. */
export function kubeletProblems(id: string, cluster: Cluster): Problem[] {
    if (cluster.identityProfile?.kubeletidentity?.objectId) {
        return [];
    }
    const clientId = cluster.servicePrincipalProfile?.clientId ?? managedIdentity;
    return [
        clientId === managedIdentity
            ? {
                  path: "clusterResourceId",
                  problem: "is a cluster without a kubelet identity",
                  given: id,
                  remedy: "Wait until the cluster is created entirely, or repair it with `az aks update --enable-managed-identity`.",
              }
            : {
                  path: "clusterResourceId",
                  problem: `is a cluster that pulls as the service principal with the client id ${clientId}, and not as a managed identity`,
                  given: id,
                  remedy: "Move it with `az aks update --enable-managed-identity`, or give its service principal access with RegistryAccess.",
              },
    ];
}

/** What a cluster with a managed identity has in place of a service principal's client id. */
const managedIdentity = "msi";

/** The kubelet identity of that object id, after a look into Entra. */
export function ofObjectId(
    component: pulumi.ComponentResource,
    subject: string,
    kubeletObjectId: pulumi.Input<string>,
): pulumi.Output<KubeletIdentity> {
    return whenKnown(subject, kubeletObjectId, objectIdProblems).apply(async (objectId) => {
        try {
            const { clientId } = await azuread.getServicePrincipal({ objectId }, { parent: component });
            return { objectId, clientId };
        } catch (error) {
            const cause = error instanceof Error ? error : new Error(String(error));
            if (!mayNotLook(cause)) {
                throw new Error(await notFound(component, subject, objectId, cause), { cause });
            }
            await pulumi.log.warn(
                `kubeletObjectId: ${objectId} was not checked, because this deployment may not read service principals in Entra. ` +
                    "Make sure that it is the object id of the kubelet identity and not a client id, or give clusterResourceId.",
                component,
            );
            return { objectId };
        }
    });
}

export function objectIdProblems(given: string): Problem[] {
    return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(given)
        ? []
        : [
              {
                  path: "kubeletObjectId",
                  problem: "is not an object id",
                  given,
                  remedy: "Give what `az aks show --query identityProfile.kubeletidentity.objectId` prints, or clusterResourceId.",
              },
          ];
}

function mayNotLook({ message }: Error): boolean {
    return /Authorization_RequestDenied|\b403\b|Insufficient privileges/i.test(message);
}

/** The usual mistake is the client id, which looks the same; so it is tried before the error is written. */
async function notFound(
    component: pulumi.ComponentResource,
    subject: string,
    given: string,
    cause: Error,
): Promise<string> {
    const principal = await azuread
        .getServicePrincipal({ clientId: given }, { parent: component })
        .catch(() => undefined);
    return principal === undefined
        ? `${subject}: kubeletObjectId: no service principal in this tenant has the object id ${given}. ` +
              "Give what `az aks show --query identityProfile.kubeletidentity.objectId` prints, or clusterResourceId. " +
              `Entra says: ${cause.message}`
        : `${subject}: kubeletObjectId: ${given} is the client id of ${principal.displayName}, and roles are assigned to object ids. ` +
              `Give its object id, ${principal.objectId}.`;
}
