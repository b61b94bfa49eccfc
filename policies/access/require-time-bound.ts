// People hold broad roles on a registry only while they need them: eligible by PIM, not standing.

import { lastSegment } from "../../azure/arm-id";
import { get, type Resource } from "../../estate/resource";
import { text, UNKNOWN } from "../../estate/value";
import { graphRule, satisfied, undecided, violated } from "../lib/rule";
import { givesTooMuch, isOfType, principalName, undecidedRole } from "../lib/subjects";
import { gapsIn, unlessUnread } from "../lib/unread";

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
    judge: (graph) => {
        const eligible = new Set(graph.ofKind("roleEligibility").map(grantOf));
        return graph.assignments.flatMap((assignment) => {
            const isPerson = isOfType(assignment, ["user", "group"]);
            if (!isPerson || assignment.reaches === "no") return [];
            const role = givesTooMuch(assignment, ({ privileged }) => privileged);
            if (role === UNKNOWN) return [undecidedRole(assignment)];
            if (!role) return [satisfied(assignment.resource)];
            if (isPerson === UNKNOWN) return [undecided(assignment.resource, "principalType")];
            const standing = violated(
                assignment.resource,
                `must not give ${role.displayName} to ${principalName(assignment.principal)} for good`,
                "Make it eligible with an end (RoleEligibilityScheduleRequest)",
            );
            // An eligible role that is active at the moment looks like a standing one.
            if (eligible.has(grantOf(assignment.resource))) return [satisfied(assignment.resource)];
            const gaps = gapsIn(graph, ["roleEligibility"], assignment.resource);
            return [unlessUnread(standing, "eligible roles beside it", gaps)];
        });
    },
});

/** The same principal, role and scope. */
function grantOf(one: Resource): string {
    const at = (path: string) => text(get(one, path))?.toLowerCase();
    return [at("principalId"), lastSegment(at("roleDefinitionId") ?? ""), at("scope")].join(" ");
}
