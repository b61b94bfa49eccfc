// The state of a new emulator, made from random: two tenants, each with a subscription, a deployer and people. Secrets go into
// a file of their own; the state keeps their hashes.
import { randomUUID } from "node:crypto";
import { graphAppId } from "../graph/graph-permissions";
import { givenRole } from "./authorization";
import type { Application, AzureState, Group, ServicePrincipal, Subscription, Tenant, User } from "./azure-state";
import { randomText, secretHash } from "./secrets";

/** A service principal that deploys. */
export interface Deployer {
    tenantId: string;
    subscriptionId: string;
    clientId: string;
    /** Of the service principal. */
    objectId: string;
    clientSecret: string;
}

export interface Account {
    tenantId: string;
    userPrincipalName: string;
    password: string;
}

/** What the clients of the emulator need to know; kept in a private file. */
export interface Credentials {
    /** Owner of its subscriptions, and all of Graph in its tenant. */
    deployer: Deployer;
    /** The same in the second tenant. */
    partnerDeployer: Deployer;
    /**
     * Of the first tenant, with nothing but `Application.ReadWrite.OwnedBy`, `Group.Read.All` and `User.Read.All` in Graph.
     * It has no role in Azure Resource Manager until `deployer` assigns one to its `objectId`.
     */
    restrictedDeployer: Deployer;
    /** A second subscription of the first tenant, whose Owner is the first deployer as well. */
    secondSubscriptionId: string;
    users: Account[];
    /** The value a client of the managed identity endpoint sends as `X-IDENTITY-HEADER`. */
    identityHeader: string;
    /** The value a client of the control API sends as `x-emulator-key`. */
    controlKey: string;
}

export const ownerRole = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635";
const everyGraphRole = [
    "Application.ReadWrite.All",
    "AppRoleAssignment.ReadWrite.All",
    "Directory.Read.All",
    "Group.ReadWrite.All",
    "User.ReadWrite.All",
];
const fewGraphRoles = ["Application.ReadWrite.OwnedBy", "Group.Read.All", "User.Read.All"];
/** When the seed's own credentials and roles begin and end, so that no move of the clock locks the deployer out. */
const always = { startDateTime: "2000-01-01T00:00:00Z", endDateTime: "2299-12-31T00:00:00Z" };

/** Fills an empty state and answers the credentials of those in it. */
export function seedState(state: AzureState, now: Date): Credentials {
    const contoso = addTenant(state, "Contoso", "contoso.onmicrosoft.com");
    const fabrikam = addTenant(state, "Fabrikam", "fabrikam.onmicrosoft.com");
    const platform = addSubscription(state, contoso, "Contoso platform");
    const second = addSubscription(state, contoso, "Contoso workloads");
    const partner = addSubscription(state, fabrikam, "Fabrikam registries");

    const ada = addUser(state, contoso, "ada", "Ada Lovelace");
    const grace = addUser(state, contoso, "grace", "Grace Hopper");
    const linus = addUser(state, fabrikam, "linus", "Linus Pauling");
    const guest: User = {
        id: randomUUID(),
        tenantId: contoso.tenantId,
        userPrincipalName: `linus_fabrikam.onmicrosoft.com#EXT#@${contoso.defaultDomain}`,
        displayName: linus.user.displayName,
        userType: "Guest",
        homeId: linus.user.id,
    };
    state.users.push(guest);
    state.groups.push(
        newGroup(contoso, "Platform engineers", "platform-engineers", [ada.user.id]),
        newGroup(contoso, "Application team", "application-team", [grace.user.id, guest.id]),
    );
    const deployer = addDeployer(state, contoso, platform, everyGraphRole, now);
    const partnerDeployer = addDeployer(state, fabrikam, partner, everyGraphRole, now);
    for (const { subscriptionId } of [platform, second]) makeOwner(state, deployer, subscriptionId);
    makeOwner(state, partnerDeployer, partner.subscriptionId);
    return {
        deployer,
        partnerDeployer,
        restrictedDeployer: addDeployer(state, contoso, platform, fewGraphRoles, now),
        secondSubscriptionId: second.subscriptionId,
        users: [ada.account, grace.account, linus.account],
        identityHeader: randomText(32),
        controlKey: randomText(32),
    };
}

