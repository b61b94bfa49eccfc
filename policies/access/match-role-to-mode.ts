// A registry honours one family of roles, by its mode. A role of the other family is a grant that does nothing.
import type { Assignment } from "../../estate/graph/assignments";
import { UNKNOWN } from "../../estate/value";
import { graphRule, satisfied, undecided, violated } from "../lib/rule";
import { sufficientRole } from "../lib/subjects";
import { gapsIn, unlessUnread } from "../lib/unread";

export const matchRoleToMode = graphRule({
    name: "acr-access-match-role-to-mode",
    displayName: "Roles fit the registry's role assignment mode",
    description: "A registry role must be one that the registry honours in its role assignment mode.",
    group: "authentication",
    severity: "medium",
    level: "mandatory",
    remediationSteps:
        "Use AcrPull and AcrPush on a legacy registry, the Container Registry Repository roles on one in ABAC mode; the component RegistryAccess picks them.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-rbac-abac-repository-permissions",
    tags: ["abac"],
    crosswalk: {},
    rationale:
        "Azure accepts an assignment of a role that the registry's mode does not use, and the assignment has no effect. The client is refused at its first pull, although its access looks right in the portal.",
    settings: {},
    kinds: ["roleAssignment"],
    judge: (graph) => {
        // A registry is switched without a gap by giving the roles of both modes first: a role of the other mode beside
        // one that counts is such a preparation.
        const served = new Set(graph.assignments.filter(isHonoured).map(holder));
        return graph.assignments.flatMap((assignment) => {
            const { resource, registry, role } = assignment;
            if (!registry) {
                const mayMatter = assignment.reaches === UNKNOWN && (role === UNKNOWN || role?.registryRole);
                return mayMatter && graph.registries.length > 0 ? [undecided(resource, "registry")] : [];
            }
            if (role === UNKNOWN || registry.mode === UNKNOWN)
                return [undecided(resource, "role or role assignment mode")];
            if (!role?.registryRole) return [];
            if (served.has(holder(assignment))) return [satisfied(resource)];
            const mode = registry.mode === "abac" ? "ABAC" : "legacy";
            const mismatch = violated(
                resource,
                `must not use ${role.displayName}, which a registry in ${mode} mode doesn't honour`,
                `Assign ${sufficientRole(role.data, assignment)} (component RegistryAccess)`,
            );
            // A role that counts may be among those that were not read.
            const gaps = gapsIn(graph, ["roleAssignment"], registry.resource);
            return [unlessUnread(mismatch, "other role assignments", gaps)];
        });
    },
});

function isHonoured({ role, registry }: Assignment): boolean {
    if (role === UNKNOWN || !role?.registryRole || !registry || registry.mode === UNKNOWN) return false;
    return role.honouredIn.includes(registry.mode);
}

/** A principal on a registry. */
function holder({ registry, principal }: Assignment): string {
    return `${registry?.resource.urn} ${principal.key}`;
}
