// The one way in which role assignments are declared here, whatever their scope.
import * as authorization from "@pulumi/azure-native/authorization";
import * as pulumi from "@pulumi/pulumi";
import { roleDefinitionIdFor } from "../../azure/roles";
import { roleAssignmentName } from "./role-assignment-name";

/** Who gets access, and what Azure has to know to find them. */
export interface Assignee {
    /** Object id. */
    id: pulumi.Input<string>;
    /** Azure takes its word for it, and so accepts a principal that was just created. The SDK's default is User. */
    type: pulumi.Input<string>;
}

export interface AssignmentArgs {
    /** ARM id of what the role is for. */
    scope: pulumi.Output<string>;
    principal: Assignee;
    /** GUID of the role definition. */
    roleId: string;
    /** Narrows the role. Defaults to none. */
    condition?: string;
    /** Its name, if it was made elsewhere. */
    givenName?: string;
}

export function assignRole(
    resourceName: string,
    { scope, principal, roleId, condition, givenName }: AssignmentArgs,
    options: pulumi.CustomResourceOptions,
): authorization.RoleAssignment {
    return new authorization.RoleAssignment(
        resourceName,
        {
            roleAssignmentName:
                givenName ??
                pulumi
                    .all([scope, principal.id])
                    .apply(([id, principalId]) => roleAssignmentName(id, principalId, roleId)),
            scope,
            principalId: principal.id,
            principalType: principal.type,
            roleDefinitionId: scope.apply((id) => roleDefinitionIdFor(id, roleId)),
            ...(condition === undefined ? {} : { condition, conditionVersion: "2.0" }),
        },
        // What a role assignment that was made elsewhere says beside who may do what stays as it is.
        { ...options, ignoreChanges: ["description", "delegatedManagedIdentityResourceId"] },
    );
}
