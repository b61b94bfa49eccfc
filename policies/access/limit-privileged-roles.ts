// Roles that manage a registry are for few, and seldom needed on it.
import { graphRule, satisfied, undecided, violated } from "../lib/rule";
import { isUndecided, principalName, roleOnRegistry, sufficientRole } from "../lib/subjects";
import { UNKNOWN } from "../lib/value";

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
    seed: "Owner: pull, push, and assign roles to other users.",
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
        const privileged = candidates.filter((assignment) => roleOnRegistry(assignment)?.privileged);
        return candidates.map((assignment) => {
            const role = roleOnRegistry(assignment);
            if (isUndecided(assignment)) return undecided(assignment.resource, "role or scope");
            if (!role?.privileged || privileged.length <= settings.maximum) return satisfied(assignment.resource);
            return violated(
                assignment.resource,
                `must not give ${role.name}, which reaches a registry, to ${principalName(assignment.principal)}`,
                `Assign ${sufficientRole(["pull", "push"], assignment)} for work with images (component RegistryAccess)`,
            );
        });
    },
});
