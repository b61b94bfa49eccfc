// Directory objects as Graph shows them. A template holds every property of a kind, in the service's order, with the
// value it has when nobody wrote one.
import { X509Certificate } from "node:crypto";
import type {
    Application,
    AzureState,
    Group,
    KeyCredential,
    PasswordCredential,
    ServicePrincipal,
    User,
} from "../state/azure-state";
import { findApplication } from "../state/directory";
import { type Json, overlay } from "./graph-call";

/** Graph's answer never holds the secret again after the one to `addPassword`. */
export const passwordJson = (credential: PasswordCredential, secretText: string | null = null): Json => ({
    customKeyIdentifier: null,
    displayName: credential.displayName,
    endDateTime: credential.endDateTime,
    hint: credential.hint,
    keyId: credential.keyId,
    secretText,
    startDateTime: credential.startDateTime,
});

export const keyJson = (credential: KeyCredential): Json => ({
    customKeyIdentifier: new X509Certificate(credential.certificate).fingerprint.replaceAll(":", ""),
    displayName: credential.displayName,
    endDateTime: credential.endDateTime,
    key: null,
    keyId: credential.keyId,
    startDateTime: credential.startDateTime,
    type: "AsymmetricX509Cert",
    usage: "Verify",
});

export const applicationTemplate: Json = {
    id: "",
    deletedDateTime: null,
    appId: "",
    applicationTemplateId: null,
    disabledByMicrosoftStatus: null,
    createdDateTime: "",
    displayName: "",
    description: null,
    groupMembershipClaims: null,
    identifierUris: [],
    isDeviceOnlyAuthSupported: null,
    isFallbackPublicClient: null,
    notes: null,
    publisherDomain: "",
    serviceManagementReference: null,
    signInAudience: "AzureADandPersonalMicrosoftAccount",
    tags: [],
    tokenEncryptionKeyId: null,
    defaultRedirectUri: null,
    certification: null,
    optionalClaims: null,
    addIns: [],
    api: {
        acceptMappedClaims: null,
        knownClientApplications: [],
        requestedAccessTokenVersion: 2,
        oauth2PermissionScopes: [],
        preAuthorizedApplications: [],
    },
    appRoles: [],
    info: { logoUrl: null, marketingUrl: null, privacyStatementUrl: null, supportUrl: null, termsOfServiceUrl: null },
    keyCredentials: [],
    parentalControlSettings: { countriesBlockedForMinors: [], legalAgeGroupRule: "Allow" },
    passwordCredentials: [],
    publicClient: { redirectUris: [] },
    requiredResourceAccess: [],
    verifiedPublisher: { displayName: null, verifiedPublisherId: null, addedDateTime: null },
    web: {
        homePageUrl: null,
        logoutUrl: null,
        redirectUris: [],
        implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: false },
    },
    spa: { redirectUris: [] },
};

export const applicationJson = (state: AzureState, application: Application): Json => ({
    ...overlay(applicationTemplate, application.properties),
    id: application.id,
    appId: application.appId,
    createdDateTime: application.createdDateTime,
    displayName: application.displayName,
    publisherDomain: state.tenants.find(({ tenantId }) => tenantId === application.tenantId)?.defaultDomain,
    signInAudience: application.signInAudience,
    keyCredentials: application.keyCredentials.map(keyJson),
    passwordCredentials: application.passwordCredentials.map((credential) => passwordJson(credential)),
});

export const servicePrincipalTemplate: Json = {
    id: "",
    deletedDateTime: null,
    accountEnabled: true,
    alternativeNames: [],
    appDisplayName: "",
    appDescription: null,
    appId: "",
    applicationTemplateId: null,
    appOwnerOrganizationId: null,
    appRoleAssignmentRequired: false,
    createdDateTime: "",
    description: null,
    disabledByMicrosoftStatus: null,
    displayName: "",
    homepage: null,
    loginUrl: null,
    logoutUrl: null,
    notes: null,
    notificationEmailAddresses: [],
    preferredSingleSignOnMode: null,
    preferredTokenSigningKeyThumbprint: null,
    replyUrls: [],
    servicePrincipalNames: [],
    servicePrincipalType: "Application",
    signInAudience: null,
    tags: [],
    tokenEncryptionKeyId: null,
    samlSingleSignOnSettings: null,
    verifiedPublisher: { displayName: null, verifiedPublisherId: null, addedDateTime: null },
    addIns: [],
    appRoles: [],
    info: { logoUrl: null, marketingUrl: null, privacyStatementUrl: null, supportUrl: null, termsOfServiceUrl: null },
    keyCredentials: [],
    oauth2PermissionScopes: [],
    passwordCredentials: [],
    resourceSpecificApplicationPermissions: [],
};

