// A token's password ends. Without a date it is valid for ever, which is Azure's default.

import { UNKNOWN } from "../../estate/value";
import { lastsLongerThan } from "../lib/lifetime";
import { graphRule, satisfied, undecided, violated } from "../lib/rule";

export const requireExpiry = graphRule({
    name: "acr-token-require-expiry",
    displayName: "Token passwords expire",
    description: "A password of a repository token must expire, within a year by default.",
    group: "authentication",
    severity: "high",
    level: "mandatory",
    remediationSteps:
        "Give each password an expiry of at most maxDays; the component RepositoryToken rotates two of them.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-token-based-repository-permissions#generate-passwords-for-token",
    tags: ["token", "expiry"],
    crosswalk: {},
    rationale:
        "A token password without an end works as long as the token exists, including copies on retired devices and in old backups. An expiry date ends the access of copies that nobody knows of.",
    settings: {
        maxDays: {
            type: "integer",
            default: 365,
            minimum: 1,
            description: "The longest lifetime of a token password, in days.",
        },
    },
    kinds: ["token", "tokenPassword"],
    judge: (graph, { today, settings }) =>
        graph.credentials
            .filter(({ kind }) => kind === "tokenPassword")
            .map((credential) => {
                const tooLong = lastsLongerThan(credential, settings.maxDays, today);
                if (tooLong === UNKNOWN) return undecided(credential.resource, "expiry");
                if (!tooLong) return satisfied(credential.resource);
                const must =
                    credential.days === "never"
                        ? "must have an expiry: without one its password never ends"
                        : `must expire within ${settings.maxDays} days`;
                return violated(
                    credential.resource,
                    must,
                    "Set expiry, or let the component RepositoryToken rotate password1 and password2",
                );
            }),
});
