// A registry role is granted on one registry; on a resource group or a subscription it reaches those to come as well.

import { UNKNOWN } from "../../estate/value";
import { graphRule, satisfied, undecided, violated } from "../lib/rule";

export const limitScopeToRegistry = graphRule({
    name: "acr-access-limit-scope-to-registry",
    displayName: "Registry roles are granted on one registry",
    description:
        "A registry role must be granted on a registry, not on a resource group, subscription or management group.",
    group: "authentication",
    severity: "medium",
    level: "advisory",
    strictLevel: "mandatory",
    remediationSteps: "Use the registry's resource id as scope, once for each registry (component RegistryAccess).",
    url: "https://learn.microsoft.com/azure/role-based-access-control/scope-overview",
    tags: ["least-privilege", "scope"],
    crosswalk: {},
    rationale:
        "A role on a resource group or subscription also applies to registries that are created there later, whose owners never agreed to it. A grant on the registry keeps the list of who has access in one place.",
    settings: {},
    kinds: ["roleAssignment"],
    judge: (graph) =>
        graph.assignments.flatMap(({ resource, role, scope, registry, reaches }) => {
            if (registry || reaches === "no")
                return role !== UNKNOWN && role?.registryRole ? [satisfied(resource)] : [];
            if (role === UNKNOWN || (scope === UNKNOWN && role?.registryRole))
                return [undecided(resource, "role or scope")];
            if (!role?.registryRole || scope === UNKNOWN) return [];
            if (scope.level === "registry") return [satisfied(resource)];
            return [
                violated(
                    resource,
                    `must not grant ${role.displayName} on a whole ${levelNames[scope.level] ?? "scope"}`,
                    "Use the registry's resource id as scope, once for each registry (component RegistryAccess)",
                ),
            ];
        }),
});

const levelNames: Readonly<Record<string, string>> = {
    resourceGroup: "resource group",
    subscription: "subscription",
    managementGroup: "management group",
    tenant: "tenant",
};
