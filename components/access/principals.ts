// Finding people and groups in Entra by the names that people use, and saying what to do when they are not found.
import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";

/** Object id of the one security group of that display name. */
export function groupId(component: pulumi.ComponentResource, displayName: string): pulumi.Output<string> {
    const group = azuread.getGroup({ displayName, securityEnabled: true }, { parent: component });
    return pulumi.output(
        group.then(
            ({ objectId }) => objectId,
            (error) => Promise.reject(noGroup(displayName, error)),
        ),
    );
}

/** Object id of the user who signs in by that name; a guest is refused. */
export function userId(component: pulumi.ComponentResource, userPrincipalName: string): pulumi.Output<string> {
    const user = azuread.getUser({ userPrincipalName }, { parent: component });
    return pulumi.output(
        user.then(
            ({ objectId, userType }) =>
                userType === "Guest" ? Promise.reject(guest(userPrincipalName, objectId)) : objectId,
            (error) => Promise.reject(noUser(userPrincipalName, error)),
        ),
    );
}

export function noGroup(displayName: string, cause: Error): Error {
    return new Error(
        `groupName: no single security group is called "${displayName}". ` +
            "Correct the name, or give the group's object id as principalId with principalType Group. " +
            `Entra says: ${cause.message}`,
        { cause },
    );
}

export function noUser(userPrincipalName: string, cause: Error): Error {
    return new Error(
        `userPrincipalName: no user signs in as "${userPrincipalName}". ` +
            "Correct the name, or put the person into a group and use groupName. " +
            `Entra says: ${cause.message}`,
        { cause },
    );
}

export function guest(userPrincipalName: string, objectId: string): Error {
    return new Error(
        `userPrincipalName: "${userPrincipalName}" is a guest, whose account another tenant keeps and may end. ` +
            "Put the guest into a group and use groupName; " +
            `or, to give access all the same, use principalId ${objectId} with principalType User.`,
    );
}
