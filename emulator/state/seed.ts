// The world as it is on the first day, made once from random: two tenants, each with a subscription, a deployer and
// people. Secrets go into a file of their own; the world keeps their hashes.
import { randomUUID } from "node:crypto";
import { randomText, secretHash } from "./secrets";
import type { Application, Group, ServicePrincipal, Subscription, Tenant, User, World } from "./world";

/** The identity that deploys: Owner of its subscription, and all of Graph in its tenant. */
export interface Deployer {
    tenantId: string;
    subscriptionId: string;
    clientId: string;
    clientSecret: string;
}

export interface Account {
    tenantId: string;
    userPrincipalName: string;
    password: string;
}

/** What the clients of the local Azure need to know; kept in a private file. */
export interface Credentials {
    deployer: Deployer;
    /** The deployer of the second tenant. */
    partnerDeployer: Deployer;
    /** A second subscription of the first tenant, whose Owner is the first deployer as well. */
    secondSubscriptionId: string;
    users: Account[];
    /** The value a client of the managed identity endpoint sends as `X-IDENTITY-HEADER`. */
    identityHeader: string;
}

export const ownerRole = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635";
const deployerGraphRoles = ["Application.ReadWrite.All", "Group.ReadWrite.All", "User.ReadWrite.All"];
/** When the seed's own credentials and roles begin and end, so that no move of the clock locks the deployer out. */
const always = { startDateTime: "2000-01-01T00:00:00Z", endDateTime: "2299-12-31T00:00:00Z" };

/** Fills an empty world and answers the credentials of those in it. */
export function seedWorld(world: World, now: Date): Credentials {
    const contoso = addTenant(world, "Contoso", "contoso.onmicrosoft.com");
    const fabrikam = addTenant(world, "Fabrikam", "fabrikam.onmicrosoft.com");
    const platform = addSubscription(world, contoso, "Contoso platform");
    const second = addSubscription(world, contoso, "Contoso workloads");
    const partner = addSubscription(world, fabrikam, "Fabrikam registries");

    const ada = addUser(world, contoso, "ada", "Ada Lovelace");
    const grace = addUser(world, contoso, "grace", "Grace Hopper");
    const linus = addUser(world, fabrikam, "linus", "Linus Pauling");
    const guest: User = {
        id: randomUUID(),
        tenantId: contoso.tenantId,
        userPrincipalName: `linus_fabrikam.onmicrosoft.com#EXT#@${contoso.defaultDomain}`,
        displayName: linus.user.displayName,
        userType: "Guest",
        homeId: linus.user.id,
    };
    world.users.push(guest);
    world.groups.push(
        newGroup(contoso, "Platform engineers", "platform-engineers", [ada.user.id]),
        newGroup(contoso, "Application team", "application-team", [grace.user.id, guest.id]),
    );
    return {
        deployer: addDeployer(world, contoso, [platform, second], now),
        partnerDeployer: addDeployer(world, fabrikam, [partner], now),
        secondSubscriptionId: second.subscriptionId,
        users: [ada.account, grace.account, linus.account],
        identityHeader: randomText(32),
    };
}

function addTenant(world: World, displayName: string, defaultDomain: string): Tenant {
    const tenant = { tenantId: randomUUID(), displayName, defaultDomain };
    world.tenants.push(tenant);
    return tenant;
}

function addSubscription(world: World, { tenantId }: Tenant, displayName: string): Subscription {
    const subscription = { subscriptionId: randomUUID(), tenantId, displayName };
    world.subscriptions.push(subscription);
    return subscription;
}

function addUser(world: World, { tenantId, defaultDomain }: Tenant, nickname: string, displayName: string) {
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
    world.users.push(user);
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
    world: World,
    tenant: Tenant,
    subscriptions: [Subscription, ...Subscription[]],
    now: Date,
): Deployer {
    const { tenantId } = tenant;
    const createdDateTime = now.toISOString();
    const clientSecret = randomText(40);
    const application: Application = {
        id: randomUUID(),
        appId: randomUUID(),
        tenantId,
        displayName: `${tenant.displayName} deployer`,
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
        graphRoles: deployerGraphRoles,
        properties: {},
    };
    world.applications.push(application);
    world.servicePrincipals.push(principal);
    for (const { subscriptionId } of subscriptions) makeOwner(world, principal.id, subscriptionId);
    return { tenantId, subscriptionId: subscriptions[0].subscriptionId, clientId: application.appId, clientSecret };
}

function makeOwner(world: World, principalId: string, subscriptionId: string): void {
    const createdOn = always.startDateTime;
    const scope = `/subscriptions/${subscriptionId}`;
    const name = randomUUID();
    const id = `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`;
    world.roleAssignments[id.toLowerCase()] = {
        id,
        name,
        scope,
        roleDefinitionId: `${scope}/providers/Microsoft.Authorization/roleDefinitions/${ownerRole}`,
        principalId,
        principalType: "ServicePrincipal",
        condition: null,
        conditionVersion: null,
        description: null,
        createdOn,
        updatedOn: createdOn,
    };
}
