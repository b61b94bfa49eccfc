// The resource types that the fake azuread provider knows: one entry each, with the fields of the installed SDK
// (node_modules/@pulumi/azuread) and what Graph calls them. To support another type or input, add it here.

import { isObject } from "../plugin/property-values";
import { entity } from "./entities";
import { federatedCredential, groupMember, password } from "./parts";
import type { Field, GraphType } from "./resource-type";

const objectId: Field = { graph: "id", output: true };
const outputs = (...names: string[]): Record<string, Field> =>
    Object.fromEntries(names.map((name) => [name, { output: true } satisfies Field]));

/** SDK name to Graph name at any depth of a value, and back. */
function renames(names: Record<string, string>): Pick<Field, "toGraph" | "fromGraph"> {
    const back = Object.fromEntries(Object.entries(names).map(([sdk, graph]) => [graph, sdk]));
    const renamed = (dictionary: Record<string, string>, value: unknown): unknown => {
        if (Array.isArray(value)) return value.map((item) => renamed(dictionary, item));
        if (!isObject(value)) return value;
        const entries = Object.entries(value).filter(([, item]) => item !== null);
        return Object.fromEntries(entries.map(([name, item]) => [dictionary[name] ?? name, renamed(dictionary, item)]));
    };
    return { toGraph: (value) => renamed(names, value), fromGraph: (value) => renamed(back, value) };
}

const application: Record<string, Field> = {
    displayName: {},
    description: {},
    deviceOnlyAuthEnabled: { graph: "isDeviceOnlyAuthSupported" },
    fallbackPublicClientEnabled: { graph: "isFallbackPublicClient" },
    groupMembershipClaims: {
        toGraph: (value) => (Array.isArray(value) ? value.join(",") : value),
        fromGraph: (value) => (typeof value === "string" ? value.split(",") : value),
    },
    identifierUris: {},
    marketingUrl: { graph: "info.marketingUrl" },
    notes: {},
    owners: { references: true },
    preventDuplicateNames: { local: true, kept: true },
    privacyStatementUrl: { graph: "info.privacyStatementUrl" },
    publicClient: {},
    requiredResourceAccesses: {
        graph: "requiredResourceAccess",
        ...renames({ resourceAccesses: "resourceAccess" }),
    },
    serviceManagementReference: {},
    signInAudience: { default: "AzureADMyOrg" },
    singlePageApplication: { graph: "spa" },
    supportUrl: { graph: "info.supportUrl" },
    tags: { computed: true },
    termsOfServiceUrl: { graph: "info.termsOfServiceUrl" },
    web: renames({
        homepageUrl: "homePageUrl",
        implicitGrant: "implicitGrantSettings",
        accessTokenIssuanceEnabled: "enableAccessTokenIssuance",
        idTokenIssuanceEnabled: "enableIdTokenIssuance",
    }),
    clientId: { graph: "appId", output: true },
    objectId,
    disabledByMicrosoft: { graph: "disabledByMicrosoftStatus", output: true },
    logoUrl: { graph: "info.logoUrl", output: true },
    ...outputs("publisherDomain"),
};

const servicePrincipal: Record<string, Field> = {
    clientId: { graph: "appId", replace: true },
    accountEnabled: { default: true },
    alternativeNames: {},
    appRoleAssignmentRequired: {},
    description: {},
    loginUrl: {},
    notes: {},
    notificationEmailAddresses: {},
    owners: { references: true },
    preferredSingleSignOnMode: {},
    tags: { computed: true },
    useExisting: { local: true, kept: true },
    applicationTenantId: { graph: "appOwnerOrganizationId", output: true },
    homepageUrl: { graph: "homepage", output: true },
    objectId,
    redirectUris: { graph: "replyUrls", output: true },
    type: { graph: "servicePrincipalType", output: true },
    ...outputs(
        "appRoles",
        "displayName",
        "logoutUrl",
        "oauth2PermissionScopes",
        "servicePrincipalNames",
        "signInAudience",
    ),
};

