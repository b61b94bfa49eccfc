// One admin account for several clients: none of them can be told from the others, nor cut off alone.

import { type Login, loginKinds } from "../../estate/graph/workloads";
import { UNKNOWN } from "../../estate/value";
import { graphRule, satisfied, undecided, type Verdict, violated } from "../lib/rule";
import { several } from "../lib/subjects";
import { gapsIn, unlessUnread } from "../lib/unread";

export const disallowSharedAdmin = graphRule({
    name: "acr-workload-disallow-shared-admin",
    displayName: "The admin user is not shared",
    description: "The admin user of a registry must not be used by more than one client.",
    group: "authentication",
    severity: "high",
    level: "mandatory",
    remediationSteps: "Give each client an identity of its own (component RegistryManagedIdentity or RepositoryToken).",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-authentication#admin-account",
    tags: ["admin-user", "shared-credential"],
    crosswalk: {},
    rationale:
        "Clients that share the admin passwords cannot be told apart in the log, and none of them can be shut out alone. After a leak all of them have to change at the same moment.",
    settings: {},
    kinds: loginKinds,
    judge: (graph) => {
        const byPassword = graph.logins.filter(({ method }) => method !== "identity" && method !== "none");
        // A login whose registry is not known may be to any.
        const adrift = byPassword.filter(({ registry, server }) => !registry && server === UNKNOWN);
        const byRegistry = new Map<string, Login[]>();
        for (const login of byPassword.filter((one) => !adrift.includes(one))) {
            const key = login.registry?.resource.urn ?? String(login.server);
            byRegistry.set(key, [...(byRegistry.get(key) ?? []), login]);
        }
        const unreadClients = gapsIn(graph, loginKinds);
        const groups = byRegistry.size > 0 ? [...byRegistry.values()] : [[]];
        return groups
            .flatMap((logins) => judgeLogins(logins, adrift))
            .map((verdict) =>
                verdict.outcome === "satisfied"
                    ? unlessUnread(verdict, "clients of the admin user", unreadClients)
                    : verdict,
            );
    },
});

function judgeLogins(logins: readonly Login[], adrift: readonly Login[]): Verdict[] {
    const clients = (admin: Login["admin"][]) =>
        new Set(logins.filter((login) => admin.includes(login.admin)).map(({ resource }) => resource));
    const users = [...clients(["yes"])];
    const possible = new Set([...clients(["yes", UNKNOWN]), ...adrift.map(({ resource }) => resource)]);
    const [first] = [...logins, ...adrift];
    if (!first) return [];
    const subject = first.registry?.resource ?? users[0] ?? first.resource;
    if (users.length < 2)
        return [possible.size < 2 ? satisfied(subject) : undecided(subject, "accounts of the clients")];
    return [
        violated(
            subject,
            `must not have its admin user shared by ${users.length} clients: ${several(users)}`,
            "Give each client an identity of its own (component RegistryManagedIdentity, or RepositoryToken outside Azure)",
        ),
    ];
}
