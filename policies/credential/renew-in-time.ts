// A client is never left without a valid password: the newest of each holder has days to go.

import { DAY, formatDay } from "../../azure/days";
import type { Credential } from "../../estate/graph/credentials";
import type { Kind } from "../../estate/kinds";
import { UNKNOWN } from "../../estate/value";
import { graphRule, satisfied, undecided, type Verdict, violated } from "../lib/rule";
import { gapsIn, unlessUnread } from "../lib/unread";

const entraKinds: readonly Kind[] = ["applicationPassword", "servicePrincipalPassword", "application"];
const tokenKinds: readonly Kind[] = ["token", "tokenPassword"];

export const renewInTime = graphRule({
    name: "acr-credential-renew-in-time",
    displayName: "Passwords are renewed before they end",
    description: "The newest password of a service principal or token must not be expired or about to expire.",
    group: "authentication",
    severity: "medium",
    level: "advisory",
    remediationSteps: "Deploy with a newer date, or replace the password and hand the new one to its clients.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-auth-service-principal",
    tags: ["expiry"],
    crosswalk: {},
    rationale:
        "Once the newest password has expired, pulls and pushes fail at the next restart or build. A finding some weeks before leaves time to hand its successor to all clients.",
    settings: {
        minDays: {
            type: "integer",
            default: 30,
            minimum: 0,
            description: "Days that the newest password must still be valid.",
        },
    },
    kinds: [...entraKinds, ...tokenKinds],
    judge: (graph, { today, settings }) => {
        const holders = new Map<string, Credential[]>();
        for (const credential of graph.credentials) {
            holders.set(credential.holder, [...(holders.get(credential.holder) ?? []), credential]);
        }
        return [...holders.values()].map((credentials) => {
            const verdict = judgeHolder(credentials, today, settings.minDays);
            if (verdict.outcome !== "violated") return verdict;
            // A newer password may be among those that were not read.
            const [kinds, at] =
                credentials[0]?.kind === "tokenPassword" ? [tokenKinds, verdict.resource] : [entraKinds, undefined];
            return unlessUnread(verdict, "newer passwords", gapsIn(graph, kinds, at));
        });
    },
});

function judgeHolder(credentials: readonly Credential[], today: number, minDays: number): Verdict {
    const end = ({ endsAt }: Credential) => (endsAt === "never" ? Number.POSITIVE_INFINITY : endsAt);
    const known = credentials.flatMap((credential) => {
        const at = end(credential);
        return at === UNKNOWN ? [] : [{ credential, at }];
    });
    const [newest] = known.sort((a, b) => b.at - a.at);
    const fallback = newest?.credential.resource ?? credentials[0]?.resource;
    if (newest && newest.at - today >= minDays * DAY) return satisfied(newest.credential.resource);
    if (!newest || known.length < credentials.length) return undecided(fallback as Credential["resource"], "end");
    const must =
        newest.at <= today
            ? `must be replaced: it ended on ${formatDay(newest.at)}`
            : `must be renewed: it ends on ${formatDay(newest.at)}, in less than ${minDays} days`;
    return violated(
        newest.credential.resource,
        must,
        "Deploy again so that its rotation goes on, or issue a new password",
    );
}
