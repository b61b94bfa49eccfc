// Without the principal's type, Azure looks a new principal up before it has spread, and refuses the assignment.
import { get } from "../../estate/resource";
import { isUndetermined, UNKNOWN } from "../../estate/value";
import { graphRule, satisfied, undecided, violated } from "../lib/rule";
import { isForRegistry } from "../lib/subjects";

export const requirePrincipalType = graphRule({
    name: "acr-access-require-principal-type",
    displayName: "Role assignments say what their principal is",
    description: "A role assignment on a registry must set principalType.",
    group: "authentication",
    severity: "low",
    level: "advisory",
    remediationSteps: "Set principalType to ServicePrincipal, Group or User; the component RegistryAccess always does.",
    url: "https://learn.microsoft.com/azure/role-based-access-control/troubleshooting#symptom---assigning-a-role-to-a-new-principal-sometimes-fails",
    tags: ["reliability"],
    crosswalk: {},
    aboutProgram: true,
    rationale:
        "A new service principal takes a while to be visible throughout Entra. An assignment without a type looks it up and may fail with PrincipalNotFound, so that first deployments fail at random.",
    settings: {},
    kinds: ["roleAssignment"],
    judge: (graph) =>
        graph.assignments.flatMap((assignment) => {
            const { resource } = assignment;
            const concerned = isForRegistry(assignment);
            if (!concerned) return [];
            const type = get(resource, "principalType");
            if (isUndetermined(type)) return [undecided(resource, "principalType")];
            if (type !== undefined) return [satisfied(resource)];
            if (concerned === UNKNOWN) return [undecided(resource, "scope")];
            return [
                violated(
                    resource,
                    "must set principalType, or it fails for a principal made in the same deployment",
                    "Set it to ServicePrincipal for applications and managed identities, Group or User otherwise",
                ),
            ];
        }),
});
