// What runs containers pulls them; what builds them pushes. One identity for both lets a broken service replace images.
import type { Principal } from "../../estate/graph/principals";
import { type Runtimes, runningKinds } from "../../estate/graph/workloads";
import { UNKNOWN } from "../../estate/value";
import { graphRule, satisfied, undecided, unread, violated } from "../lib/rule";
import {
    givesTooMuch,
    isAnyone,
    isMoreThanPull,
    mayRunUnseen,
    principalName,
    several,
    sufficientRole,
    undecidedRole,
} from "../lib/subjects";
import { gapsIn } from "../lib/unread";

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
    rationale:
        "A service that may push can overwrite the image it runs from, so that a break-in survives the next restart and spreads to whoever else uses the image. Starting a container takes read access only.",
    settings: {},
    kinds: ["roleAssignment"],
    judge: (graph) => {
        const gaps = gapsIn(graph, services);
        return graph.assignments.flatMap((assignment) => {
            const { principal } = assignment;
            const runs = (graph.runtimes.of.get(principal) ?? []).filter(({ kind }) => kind !== "cluster");
            const mayBeRuntime = mayRun(principal, graph.runtimes);
            if (runs.length === 0 && !mayBeRuntime) {
                return mayRunUnseen(assignment, gaps)
                    ? [unread(assignment.resource, "services that run with the principal", gaps)]
                    : [];
            }
            if (assignment.reaches === "no") return [];
            const role = givesTooMuch(assignment, isMoreThanPull);
            if (role && runs.length === 0)
                return [undecided(assignment.resource, "services that run with the principal")];
            if (role === UNKNOWN) return [undecidedRole(assignment)];
            if (!role) return [satisfied(assignment.resource)];
            return [
                violated(
                    assignment.resource,
                    `must not give ${role.displayName} to ${principalName(principal)}, with which ${several(runs)} runs`,
                    `Assign ${sufficientRole(["pull"], assignment)}, and push from CI with an identity of its own (component RegistryManagedIdentity)`,
                ),
            ];
        });
    },
});

/** Kinds of services; clusters have a rule of their own. */
const services = runningKinds.filter((kind) => kind !== "cluster");

/** Whether a service may yet turn out to run as this principal. */
function mayRun(principal: Principal, { of, unresolved }: Runtimes): boolean {
    if (isAnyone(principal)) return of.size > 0 || unresolved.length > 0;
    return principal.resource?.kind === "userAssignedIdentity" && unresolved.length > 0;
}
