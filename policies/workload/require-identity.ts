// A service of Azure pulls with its managed identity. A password in its configuration is one more to rotate and to lose.

import { loginKinds, runsContainers } from "../../estate/graph/workloads";
import { UNKNOWN } from "../../estate/value";
import { graphRule, satisfied, undecided, violated } from "../lib/rule";

export const requireIdentity = graphRule({
    name: "acr-workload-require-identity",
    displayName: "Azure services pull with a managed identity",
    description: "A service of Azure that runs containers must pull with a managed identity.",
    group: "authentication",
    severity: "high",
    level: "advisory",
    strictLevel: "mandatory",
    remediationSteps:
        "Make an identity with pull access (component RegistryManagedIdentity), assign it to the service and name it in the registry's entry in place of user name and password.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-authentication-managed-identity",
    tags: ["managed-identity"],
    crosswalk: {
        checkov: ["CKV2_AZURE_28"],
        psrule: ["Azure.ContainerApp.ManagedIdentity", "Azure.AppService.ManagedIdentity"],
        azurePolicy: ["b874ab2d", "2b9ad585"],
    },
    rationale:
        "A password in a service's configuration is readable to those who administer the service, and has to be replaced wherever it was copied. A managed identity leaves nothing to copy or to expire.",
    settings: {},
    kinds: loginKinds,
    judge: (graph) =>
        graph.logins
            .filter(({ resource }) => runsContainers(resource) || resource.kind === "webAppSettings")
            .map((login) => {
                if (login.method === UNKNOWN || login.server === UNKNOWN) return undecided(login.resource, login.path);
                if (login.method !== "password") return satisfied(login.resource);
                return violated(
                    login.resource,
                    `must pull with a managed identity, not with the password in ${login.path}`,
                    "Assign it an identity with pull access (component RegistryManagedIdentity) and name that in place of user name and password",
                );
            }),
});
