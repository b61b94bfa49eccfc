// Looking up what Azure Resource Manager keeps: resources by id and by type, subscriptions and their tenants.
import { sameText } from "../text";
import type { ArmResource, AzureState, Subscription } from "./azure-state";
import { isWithin, subscriptionOf } from "./resource-id";

export const findResource = (state: AzureState, id: string): ArmResource | undefined =>
    state.resources[id.toLowerCase()];

/** The resources of a type, at a scope and below it. */
export const resourcesOf = (state: AzureState, type: string, scope = "/"): ArmResource[] =>
    Object.values(state.resources).filter((resource) => sameText(resource.type, type) && isWithin(resource.id, scope));

export const findSubscription = (state: AzureState, subscriptionId: string): Subscription | undefined =>
    state.subscriptions.find((subscription) => sameText(subscription.subscriptionId, subscriptionId));

/** The tenant of the subscription that an ARM id begins with. */
export const tenantOf = (state: AzureState, id: string): string | undefined =>
    findSubscription(state, subscriptionOf(id) ?? "")?.tenantId;