const group: Record<string, Field> = {
    displayName: {},
    assignableToRole: { graph: "isAssignableToRole", replace: true },
    description: {},
    mailEnabled: {},
    mailNickname: { computed: true, replace: true },
    members: { references: true, computed: true },
    owners: { references: true, computed: true },
    preventDuplicateNames: { local: true, kept: true },
    securityEnabled: {},
    types: { graph: "groupTypes", replace: true },
    visibility: { computed: true },
    objectId,
    ...outputs("mail", "preferredLanguage", "proxyAddresses"),
};

const user: Record<string, Field> = {
    userPrincipalName: {},
    displayName: {},
    accountEnabled: { default: true },
    businessPhones: { computed: true },
    companyName: {},
    department: {},
    employeeId: {},
    forcePasswordChange: { graph: "passwordProfile.forceChangePasswordNextSignIn", kept: true },
    givenName: {},
    jobTitle: {},
    mail: { computed: true },
    mailNickname: { computed: true },
    officeLocation: {},
    password: { graph: "passwordProfile.password", kept: true, secret: true, computed: true },
    surname: {},
    usageLocation: {},
    objectId,
    ...outputs("userType", "externalUserState", "creationType"),
};

/** A password's fields all belong to one creation: nothing of it can be changed. */
const passwordFields = (owner: string): Record<string, Field> => ({
    [owner]: { replace: true },
    displayName: { computed: true, replace: true },
    startDate: { computed: true, replace: true },
    endDate: { computed: true, replace: true },
    endDateRelative: { local: true, kept: true, replace: true },
    rotateWhenChanged: { local: true, kept: true, replace: true },
    keyId: { output: true },
    value: { output: true, kept: true, secret: true },
});

const federatedCredentialFields: Record<string, Field> = {
    applicationId: { replace: true },
    displayName: { graph: "name", replace: true },
    audiences: {},
    description: {},
    issuer: {},
    subject: {},
    credentialId: { graph: "id", output: true },
};

/** By the last part of the type token, `azuread:index/application:Application`. */
export const graphTypes: Record<string, GraphType> = {
    Application: {
        fields: application,
        required: ["displayName"],
        operations: entity("applications", application, {
            // A change of an application that is not everywhere yet is also answered with a conflict.
            creation: {
                confirm: { name: "displayName", retry: ({ status }) => status === 404 || status === 409 },
                interim: "changed",
            },
        }),
    },
    ServicePrincipal: {
        fields: servicePrincipal,
        required: ["clientId"],
        operations: entity("servicePrincipals", servicePrincipal, {
            oneFor: "clientId",
            creation: {
                retryPost: ({ status, message }) =>
                    (status === 400 &&
                        /service principal does not reference a valid application object/.test(message)) ||
                    (status === 403 && /the backing application of the service principal/.test(message)),
                // Not sent again, whatever is answered.
                confirm: { name: "description" },
                interim: "created",
            },
        }),
    },
    ApplicationPassword: {
        fields: passwordFields("applicationId"),
        required: ["applicationId"],
        operations: password("applications", "applicationId"),
        importable: false,
    },
    ServicePrincipalPassword: {
        fields: passwordFields("servicePrincipalId"),
        required: ["servicePrincipalId"],
        operations: password("servicePrincipals", "servicePrincipalId"),
        importable: false,
    },
    ApplicationFederatedIdentityCredential: {
        fields: federatedCredentialFields,
        required: ["applicationId", "displayName", "audiences", "issuer", "subject"],
        operations: federatedCredential(federatedCredentialFields),
    },
    Group: {
        fields: group,
        required: ["displayName"],
        operations: entity("groups", group, {
            defaults: () => ({
                mailEnabled: false,
                securityEnabled: false,
                mailNickname: crypto.randomUUID().slice(0, 10),
            }),
        }),
    },
    GroupMember: {
        fields: { groupObjectId: { replace: true }, memberObjectId: { replace: true } },
        required: ["groupObjectId", "memberObjectId"],
        operations: groupMember,
    },
    User: {
        fields: user,
        required: ["displayName", "userPrincipalName"],
        operations: entity("users", user, {
            selected: true,
            defaults: ({ userPrincipalName }) => ({ mailNickname: String(userPrincipalName).split("@")[0] }),
        }),
    },
};
