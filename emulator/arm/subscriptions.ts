// Tenants and subscriptions, as far as a caller sees them.
import type { Cloud, Reply } from "../server/service";
import type { Subscription } from "../state/world";
import { authorize, type Caller } from "./caller";
import { seesSubscription } from "./role-assignments";

const show = ({ subscriptionId, tenantId, displayName }: Subscription) => ({
    id: `/subscriptions/${subscriptionId}`,
    authorizationSource: "RoleBased",
    managedByTenants: [],
    subscriptionId,
    tenantId,
    displayName,
    state: "Enabled",
    subscriptionPolicies: {
        locationPlacementId: "Public_2014-09-01",
        quotaId: "PayAsYouGo_2014-09-01",
        spendingLimit: "Off",
    },
});

/** The caller's own tenant and those in which it is a guest. */
export const listTenants = (cloud: Cloud, caller: Caller): Reply => {
    const homes = new Set([
        caller.tenantId,
        ...cloud.world.users.filter(({ homeId }) => homeId === caller.objectId).map(({ tenantId }) => tenantId),
    ]);
    const value = cloud.world.tenants
        .filter(({ tenantId }) => homes.has(tenantId))
        .map(({ tenantId, displayName, defaultDomain }) => ({
            id: `/tenants/${tenantId}`,
            tenantId,
            displayName,
            defaultDomain,
            domains: [defaultDomain],
            tenantCategory: tenantId === caller.tenantId ? "Home" : "ProjectedBy",
        }));
    return { status: 200, body: { value } };
};

/** The subscriptions of the caller's tenant in which it has a role anywhere. */
export const listSubscriptions = ({ world }: Cloud, caller: Caller): Reply => {
    const value = world.subscriptions
        .filter(({ tenantId }) => tenantId === caller.tenantId)
        .filter(({ subscriptionId }) => seesSubscription(world, caller.objectId, subscriptionId))
        .map(show);
    return { status: 200, body: { value } };
};

export const getSubscription = ({ world }: Cloud, caller: Caller, subscription: Subscription): Reply => {
    const { subscriptionId } = subscription;
    if (!seesSubscription(world, caller.objectId, subscriptionId))
        authorize(world, caller, "Microsoft.Resources/subscriptions/read", `/subscriptions/${subscriptionId}`);
    return { status: 200, body: show(subscription) };
};
