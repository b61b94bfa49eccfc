// The name of a role assignment. The same assignment always has the same name, so that a deployment after an interrupted
// one, or a second grant of the same, does not end in ARM's RoleAssignmentExists.
import { v5 as uuid } from "uuid";

/** Arbitrary, but fixed: a change would replace every role assignment. */
const namespace = "6f0b6e0e-4d5c-5d0c-9a3e-0f6f2f1c7a51";

/**
 * A UUID (version 5) of scope, principal and role, which identify an assignment in Azure. The condition is not part of
 * it, so that a changed condition updates the assignment in place, without a moment in which there is no access.
 */
export function roleAssignmentName(scope: string, principalId: string, roleId: string): string {
    return uuid([scope, principalId, roleId].map((part) => part.toLowerCase()).join("|"), namespace);
}
