// People hold broad roles on a registry only while they need them: eligible by PIM, not standing.

import { UNKNOWN } from "../../estate/value";
import { graphRule, satisfied, undecided, violated } from "../lib/rule";
import { givesTooMuch, isOfType, principalName } from "../lib/subjects";

export const requireTimeBound = graphRule({
    name: "acr-access-require-time-bound",
    displayName: "Broad roles of people are time-bound",
    description: "A user or group must not hold a broad role that reaches a registry by a standing assignment.",
    group: "authentication",
    severity: "low",
    level: "disabled",
    strictLevel: "advisory",
    remediationSteps:
        "Make the assignment eligible (RoleEligibilityScheduleRequest of Privileged Identity Management) in place of a RoleAssignment.",
    url: "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-resource-roles-assign-roles",
    tags: ["users", "pim"],
    crosswalk: {},
    rationale:
        "A standing Owner or Contributor role can be misused at any hour by whoever takes over the account. An eligible assignment is activated for one task, with a reason on record, and ends by itself.",
    settings: {},
    kinds: ["roleAssignment"],
    judge: (graph) =>
        graph.assignments.flatMap((assignment) => {
            const isPerson = isOfType(assignment, ["user", "group"]);
            if (!isPerson || assignment.reaches === "no") return [];
            const role = givesTooMuch(assignment, ({ privileged }) => privileged);
            if (role === UNKNOWN) return [undecided(assignment.resource, "role or scope")];
            if (!role) return [satisfied(assignment.resource)];
            if (isPerson === UNKNOWN) return [undecided(assignment.resource, "principalType")];
            return [
                violated(
                    assignment.resource,
                    `must not give ${role.displayName} to ${principalName(assignment.principal)} for good`,
                    "Make it eligible with an end (RoleEligibilityScheduleRequest)",
                ),
            ];
        }),
});
