// What Azure Resource Manager remembers of who may do what: role assignments, deny assignments, roles that may be activated,
// and custom roles. Times are ISO 8601.

/** What a role allows, or a deny assignment refuses: patterns of actions. */
export interface Permission {
    actions: string[];
    notActions: string[];
    dataActions: string[];
    notDataActions: string[];
}

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
    permissions: Permission[];
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
    permissions: Permission[];
    createdOn: string;
    updatedOn: string;
    createdBy: string;
}

/** An assignment of a role to a service principal that came with the emulator, rather than by a caller's request. */
export function givenRole(
    given: Pick<RoleAssignment, "name" | "scope" | "principalId" | "createdOn"> & { role: string },
) {
    const { role, ...rest } = given;
    const provider = "providers/Microsoft.Authorization";
    const subscription = given.scope.split("/").slice(0, 3).join("/");
    return {
        ...rest,
        id: `${given.scope}/${provider}/roleAssignments/${given.name}`,
        roleDefinitionId: `${subscription}/${provider}/roleDefinitions/${role}`,
        principalType: "ServicePrincipal",
        condition: null,
        conditionVersion: null,
        description: null,
        updatedOn: given.createdOn,
    } satisfies RoleAssignment;
}
