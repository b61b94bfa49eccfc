// Directory objects as Graph shows them. A template holds every property of a kind, in the service's order, with the
// value it has when nobody wrote one.
import { createHash, X509Certificate } from "node:crypto";
import { type Json, object, objects, strings } from "../json";
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
import { overlay } from "./call";
import { graphAppId, graphAppRoles } from "./graph-permissions";

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

const unset = (...names: string[]): Json => Object.fromEntries(names.map((name) => [name, null]));
const emptyLists = (...names: string[]): Json => Object.fromEntries(names.map((name) => [name, []]));

const info = unset("logoUrl", "marketingUrl", "privacyStatementUrl", "supportUrl", "termsOfServiceUrl");
const verifiedPublisher = unset("displayName", "verifiedPublisherId", "addedDateTime");

export const applicationTemplate: Json = {
    id: "",
    deletedDateTime: null,
    appId: "",
    ...unset("applicationTemplateId", "disabledByMicrosoftStatus"),
    createdDateTime: "",
    displayName: "",
    ...unset("description", "groupMembershipClaims"),
    identifierUris: [],
    ...unset("isDeviceOnlyAuthSupported", "isFallbackPublicClient", "nativeAuthenticationApisEnabled", "notes"),
    publisherDomain: "",
    serviceManagementReference: null,
    signInAudience: "AzureADandPersonalMicrosoftAccount",
    tags: [],
    ...unset("tokenEncryptionKeyId", "uniqueName", "samlMetadataUrl", "defaultRedirectUri", "certification"),
    ...unset("optionalClaims", "servicePrincipalLockConfiguration", "requestSignatureVerification"),
    addIns: [],
    api: {
        acceptMappedClaims: null,
        knownClientApplications: [],
        requestedAccessTokenVersion: 2,
        oauth2PermissionScopes: [],
        preAuthorizedApplications: [],
    },
    appRoles: [],
    info,
    keyCredentials: [],
    parentalControlSettings: { countriesBlockedForMinors: [], legalAgeGroupRule: "Allow" },
    passwordCredentials: [],
    publicClient: { redirectUris: [] },
    requiredResourceAccess: [],
    verifiedPublisher,
    web: {
        homePageUrl: null,
        logoutUrl: null,
        redirectUris: [],
        implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: false },
        redirectUriSettings: [],
    },
    spa: { redirectUris: [] },
};

/** The settings follow the addresses; a client may set the index of one. */
function webJson(web: Json): Json {
    const settings = objects(web.redirectUriSettings);
    const redirectUriSettings = strings(web.redirectUris).map(
        (uri) => settings.find((setting) => setting.uri === uri) ?? { uri, index: null },
    );
    return { ...web, redirectUriSettings };
}

export const applicationJson = (state: AzureState, application: Application): Json => {
    const body = overlay(applicationTemplate, application.properties);
    return { ...body, web: webJson(object(body.web)), ...identityJson(state, application) };
};

const identityJson = (state: AzureState, application: Application): Json => ({
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
    ...unset("applicationTemplateId", "appOwnerOrganizationId"),
    appRoleAssignmentRequired: false,
    createdDateTime: "",
    ...unset("description", "disabledByMicrosoftStatus"),
    displayName: "",
    ...unset("homepage", "loginUrl", "logoutUrl", "notes"),
    notificationEmailAddresses: [],
    ...unset("preferredSingleSignOnMode", "preferredTokenSigningKeyThumbprint"),
    ...emptyLists("replyUrls", "servicePrincipalNames"),
    servicePrincipalType: "Application",
    signInAudience: null,
    tags: [],
    ...unset("tokenEncryptionKeyId", "samlSingleSignOnSettings"),
    verifiedPublisher,
    ...emptyLists("addIns", "appRoles"),
    info,
    ...emptyLists(
        "keyCredentials",
        "oauth2PermissionScopes",
        "passwordCredentials",
        "resourceSpecificApplicationPermissions",
    ),
};

/**
 * A managed identity has a certificate that Azure made and renews, and nobody else has: 90 days long. When it is renewed is not
 * emulated. Source: https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/managed-identities-faq
 */
function managedKeys({ id, appId, servicePrincipalType, createdDateTime }: ServicePrincipal): Json[] {
    if (servicePrincipalType !== "ManagedIdentity") return [];
    const days = 90;
    return [
        {
            customKeyIdentifier: createHash("sha1").update(id).digest("hex").toUpperCase(),
            displayName: `CN=${appId}`,
            endDateTime: new Date(Date.parse(createdDateTime) + days * 86_400_000).toISOString(),
            key: null,
            keyId: id,
            startDateTime: createdDateTime,
            type: "AsymmetricX509Cert",
            usage: "Verify",
        },
    ];
}

export function servicePrincipalJson(state: AzureState, principal: ServicePrincipal): Json {
    const application = findApplication(state, principal.appId);
    const identifierUris = (application?.properties.identifierUris ?? []) as string[];
    return {
        ...overlay(servicePrincipalTemplate, principal.properties),
        id: principal.id,
        accountEnabled: principal.accountEnabled,
        appDisplayName: application?.displayName ?? principal.displayName,
        appId: principal.appId,
        appRoles: principal.appId === graphAppId ? graphAppRoles : [],
        appOwnerOrganizationId: application?.tenantId ?? null,
        createdDateTime: principal.createdDateTime,
        displayName: principal.displayName,
        servicePrincipalNames: [principal.appId, ...identifierUris],
        servicePrincipalType: principal.servicePrincipalType,
        signInAudience: application?.signInAudience ?? null,
        keyCredentials: [...(principal.keyCredentials ?? []).map(keyJson), ...managedKeys(principal)],
        passwordCredentials: principal.passwordCredentials.map((credential) => passwordJson(credential)),
    };
}

export const groupTemplate: Json = {
    id: "",
    ...unset("deletedDateTime", "classification", "createdDateTime"),
    creationOptions: [],
    description: null,
    displayName: "",
    expirationDateTime: null,
    groupTypes: [],
    ...unset("isAssignableToRole", "mail"),
    mailEnabled: false,
    mailNickname: "",
    ...unset(
        "membershipRule",
        "membershipRuleProcessingState",
        "onPremisesDomainName",
        "onPremisesLastSyncDateTime",
        "onPremisesNetBiosName",
        "onPremisesSamAccountName",
        "onPremisesSecurityIdentifier",
        "onPremisesSyncEnabled",
        "preferredDataLocation",
        "preferredLanguage",
    ),
    proxyAddresses: [],
    renewedDateTime: null,
    ...emptyLists("resourceBehaviorOptions", "resourceProvisioningOptions"),
    securityEnabled: true,
    securityIdentifier: "",
    ...unset("theme", "visibility"),
    ...emptyLists("onPremisesProvisioningErrors", "serviceProvisioningErrors"),
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

const userTemplate: Json = {
    id: "",
    businessPhones: [],
    displayName: "",
    ...unset("givenName", "jobTitle", "mail", "mobilePhone", "officeLocation", "preferredLanguage", "surname"),
    userPrincipalName: "",
};

/** What a user is shown with unless a client selects more. */
export const userDefaults = Object.keys(userTemplate);

export const userJson = ({ id, displayName, userPrincipalName, userType }: User): Json => ({
    ...userTemplate,
    id,
    displayName,
    userPrincipalName,
    accountEnabled: true,
    mailNickname: userPrincipalName.split("@")[0],
    userType,
});
