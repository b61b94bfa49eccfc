// Each service has its own identity, so that access can be taken from one of them.
import { graphRule, satisfied, violated } from "../lib/rule";
import { principalName, several } from "../lib/subjects";

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
    seed: "Individual identity is recommended for users and service principals for headless scenarios.",
    settings: {
        maximum: {
            type: "integer",
            default: 1,
            minimum: 1,
            description: "How many services may run with one identity, for example the instances of one application.",
        },
    },
    kinds: ["roleAssignment"],
    judge: (graph, { settings }) => {
        const withAccess = new Map(
            graph.assignments
                .filter(({ reaches }) => reaches !== "no")
                .map(({ principal, resource }) => [principal, resource] as const),
        );
        return [...graph.runtimes].flatMap(([principal, services]) => {
            const assignment = withAccess.get(principal);
            if (!assignment) return [];
            const subject = principal.resource ?? assignment;
            if (services.length <= settings.maximum) return [satisfied(subject)];
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
