// Each service has its own identity, so that access can be taken from one of them.
import { runningKinds } from "../../estate/graph/workloads";
import { graphRule, satisfied, undecided, violated } from "../lib/rule";
import { isAnyone, principalName, several } from "../lib/subjects";
import { gapsIn, unlessUnread } from "../lib/unread";

export const disallowSharedIdentity = graphRule({
    name: "acr-workload-disallow-shared-identity",
    displayName: "Each service has its own identity",
    description: "An identity with access to a registry must not be shared by several services.",
    group: "authentication",
    severity: "medium",
    level: "advisory",
    remediationSteps: "Make one identity for each service (component RegistryManagedIdentity).",
    url: "https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/managed-identity-best-practice-recommendations",
    tags: ["managed-identity", "shared-credential"],
    crosswalk: {},
    rationale:
        "Services that run as one identity each have the access of all, and access cannot be taken from a compromised one without stopping the others. The registry's log cannot tell them apart either.",
    settings: {
        maximum: {
            type: "integer",
            default: 1,
            minimum: 1,
            description: "How many services may run with one identity, for example the instances of one application.",
        },
    },
    kinds: ["roleAssignment", ...runningKinds],
    judge: (graph, { settings }) => {
        const grants = graph.assignments.filter((assignment) => assignment.reaches !== "no");
        const withAccess = new Map(grants.map(({ principal, resource }) => [principal, resource] as const));
        const toAnyone = grants.some(({ principal }) => isAnyone(principal));
        const unreadServices = gapsIn(graph, runningKinds);
        return [...graph.runtimes.of].flatMap(([principal, services]) => {
            const assignment = withAccess.get(principal);
            const subject = principal.resource ?? assignment;
            if (!subject || (!assignment && !toAnyone)) return [];
            const shared = services.length > settings.maximum;
            const mayBeShared = services.length + graph.runtimes.unresolved.length > settings.maximum;
            if (!shared || !assignment) {
                const apart = unlessUnread(satisfied(subject), "services that run with it", unreadServices);
                return [mayBeShared ? undecided(subject, "services and grants") : apart];
            }
            return [
                violated(
                    subject,
                    `must not be shared by ${services.length} services: ${several(services)} all run with ${principalName(principal)}`,
                    "Make one identity for each (component RegistryManagedIdentity)",
                ),
            ];
        });
    },
});
