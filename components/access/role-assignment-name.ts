// The name of a role assignment: always the same for the same assignment, so that a deployment that was cut short, or
// two that ask for the same, meet at one assignment and not at ARM's RoleAssignmentExists.
import { v5 as uuid } from "uuid";

/** Chosen once. A change of it would replace every role assignment. */
const namespace = "6f0b6e0e-4d5c-5d0c-9a3e-0f6f2f1c7a51";

/**
 * A UUID (version 5) of what Azure holds to be the same assignment: scope, principal and role. The condition is not
 * part of it, so that a changed condition updates the assignment in place and leaves no moment without access.
 */
export function roleAssignmentName(scope: string, principalId: string, roleId: string): string {
    return uuid([scope, principalId, roleId].map((part) => part.toLowerCase()).join("|"), namespace);
}
