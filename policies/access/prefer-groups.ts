// People get access through groups, so that joining and leaving is not a deployment.

import { get } from "../../estate/resource";
import { isUndetermined, UNKNOWN } from "../../estate/value";
import { graphRule, satisfied, undecided, violated } from "../lib/rule";
import { isForRegistry } from "../lib/subjects";

export const preferGroups = graphRule({
    name: "acr-access-prefer-groups",
    displayName: "People get access through groups",
    description: "Access to a registry must be granted to a group rather than to a single user.",
    group: "authentication",
    severity: "low",
    level: "advisory",
    remediationSteps: "Assign the role to a group and put the user into it (component RegistryAccess with groupName).",
    url: "https://learn.microsoft.com/azure/role-based-access-control/best-practices#assign-roles-to-groups-not-users",
    tags: ["users"],
    crosswalk: { psrule: ["Azure.RBAC.UseGroups"] },
    rationale:
        "Access that was given to a person stays when that person changes teams, and has to be found one assignment at a time. Membership of a group is reviewed and withdrawn in one place.",
    settings: {},
    kinds: ["roleAssignment"],
    judge: (graph) =>
        graph.assignments.flatMap((assignment) => {
            const { resource, principal } = assignment;
            const concerned = isForRegistry(assignment);
            if (!concerned) return [];
            if (principal.type === "user") {
                if (concerned === UNKNOWN) return [undecided(resource, "scope")];
                return [
                    violated(
                        resource,
                        "must not be for a single user",
                        "Assign the role to a group that the user is a member of (component RegistryAccess with groupName)",
                    ),
                ];
            }
            const undetermined = principal.type === "unknown" && isUndetermined(get(resource, "principalType"));
            return [undetermined ? undecided(resource, "principalType") : satisfied(resource)];
        }),
});
