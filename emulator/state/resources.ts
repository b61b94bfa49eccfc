// Looking up what Azure Resource Manager keeps: resources by id and by type, subscriptions and their tenants.
import { sameText } from "../text";
import type { ArmResource, AzureState, Subscription } from "./azure-state";
import { entriesWith } from "./indexed";
import { enclosing, subscriptionOf } from "./resource-id";

export const findResource = (state: AzureState, id: string): ArmResource | undefined =>
    state.resources[id.toLowerCase()];

const typeAndScopes = ({ id, type }: ArmResource): string[] =>
    enclosing(id).map((scope) => `${type.toLowerCase()} ${scope}`);

/** The resources of a type, at a scope and below it. */
export const resourcesOf = (state: AzureState, type: string, scope = "/"): readonly ArmResource[] =>
    entriesWith(state.resources, typeAndScopes, `${type} ${scope.replace(/\/$/, "")}`.toLowerCase());

export const findSubscription = (state: AzureState, subscriptionId: string): Subscription | undefined =>
    state.subscriptions.find((subscription) => sameText(subscription.subscriptionId, subscriptionId));

/** The tenant of the subscription that an ARM id begins with. */
export const tenantOf = (state: AzureState, id: string): string | undefined =>
    findSubscription(state, subscriptionOf(id) ?? "")?.tenantId;
