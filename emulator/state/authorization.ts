// What Azure Resource Manager remembers of who may do what: role assignments, deny assignments, roles that may be activated,
// and custom roles. Times are ISO 8601.

export interface RoleAssignment {
    id: string;
    name: string;
    scope: string;
    roleDefinitionId: string;
    principalId: string;
    principalType: string;
    condition: string | null;
    conditionVersion: string | null;
    description: string | null;
    createdOn: string;
    updatedOn: string;
    /** Object id of the caller. Absent on assignments that came with the emulator. */
    createdBy?: string;
    updatedBy?: string;
}

/** What some may not do at a scope and below it, whatever their roles allow. */
export interface DenyAssignment {
    id: string;
    name: string;
    scope: string;
    denyAssignmentName: string;
    description: string | null;
    permissions: { actions: string[]; notActions: string[]; dataActions: string[]; notDataActions: string[] }[];
    doNotApplyToChildScopes: boolean;
    /** The id of nothing but zeros, of the type `SystemDefined`, stands for everybody. */
    principals: { id: string; type: string }[];
    excludePrincipals: { id: string; type: string }[];
    createdOn: string;
}

/** A role that a principal may activate. */
export interface RoleEligibility {
    name: string;
    scope: string;
    roleDefinitionId: string;
    principalId: string;
    principalType: string;
    condition: string | null;
    conditionVersion: string | null;
    startDateTime: string;
    /** Null: without end. */
    endDateTime: string | null;
    createdOn: string;
}

/** A custom role; the built-in ones are data of `built-in-roles.ts`. */
export interface CustomRoleDefinition {
    /** The GUID. */
    name: string;
    subscriptionId: string;
    roleName: string;
    description: string | null;
    assignableScopes: string[];
    permissions: { actions: string[]; notActions: string[]; dataActions: string[]; notDataActions: string[] }[];
    createdOn: string;
    updatedOn: string;
    createdBy: string;
}
