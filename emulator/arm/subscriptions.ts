// Tenants and subscriptions, as far as a caller sees them.
import type { Emulator, Reply, Request } from "../server/service";
import type { Subscription, Tenant } from "../state/azure-state";
import { authorize, type Caller, hasRoleNear } from "./caller";
import { page } from "./lists";

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
export const listTenants = (emulator: Emulator, caller: Caller, request: Request): Reply => {
    const homes = new Set([
        caller.tenantId,
        ...emulator.state.users.filter(({ homeId }) => homeId === caller.objectId).map(({ tenantId }) => tenantId),
    ]);
    const tenants = emulator.state.tenants.filter(({ tenantId }) => homes.has(tenantId));
    const showTenant = ({ tenantId, displayName, defaultDomain }: Tenant) => ({
        id: `/tenants/${tenantId}`,
        tenantId,
        displayName,
        defaultDomain,
        domains: [defaultDomain],
        tenantCategory: tenantId === caller.tenantId ? "Home" : "ProjectedBy",
    });
    return page(tenants, showTenant, { request, emulator });
};

/** The subscriptions of the caller's tenant in which it has a role anywhere. */
export const listSubscriptions = (emulator: Emulator, caller: Caller, request: Request): Reply => {
    const { state } = emulator;
    const seen = state.subscriptions
        .filter(({ tenantId }) => tenantId === caller.tenantId)
        .filter(({ subscriptionId }) => hasRoleNear(state, caller, `/subscriptions/${subscriptionId}`));
    return page(seen, show, { request, emulator });
};

export const getSubscription = ({ state }: Emulator, caller: Caller, subscription: Subscription): Reply => {
    const { subscriptionId } = subscription;
    const scope = `/subscriptions/${subscriptionId}`;
    if (!hasRoleNear(state, caller, scope)) authorize(state, caller, "Microsoft.Resources/subscriptions/read", scope);
    return { status: 200, body: show(subscription) };
};
