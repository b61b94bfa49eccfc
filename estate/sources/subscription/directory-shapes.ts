// What Microsoft Graph answers, in the shape of azuread. The URN and the id of an object are its path in Graph; a
// credential's is that of azuread: `/applications/OBJECT_ID/password/KEY_ID`.
import type { Resource } from "../../resource";
import { items, read, text } from "../../value";
import { objectIdOf } from "./graph";
import { live } from "./shapes";

/** The properties that are asked for; nothing else of an object is needed. */
export const applicationProperties = ["id", "appId", "displayName", "passwordCredentials", "keyCredentials"];
export const principalProperties = [
    ...applicationProperties,
    "appOwnerOrganizationId",
    "servicePrincipalType",
    "alternativeNames",
    "accountEnabled",
];
export const memberProperties = ["id", "displayName", "userPrincipalName"];

/** How the two kinds of object that log in differ. */
const holders = {
    applications: {
        type: "azuread:index:Application",
        password: "azuread:index:ApplicationPassword",
        certificate: "azuread:index:ApplicationCertificate",
        holder: "applicationId",
    },
    servicePrincipals: {
        type: "azuread:index:ServicePrincipal",
        password: "azuread:index:ServicePrincipalPassword",
        certificate: "azuread:index:ServicePrincipalCertificate",
        holder: "servicePrincipalId",
    },
} as const;
export type Holder = keyof typeof holders;

/** `user`, `group` or `servicePrincipal`, for an object of a list that mixes them. */
export const typeOf = (item: unknown): string | undefined =>
    text((item as { "@odata.type"?: string })["@odata.type"])?.replace(graphType(""), "");

/** How Graph writes the type of an object in such a list. */
export const graphType = (name: string): string => `#microsoft.graph.${name}`;

export const pathOf = (collection: string, item: unknown): string => `/${collection}/${objectIdOf(item) ?? ""}`;

/** An application or a service principal with its passwords and certificates. */
export function fromHolder(
    collection: Holder,
    item: unknown,
    ownersByPath: ReadonlyMap<string, readonly unknown[]>,
): Resource[] {
    const { type, password, certificate, holder } = holders[collection];
    const urn = pathOf(collection, item);
    const owners = ownersByPath.get(urn);
    const at = (path: string) => text(read(item, path));
    const principal =
        collection === "servicePrincipals"
            ? {
                  applicationTenantId: at("appOwnerOrganizationId"),
                  servicePrincipalType: at("servicePrincipalType"),
                  accountEnabled: read(item, "accountEnabled"),
              }
            : {};
    const properties = {
        clientId: at("appId"),
        objectId: objectIdOf(item),
        displayName: at("displayName"),
        ...principal,
        ...(owners === undefined ? {} : { owners: idsOf(owners) }),
    };
    const credentials = (path: string, kind: string, credentialType: string) =>
        (items(read(item, path)) ?? []).filter(logsIn).flatMap((credential) => {
            const keyId = text(read(credential, "keyId")) ?? "";
            const displayName = text(read(credential, "displayName"));
            return live(
                {
                    urn: `${urn}/${kind}/${keyId}`,
                    type: credentialType,
                    name: displayName ?? keyId,
                    propertyDependencies: { [holder]: [urn] },
                },
                {
                    [holder]: urn,
                    keyId,
                    displayName,
                    startDate: text(read(credential, "startDateTime")),
                    // An end that nobody set never comes.
                    endDate: text(read(credential, "endDateTime")) ?? "9999-12-31T23:59:59Z",
                },
            );
        });
    return [
        ...live({ urn, type, name: properties.displayName ?? urn }, properties),
        ...credentials("passwordCredentials", "password", password),
        ...credentials("keyCredentials", "certificate", certificate),
    ];
}

/** Whether a credential proves who its holder is: a key for signing tokens (SAML) does not. */
const logsIn = (credential: unknown): boolean => read(credential, "usage") !== "Sign";

export function fromFederatedCredential(applicationPath: string, item: unknown): Resource[] {
    const name = text(read(item, "name"));
    const id = text(read(item, "id")) ?? name ?? "";
    return live(
        {
            urn: `${applicationPath}/federatedIdentityCredential/${id}`,
            type: "azuread:index:ApplicationFederatedIdentityCredential",
            name: name ?? id,
            propertyDependencies: { applicationId: [applicationPath] },
        },
        {
            applicationId: applicationPath,
            credentialId: id,
            displayName: name,
            description: text(read(item, "description")),
            issuer: text(read(item, "issuer")),
            subject: text(read(item, "subject")),
            audiences: items(read(item, "audiences")) ?? [],
        },
    );
}

/** A user or a group; nothing for objects of another type. `members` are those of a group, if they were asked for. */
export function fromDirectoryObject(item: unknown, members?: readonly unknown[]): Resource[] {
    const type = typeOf(item);
    const objectId = objectIdOf(item);
    const displayName = text(read(item, "displayName"));
    if (type === "user") {
        const userPrincipalName = text(read(item, "userPrincipalName"));
        const name = userPrincipalName ?? displayName ?? objectId;
        return live(
            { urn: pathOf("users", item), type: "azuread:index:User", name },
            { objectId, displayName, userPrincipalName },
        );
    }
    if (type !== "group") return [];
    return live(
        { urn: pathOf("groups", item), type: "azuread:index:Group", name: displayName ?? objectId },
        { objectId, displayName, ...(members === undefined ? {} : { members: idsOf(members) }) },
    );
}

const idsOf = (objects: readonly unknown[]): string[] => objects.flatMap((object) => objectIdOf(object) ?? []).sort();
