// Roles that manage a registry are for few, and seldom needed on it.
import type { Assignment } from "../../estate/graph/assignments";
import { UNKNOWN } from "../../estate/value";
import { graphRule, satisfied, violated } from "../lib/rule";
import { givesTooMuch, principalName, sufficientRole, undecidedRole } from "../lib/subjects";
import { gapsIn, unlessUnread } from "../lib/unread";

export const limitPrivilegedRoles = graphRule({
    name: "acr-access-limit-privileged-roles",
    displayName: "Broad roles that reach a registry are few",
    description: "Owner, Contributor and access-managing roles that reach a registry must be limited in number.",
    group: "authentication",
    severity: "medium",
    level: "advisory",
    remediationSteps: "Replace broad roles by the registry role that suffices, or raise maximum after a review.",
    url: "https://learn.microsoft.com/azure/role-based-access-control/best-practices",
    tags: ["least-privilege"],
    crosswalk: { psrule: ["Azure.RBAC.LimitOwner"] },
    rationale:
        "Every Owner or Contributor above a registry is one more account whose takeover is a takeover of the registry. A limit makes each further assignment a decision in a review.",
    settings: {
        maximum: {
            type: "integer",
            default: 0,
            minimum: 0,
            description: "How many such assignments a stack may hold before each of them is reported.",
        },
    },
    kinds: ["roleAssignment"],
    judge: (graph, { settings }) => {
        const candidates = graph.assignments.filter((assignment) => {
            const person = ["user", "group", "unknown"].includes(assignment.principal.type);
            const wide = assignment.scope !== UNKNOWN && assignment.scope.level !== "registry";
            return assignment.reaches !== "no" && (person || wide);
        });
        const roles = new Map<Assignment, ReturnType<typeof givesTooMuch>>(
            candidates.map((one) => [one, givesTooMuch(one, ({ privileged }) => privileged)]),
        );
        const count = [...roles.values()].filter((role) => role !== undefined && role !== UNKNOWN).length;
        const unreadOthers = gapsIn(graph, ["roleAssignment"]);
        return [...roles].map(([assignment, role]) => {
            if (role === UNKNOWN) return undecidedRole(assignment);
            if (!role) return satisfied(assignment.resource);
            // More of them may exist unseen.
            const few = satisfied(assignment.resource);
            if (count <= settings.maximum) return unlessUnread(few, "other role assignments", unreadOthers);
            return violated(
                assignment.resource,
                `must not give ${role.displayName}, which reaches a registry, to ${principalName(assignment.principal)}`,
                `Assign ${sufficientRole(["pull", "push"], assignment)} for work with images (component RegistryAccess)`,
            );
        });
    },
});
