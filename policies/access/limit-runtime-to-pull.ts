// What runs containers pulls them; what builds them pushes. One identity for both lets a broken service replace images.
import { graphRule, satisfied, undecided, violated } from "../lib/rule";
import { givesTooMuch, isMoreThanPull, principalName, several, sufficientRole } from "../lib/subjects";
import { UNKNOWN } from "../lib/value";

export const limitRuntimeToPull = graphRule({
    name: "acr-access-limit-runtime-to-pull",
    displayName: "Services that run containers only pull",
    description: "An identity that a running service uses must have no right on a registry but to pull.",
    group: "authentication",
    severity: "high",
    level: "mandatory",
    remediationSteps:
        "Assign AcrPull (Container Registry Repository Reader in ABAC mode) to the service's identity, and push with another identity from CI.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-authentication-managed-identity",
    tags: ["managed-identity", "least-privilege"],
    crosswalk: { kics: ["77deea6a"] },
    seed: "Managed identity for Azure resources: unattended push from Azure CI/CD pipeline; unattended pull to Azure services.",
    settings: {},
    kinds: ["roleAssignment"],
    judge: (graph) =>
        graph.assignments.flatMap((assignment) => {
            const runs = (graph.runtimes.get(assignment.principal) ?? []).filter(({ kind }) => kind !== "cluster");
            if (runs.length === 0 || assignment.reaches === "no") return [];
            const role = givesTooMuch(assignment, isMoreThanPull);
            if (role === UNKNOWN) return [undecided(assignment.resource, "role or scope")];
            if (!role) return [satisfied(assignment.resource)];
            return [
                violated(
                    assignment.resource,
                    `must not give ${role.name} to ${principalName(assignment.principal)}, with which ${several(runs)} runs`,
                    `Assign ${sufficientRole(["pull"], assignment)}, and push from CI with an identity of its own (component RegistryManagedIdentity)`,
                ),
            ];
        }),
});
