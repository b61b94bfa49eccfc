// Tenants and subscriptions, as far as a caller sees them.
import type { Emulator, Reply } from "../server/service";
import type { Subscription } from "../state/azure-state";
import { authorize, type Caller } from "./caller";
import { seesSubscription } from "./providers/authorization/role-assignments";

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
export const listTenants = (emulator: Emulator, caller: Caller): Reply => {
    const homes = new Set([
        caller.tenantId,
        ...emulator.state.users.filter(({ homeId }) => homeId === caller.objectId).map(({ tenantId }) => tenantId),
    ]);
    const value = emulator.state.tenants
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
export const listSubscriptions = ({ state }: Emulator, caller: Caller): Reply => {
    const value = state.subscriptions
        .filter(({ tenantId }) => tenantId === caller.tenantId)
        .filter(({ subscriptionId }) => seesSubscription(state, caller.objectId, subscriptionId))
        .map(show);
    return { status: 200, body: { value } };
};

export const getSubscription = ({ state }: Emulator, caller: Caller, subscription: Subscription): Reply => {
    const { subscriptionId } = subscription;
    if (!seesSubscription(state, caller.objectId, subscriptionId))
        authorize(state, caller, "Microsoft.Resources/subscriptions/read", `/subscriptions/${subscriptionId}`);
    return { status: 200, body: show(subscription) };
};
