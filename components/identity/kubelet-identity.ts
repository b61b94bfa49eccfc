// The identity that the nodes of an AKS cluster pull images with: read from the cluster, or given as an object id, which is
// checked because a wrong one would give access to another principal or to none.
import * as containerservice from "@pulumi/azure-native/containerservice";
import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";
import { parseArmId } from "../../azure/arm-id";
import { armIdProblems, otherSubscriptionProblems, unreadableProblem } from "../inputs/arm-id-problems";
import { objectIdProblems } from "../inputs/guid-problems";
import { asError, entraLookups, isDenied, lookupProblem } from "../inputs/lookup-problems";
import { type Problem, refusal, refuse } from "../inputs/validation";

/** An entry of a cluster's `identityProfile`. */
export interface KubeletIdentity {
    /** Object id, which roles are assigned to. */
    objectId: string;
    /** Client id. */
    clientId?: string;
    /** ARM id. */
    resourceId?: string;
}

/** What is read of a cluster. */
interface Cluster {
    id: string;
    identityProfile?: Record<string, Partial<KubeletIdentity>>;
    servicePrincipalProfile?: { clientId: string };
}

/** The kubelet identity of an existing cluster. */
export async function findKubeletOfCluster(
    component: pulumi.ComponentResource,
    subject: string,
    given: string,
): Promise<KubeletIdentity> {
    const { resourceGroupName = "", resourceName = "" } = parseArmId("cluster", given) ?? {};
    const cluster: Cluster | Error = await containerservice
        .getManagedCluster({ resourceGroupName, resourceName }, { parent: component })
        .catch(asError);
    if (cluster instanceof Error) {
        throw refusal(subject, [unreadableProblem("cluster", "clusterResourceId", given, cluster)]);
    }
    refuse(subject, [
        ...otherSubscriptionProblems("cluster", "clusterResourceId", given, cluster.id),
        ...kubeletProblems(given, cluster),
    ]);
    return { objectId: "", ...cluster.identityProfile?.kubeletidentity };
}

export function clusterIdProblems(given: string): Problem[] {
    return armIdProblems("cluster", "clusterResourceId", given);
}

/** Why a cluster has no kubelet identity. */
function kubeletProblems(given: string, cluster: Cluster): Problem[] {
    if (cluster.identityProfile?.kubeletidentity?.objectId) {
        return [];
    }
    const { clientId = managedIdentity } = cluster.servicePrincipalProfile ?? {};
    return [
        clientId === managedIdentity
            ? {
                  path: "clusterResourceId",
                  problem: "is a cluster without a kubelet identity",
                  given,
                  remedy: "Wait until the cluster is complete, or give it one with `az aks update --assign-kubelet-identity`.",
              }
            : {
                  path: "clusterResourceId",
                  problem: `is a cluster that pulls as the service principal with the client id ${clientId}, and has no kubelet identity`,
                  given,
                  remedy: "Give it one with `az aks update --enable-managed-identity`, or give its service principal access with RegistryAccess.",
              },
    ];
}

/** What ARM shows as the service principal's client id of a cluster with a managed identity. */
const managedIdentity = "msi";

/** The kubelet identity with that object id, looked up in Entra. */
export async function findKubeletOfObjectId(
    component: pulumi.ComponentResource,
    subject: string,
    objectId: string,
): Promise<KubeletIdentity> {
    const found = await azuread.getServicePrincipal({ objectId }, { parent: component }).catch(asError);
    if (!(found instanceof Error)) {
        return { objectId, clientId: found.clientId };
    }
    if (!isDenied(found)) {
        throw refusal(subject, [await notFound(component, objectId, found)]);
    }
    await pulumi.log.warn(
        `kubeletObjectId: ${objectId} was not checked, because the deployer lacks ${entraLookups.application.right}. ` +
            "Make sure that it is the object id of the kubelet identity and not its client id, or give clusterResourceId.",
        component,
    );
    return { objectId };
}

export function kubeletObjectIdProblems(given: string): Problem[] {
    return objectIdProblems("kubeletObjectId", given, rightObjectId);
}

const rightObjectId =
    "Give what `az aks show --query identityProfile.kubeletidentity.objectId` prints, or clusterResourceId.";

/** The usual mistake is the client id, which looks the same, so the error says whether it is one. */
async function notFound(component: pulumi.ComponentResource, given: string, error: Error): Promise<Problem> {
    const mistaken = await azuread.getServicePrincipal({ clientId: given }, { parent: component }).catch(asError);
    return mistaken instanceof Error
        ? lookupProblem(
              "kubeletObjectId",
              given,
              entraLookups.application,
              { problem: "is the object id of no service principal in this tenant", remedy: rightObjectId },
              error,
          )
        : {
              path: "kubeletObjectId",
              problem: `is the client id of ${mistaken.displayName}, and roles are assigned to object ids`,
              given,
              remedy: `Give its object id, ${mistaken.objectId}.`,
          };
}
