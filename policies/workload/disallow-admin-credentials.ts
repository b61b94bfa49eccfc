// No workload logs in as the admin user, who may pull, push and delete everything and names no one in the log.
import type { Registry } from "../../estate/graph/registries";
import { loginKinds } from "../../estate/graph/workloads";
import { get } from "../../estate/resource";
import { UNKNOWN } from "../../estate/value";
import { graphRule, satisfied, undecided, violated } from "../lib/rule";

export const disallowAdminCredentials = graphRule({
    name: "acr-workload-disallow-admin-credentials",
    displayName: "Nothing logs in as the admin user",
    description: "A service, pull secret or Docker client must not log in to a registry as its admin user.",
    group: "authentication",
    severity: "critical",
    level: "mandatory",
    remediationSteps:
        "Give the service a managed identity with pull access (component RegistryManagedIdentity); outside Azure, use RegistryServicePrincipal or RepositoryToken.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-authentication#admin-account",
    tags: ["admin-user", "shared-credential"],
    crosswalk: {},
    rationale:
        "Each client that logs in as the admin user is a reason to leave that user on, and fails when its password is regenerated. The registry cannot be closed until the last such client is found and moved.",
    settings: {},
    kinds: loginKinds,
    judge: (graph) =>
        graph.logins
            .filter(({ method }) => method === "password" || method === UNKNOWN)
            .map((login) => {
                if (login.admin === UNKNOWN) return undecided(login.resource, `account in ${login.path}`);
                if (login.admin === "no") return satisfied(login.resource);
                return violated(
                    login.resource,
                    `must not log in as the admin user in ${login.path}${nameOf(login.registry)}`,
                    "Give it an identity that may pull (component RegistryManagedIdentity); outside Azure, a RepositoryToken or RegistryServicePrincipal",
                );
            }),
});

// Once the admin user is off, this login no longer works: worth saying, since remediation may have turned it off.
function nameOf(registry: Registry | undefined): string {
    if (!registry) return "";
    const off = get(registry.resource, "adminUserEnabled") === false;
    return ` of container registry '${registry.resource.name}'${off ? ", which is off, so that the login fails" : ""}`;
}