/** What a state of an earlier version lacks is added to it and to its credentials. */
export function completeCredentials(state: AzureState, known: Credentials, now: Date): Credentials {
    const { deployer, partnerDeployer } = known;
    const principalOf = ({ clientId }: Deployer) => state.servicePrincipals.find(({ appId }) => appId === clientId);
    const withObjectId = (old: Deployer) => ({ ...old, objectId: principalOf(old)?.id ?? "" });
    const [tenant, subscription] = [
        state.tenants.find(({ tenantId }) => tenantId === deployer.tenantId),
        state.subscriptions.find(({ subscriptionId }) => subscriptionId === deployer.subscriptionId),
    ];
    if (!tenant || !subscription || known.restrictedDeployer) return known;
    return {
        ...known,
        deployer: withObjectId(deployer),
        partnerDeployer: withObjectId(partnerDeployer),
        restrictedDeployer: addDeployer(state, tenant, subscription, fewGraphRoles, now),
        controlKey: known.controlKey ?? randomText(32),
    };
}

function addTenant(state: AzureState, displayName: string, defaultDomain: string): Tenant {
    const tenant = { tenantId: randomUUID(), displayName, defaultDomain };
    state.tenants.push(tenant);
    // Graph's own service principal, whose app roles are what applications are granted.
    state.servicePrincipals.push({
        id: randomUUID(),
        appId: graphAppId,
        tenantId: tenant.tenantId,
        displayName: "Microsoft Graph",
        servicePrincipalType: "Application",
        accountEnabled: true,
        createdDateTime: always.startDateTime,
        passwordCredentials: [],
        properties: {},
    });
    return tenant;
}

function addSubscription(state: AzureState, { tenantId }: Tenant, displayName: string): Subscription {
    const subscription = { subscriptionId: randomUUID(), tenantId, displayName };
    state.subscriptions.push(subscription);
    return subscription;
}

function addUser(state: AzureState, { tenantId, defaultDomain }: Tenant, nickname: string, displayName: string) {
    const userPrincipalName = `${nickname}@${defaultDomain}`;
    const password = randomText(24);
    const user: User = {
        id: randomUUID(),
        tenantId,
        userPrincipalName,
        displayName,
        userType: "Member",
        passwordHash: secretHash(password),
    };
    state.users.push(user);
    return { user, account: { tenantId, userPrincipalName, password } };
}

const newGroup = ({ tenantId }: Tenant, displayName: string, mailNickname: string, members: string[]): Group => ({
    id: randomUUID(),
    tenantId,
    displayName,
    mailNickname,
    securityEnabled: true,
    members,
    properties: {},
});

function addDeployer(
    state: AzureState,
    { tenantId, displayName }: Tenant,
    { subscriptionId }: Subscription,
    graphRoles: string[],
    now: Date,
): Deployer {
    const createdDateTime = now.toISOString();
    const clientSecret = randomText(40);
    const application: Application = {
        id: randomUUID(),
        appId: randomUUID(),
        tenantId,
        displayName: `${displayName} deployer`,
        createdDateTime,
        signInAudience: "AzureADMyOrg",
        passwordCredentials: [
            {
                keyId: randomUUID(),
                displayName: "local",
                ...always,
                hint: clientSecret.slice(0, 3),
                secretHash: secretHash(clientSecret),
            },
        ],
        keyCredentials: [],
        federatedCredentials: [],
        owners: [],
        properties: {},
    };
    const principal: ServicePrincipal = {
        id: randomUUID(),
        appId: application.appId,
        tenantId,
        displayName: application.displayName,
        servicePrincipalType: "Application",
        accountEnabled: true,
        createdDateTime,
        passwordCredentials: [],
        graphRoles,
        owners: [],
        properties: {},
    };
    state.applications.push(application);
    state.servicePrincipals.push(principal);
    return { tenantId, subscriptionId, clientId: application.appId, objectId: principal.id, clientSecret };
}

function makeOwner(state: AzureState, { objectId: principalId }: Deployer, subscriptionId: string): void {
    const scope = `/subscriptions/${subscriptionId}`;
    const createdOn = always.startDateTime;
    const assignment = givenRole({ name: randomUUID(), scope, principalId, role: ownerRole, createdOn });
    state.roleAssignments[assignment.id.toLowerCase()] = assignment;
}
