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

/** Object id of the user who signs in by that name. */
export function userId(component: pulumi.ComponentResource, userPrincipalName: string): pulumi.Output<string> {
    const user = azuread.getUser({ userPrincipalName }, { parent: component });
    return pulumi.output(
        user.then(
            ({ objectId }) => objectId,
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
            "Correct the name; a guest has the name with #EXT# that Entra shows in this tenant. " +
            `Entra says: ${cause.message}`,
        { cause },
    );
}