export function servicePrincipalJson(state: AzureState, principal: ServicePrincipal): Json {
    const application = findApplication(state, principal.appId);
    const identifierUris = (application?.properties.identifierUris ?? []) as string[];
    return {
        ...overlay(servicePrincipalTemplate, principal.properties),
        id: principal.id,
        accountEnabled: principal.accountEnabled,
        appDisplayName: application?.displayName ?? principal.displayName,
        appId: principal.appId,
        appOwnerOrganizationId: application?.tenantId ?? null,
        createdDateTime: principal.createdDateTime,
        displayName: principal.displayName,
        servicePrincipalNames: [principal.appId, ...identifierUris],
        servicePrincipalType: principal.servicePrincipalType,
        signInAudience: application?.signInAudience ?? null,
        keyCredentials: application?.keyCredentials.map(keyJson) ?? [],
        passwordCredentials: principal.passwordCredentials.map((credential) => passwordJson(credential)),
    };
}

export const groupTemplate: Json = {
    id: "",
    deletedDateTime: null,
    classification: null,
    createdDateTime: null,
    creationOptions: [],
    description: null,
    displayName: "",
    expirationDateTime: null,
    groupTypes: [],
    isAssignableToRole: null,
    mail: null,
    mailEnabled: false,
    mailNickname: "",
    membershipRule: null,
    membershipRuleProcessingState: null,
    onPremisesDomainName: null,
    onPremisesLastSyncDateTime: null,
    onPremisesNetBiosName: null,
    onPremisesSamAccountName: null,
    onPremisesSecurityIdentifier: null,
    onPremisesSyncEnabled: null,
    preferredDataLocation: null,
    preferredLanguage: null,
    proxyAddresses: [],
    renewedDateTime: null,
    resourceBehaviorOptions: [],
    resourceProvisioningOptions: [],
    securityEnabled: true,
    securityIdentifier: "",
    theme: null,
    visibility: null,
    onPremisesProvisioningErrors: [],
    serviceProvisioningErrors: [],
};

export const groupJson = (group: Group): Json => ({
    ...overlay(groupTemplate, group.properties),
    id: group.id,
    displayName: group.displayName,
    mailNickname: group.mailNickname,
    securityEnabled: group.securityEnabled,
    securityIdentifier: securityIdentifier(group.id),
});

/** `S-1-12-1-` and the id as four numbers of 32 bits: its bytes in the order Windows keeps them, little-endian. */
function securityIdentifier(id: string): string {
    const bytes = Buffer.from(id.replaceAll("-", ""), "hex");
    bytes.subarray(0, 4).reverse();
    bytes.subarray(4, 6).reverse();
    bytes.subarray(6, 8).reverse();
    return ["S-1-12-1", ...[0, 4, 8, 12].map((offset) => bytes.readUInt32LE(offset))].join("-");
}

/** What a user is shown with unless a client selects more. */
export const userDefaults = [
    "id",
    "businessPhones",
    "displayName",
    "givenName",
    "jobTitle",
    "mail",
    "mobilePhone",
    "officeLocation",
    "preferredLanguage",
    "surname",
    "userPrincipalName",
];

export const userJson = (user: User): Json => ({
    id: user.id,
    businessPhones: [],
    displayName: user.displayName,
    givenName: null,
    jobTitle: null,
    mail: null,
    mobilePhone: null,
    officeLocation: null,
    preferredLanguage: null,
    surname: null,
    userPrincipalName: user.userPrincipalName,
    accountEnabled: true,
    mailNickname: user.userPrincipalName.split("@")[0],
    userType: user.userType,
});
