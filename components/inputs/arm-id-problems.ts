// Checks of ARM ids in arguments. Pure.
import { parseArmId, type ResourceType, resourceTypes, sameId } from "../../azure/arm-id";
import { lookupProblem } from "./lookup-problems";
import type { Problem } from "./validation";

/** The noun for each type of resource in messages, and where to get its id. */
const resources: Readonly<Record<ResourceType, { noun: string; remedy: string }>> = {
    registry: {
        noun: "a registry",
        remedy: "Pass the reference of a ContainerRegistry, or the id that `az acr show --query id` prints.",
    },
    identity: {
        noun: "a user-assigned identity",
        remedy: "Give the id that `az identity show --query id` prints.",
    },
    cluster: {
        noun: "an AKS cluster",
        remedy: "Give the id that `az aks show --query id` prints.",
    },
};

/** What is wrong with a text that should be the id of a resource of that type. */
export function armIdProblems(type: ResourceType, path: string, resourceId: string): Problem[] {
    return parseArmId(type, resourceId)
        ? []
        : [
              {
                  path,
                  problem: `is not the ARM id of ${resources[type].noun}`,
                  given: resourceId,
                  remedy: resources[type].remedy,
              },
          ];
}

/** The problem with an id whose resource could not be read. */
export function unreadableProblem(type: ResourceType, path: string, given: string, error: Error): Problem {
    const provider = `give the component an azure-native provider that works in the subscription ${parseArmId(type, given)?.subscriptionId} and can read it (opts.providers)`;
    return lookupProblem(
        path,
        given,
        { service: "ARM", right: `the action ${resourceTypes[type]}/read on it`, alternative: provider },
        {
            problem: `is ${resources[type].noun} that can't be read`,
            remedy: `Correct it; if it is right, ${provider}.`,
        },
        error,
    );
}

/**
 * Providers look resources up in their own subscription, whichever an id names. There they find nothing, or another
 * resource with the same name.
 */
export function otherSubscriptionProblems(type: ResourceType, path: string, given: string, found: string): Problem[] {
    const wanted = parseArmId(type, given)?.subscriptionId;
    return sameId(wanted ?? "", parseArmId(type, found)?.subscriptionId ?? "")
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
