// A token of `az acr login --expose-token` lives three hours at most; stored in a configuration it is a login that
// works in the review and fails in the night.

import { loginKinds } from "../../estate/graph/workloads";
import { isUndetermined } from "../../estate/value";
import { graphRule, satisfied, undecided, violated } from "../lib/rule";

const tokenUser = "00000000-0000-0000-0000-000000000000";

export const disallowStoredAccessToken = graphRule({
    name: "acr-workload-disallow-stored-access-token",
    displayName: "No short-lived token is stored as a password",
    description: "A login that is stored must not be an access token of az acr login, which ends after hours.",
    group: "authentication",
    severity: "high",
    level: "mandatory",
    remediationSteps:
        "Log in with an identity, or store the password of a RegistryServicePrincipal or RepositoryToken, which rotate.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-authentication#az-acr-login-with---expose-token",
    tags: ["token", "expiry"],
    crosswalk: {},
    rationale:
        "An access token works in the test right after it was stored and has ended hours later. The service then fails at its next restart or scale-out, when nobody has changed anything.",
    settings: {},
    kinds: loginKinds,
    judge: (graph) =>
        graph.logins
            .filter(({ method }) => method !== "identity" && method !== "none")
            .map((login) => {
                if (isUndetermined(login.username)) return undecided(login.resource, `account in ${login.path}`);
                if (login.username !== tokenUser) return satisfied(login.resource);
                return violated(
                    login.resource,
                    `must not store an access token in ${login.path}: it ends after three hours`,
                    "Use a managed identity, or the password of a RegistryServicePrincipal or RepositoryToken",
                );
            }),
});
