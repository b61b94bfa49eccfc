// Looking things up in a tenant's directory, as Entra, Graph and the managed identity endpoint all need to.
import { hasPassed } from "../clock";
import { strings, text } from "../json";
import type { Emulator } from "../server/service";
import { sameText } from "../text";
import type {
    Application,
    ArmResource,
    AzureState,
    FederatedCredential,
    RemovedCredential,
    ServicePrincipal,
    Tenant,
    User,
} from "./azure-state";
import { resourcesOf } from "./resources";

/** By tenant id or by domain name, as the first segment of an Entra path holds it. */
export const findTenant = (state: AzureState, idOrDomain: string): Tenant | undefined =>
    state.tenants.find(
        ({ tenantId, defaultDomain }) => sameText(tenantId, idOrDomain) || sameText(defaultDomain, idOrDomain),
    );

export const findApplication = (state: AzureState, appId: string): Application | undefined =>
    state.applications.find((application) => sameText(application.appId, appId));

/** Whether principals of the application may exist in the tenant. */
export const isOpenTo = (application: Application, tenantId: string): boolean =>
    application.tenantId === tenantId || application.signInAudience !== "AzureADMyOrg";

/** Exactly from the start date to the end date of a credential. */
export const isCurrent = ({ startDateTime, endDateTime }: { startDateTime: string; endDateTime: string }, now: Date) =>
    Date.parse(startDateTime) <= now.getTime() && now.getTime() < Date.parse(endDateTime);

/** The tenant's service principal of an application or of a managed identity, once it has spread. */
export const findServicePrincipal = (
    emulator: Emulator,
    tenantId: string,
    appId: string,
): ServicePrincipal | undefined =>
    emulator.state.servicePrincipals.find(
        (principal) =>
            principal.tenantId === tenantId && sameText(principal.appId, appId) && hasSpread(emulator, principal),
    );

/** Whether a new service principal has reached those who read; see `Settings.propagationDelayMs`. */
export const hasSpread = (emulator: Emulator, { createdDateTime }: ServicePrincipal): boolean =>
    hasPassed(emulator, createdDateTime, emulator.settings.propagationDelayMs / 1000);

export const findUser = (state: AzureState, userPrincipalName: string): User | undefined =>
    state.users.find((user) => sameText(user.userPrincipalName, userPrincipalName));

/** The same person in another tenant: a member at home, a guest elsewhere. */
export const userInTenant = (state: AzureState, user: User, tenantId: string): User | undefined =>
    state.users.find((other) => other.tenantId === tenantId && (other.homeId ?? other.id) === (user.homeId ?? user.id));

/** The emulator with what was deleted, but not purged, less than `Settings.deletionSeconds` ago. */
export function withDeleted(emulator: Emulator): Emulator {
    const { state, settings } = emulator;
    const recent = <T extends Application | ServicePrincipal>(deleted: T[]) =>
        deleted.filter(
            ({ properties }) => !hasPassed(emulator, String(properties.deletedDateTime), settings.deletionSeconds),
        );
    const { applications, servicePrincipals } = state.deletedItems;
    return {
        ...emulator,
        state: {
            ...state,
            applications: [...state.applications, ...recent(applications)],
            servicePrincipals: [...state.servicePrincipals, ...recent(servicePrincipals)],
        },
    };
}

/** The credentials that were removed from an object less than `Settings.deletionSeconds` ago. */
export const recentlyRemoved = (emulator: Emulator, objectId: string | undefined): RemovedCredential[] =>
    emulator.state.removedCredentials.filter(
        ({ of, removedDateTime }) =>
            of === objectId && !hasPassed(emulator, removedDateTime, emulator.settings.deletionSeconds),
    );

/** Of an application as of a user-assigned identity. */
export const federatedCredentialLimits = { maximum: 20, longestText: 600 };

export const userAssignedIdentities = (state: AzureState): readonly ArmResource[] =>
    resourcesOf(state, "Microsoft.ManagedIdentity/userAssignedIdentities");

/** The federated credentials of a user-assigned identity, which are ARM resources below it. */
export const identityCredentials = (state: AzureState, identity: ArmResource): FederatedCredential[] =>
    resourcesOf(
        state,
        "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials",
        identity.id,
    ).map(({ id, name, properties, systemData }) => ({
        id,
        name,
        issuer: String(properties.issuer),
        subject: String(properties.subject),
        audiences: strings(properties.audiences),
        addedDateTime: text(systemData?.lastModifiedAt),
    }));
