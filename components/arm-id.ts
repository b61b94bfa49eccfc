// ARM ids of resources that stand directly in a resource group. Pure.
import type { Problem } from "./validation";

/** The kinds of resources that components take ids of, with the command that prints one. */
const kinds = {
    identity: {
        type: "Microsoft.ManagedIdentity/userAssignedIdentities",
        noun: "a user-assigned identity",
        command: "az identity show --query id",
    },
    cluster: {
        type: "Microsoft.ContainerService/managedClusters",
        noun: "an AKS cluster",
        command: "az aks show --query id",
    },
} as const;
export type ArmKind = keyof typeof kinds;

/** The parts of an ARM id. */
export interface ArmId {
    subscriptionId: string;
    resourceGroupName: string;
    resourceName: string;
}

/** The parts of an ARM id, or `undefined` if it is not one of that kind. ARM takes ids in any case. */
export function parseArmId(kind: ArmKind, resourceId: string): ArmId | undefined {
    const parts = /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/([^/]+\/[^/]+)\/([^/]+)$/i;
    const [, subscriptionId, resourceGroupName, type, resourceName] = parts.exec(resourceId) ?? [];
    return subscriptionId && resourceGroupName && resourceName && equal(type, kinds[kind].type)
        ? { subscriptionId, resourceGroupName, resourceName }
        : undefined;
}

export function armIdProblems(kind: ArmKind, path: string, resourceId: string): Problem[] {
    return parseArmId(kind, resourceId)
        ? []
        : [
              {
                  path,
                  problem: `is not the ARM id of ${kinds[kind].noun}`,
                  given: resourceId,
                  remedy: `Give the id that \`${kinds[kind].command}\` prints.`,
              },
          ];
}

/** What is wrong with an id where ARM does not answer with the resource. */
export function unreadableProblem(kind: ArmKind, path: string, given: string, { message }: Error): Problem {
    return {
        path,
        problem: `is ${kinds[kind].noun} that can't be read`,
        given,
        remedy: `Correct it; if it is right, give the component an azure-native provider that works in the subscription ${parseArmId(kind, given)?.subscriptionId} and may read it (opts.providers). ARM says: ${message}`,
    };
}

/**
 * Providers look resources up in their own subscription, whatever an id says; in another one they find nothing, or a
 * namesake.
 */
export function otherSubscriptionProblems(kind: ArmKind, path: string, given: string, found: string): Problem[] {
    const wanted = parseArmId(kind, given)?.subscriptionId;
    return equal(wanted, parseArmId(kind, found)?.subscriptionId)
        ? []
        : [
              {
                  path,
                  problem: "is in another subscription than the one that the component's provider works in",
                  given,
                  remedy: `Give the component an azure-native provider for the subscription ${wanted} (opts.providers).`,
              },
          ];
}

function equal(one: string | undefined, other: string | undefined): boolean {
    return one?.toLowerCase() === other?.toLowerCase();
}

/** What was thrown, for functions that answer with an error in place of throwing it. */
export function asError(error: unknown): Error {
    return error instanceof Error ? error : new Error(String(error));
}
