// A program that pulls or pushes needs no role that manages the registry.

import { UNKNOWN } from "../../estate/value";
import { graphRule, satisfied, undecided, violated } from "../lib/rule";
import { givesTooMuch, isOfType, principalName, sufficientRole, undecidedRole } from "../lib/subjects";

export const disallowPrivilegedWorkloads = graphRule({
    name: "acr-access-disallow-privileged-workloads",
    displayName: "Programs don't manage the registry they use",
    description:
        "A service principal or managed identity must not hold Owner, Contributor or an access-managing role on a registry.",
    group: "authentication",
    severity: "high",
    level: "mandatory",
    remediationSteps:
        "Assign AcrPull or AcrPush, or Repository Reader or Writer in ABAC mode (component RegistryAccess).",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-rbac-built-in-roles-overview",
    tags: ["least-privilege"],
    crosswalk: {},
    rationale:
        "With Owner or Contributor a program can turn on the admin user, open the network or delete the registry. Leaked credentials of such a program cost the registry itself, not only its images.",
    settings: {},
    kinds: ["roleAssignment"],
    judge: (graph) =>
        graph.assignments.flatMap((assignment) => {
            const { principal, resource, scope, registry } = assignment;
            const isWorkload = isOfType(assignment, ["servicePrincipal", "managedIdentity", "cluster"]);
            if (!isWorkload || assignment.reaches === "no") return [];
            const onRegistry = registry !== undefined || (scope !== UNKNOWN && scope.level === "registry");
            if (scope !== UNKNOWN && !onRegistry) return [];
            const role = givesTooMuch(assignment, ({ privileged }) => privileged);
            if (role === UNKNOWN) return [undecidedRole(assignment)];
            if (!role) return [satisfied(resource)];
            if (isWorkload === UNKNOWN) return [undecided(resource, "principalType")];
            return [
                violated(
                    resource,
                    `must not give ${role.displayName} on a registry to ${principalName(principal)}`,
                    `Assign ${sufficientRole(["pull"], assignment)} if it pulls, ${sufficientRole(["pull", "push"], assignment)} if it pushes`,
                ),
            ];
        }),
});
