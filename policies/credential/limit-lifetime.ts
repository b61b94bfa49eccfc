// The password of an application or service principal lasts a year at most. Entra's own default is two.

import { UNKNOWN } from "../../estate/value";
import { lastsLongerThan } from "../lib/lifetime";
import { graphRule, satisfied, undecided, violated } from "../lib/rule";

export const limitLifetime = graphRule({
    name: "acr-credential-limit-lifetime",
    displayName: "Service principal passwords last a year at most",
    description: "The password of an application or service principal must expire within a year by default.",
    group: "authentication",
    severity: "high",
    level: "mandatory",
    remediationSteps:
        "Set endDate at most maxDays after the day of the deployment, or use the component RegistryServicePrincipal, which keeps two overlapping passwords; a managed identity or a federated credential needs none.",
    url: "https://learn.microsoft.com/graph/api/application-addpassword",
    tags: ["service-principal", "expiry"],
    crosswalk: {},
    rationale:
        "The longer an application password lives, the more pipelines, laptops and logs hold a copy of it. A limited lifetime forces a rotation while someone still knows where the password is used.",
    settings: {
        maxDays: {
            type: "integer",
            default: 365,
            minimum: 1,
            description: "The longest lifetime of a password, in whole days; 365 allows a year of the calendar.",
        },
    },
    kinds: ["applicationPassword", "servicePrincipalPassword", "application"],
    judge: (graph, { today, settings }) =>
        graph.credentials
            .filter(({ kind }) => kind === "entraPassword")
            .map((credential) => {
                const tooLong = lastsLongerThan(credential, settings.maxDays, today);
                if (tooLong === UNKNOWN) return undecided(credential.resource, "endDate");
                if (!tooLong) return satisfied(credential.resource);
                const must = credential.endIsDefault
                    ? "must set endDate: without one Entra lets the password live for two years"
                    : `must expire within ${settings.maxDays} days of its start`;
                return violated(
                    credential.resource,
                    must,
                    "Set endDate, or use RegistryServicePrincipal, which rotates; RegistryManagedIdentity with a federated credential needs no password at all",
                );
            }),
});
