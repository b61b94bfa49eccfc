// One admin account for several clients: none of them can be told from the others, nor cut off alone.
import { graphRule, satisfied, undecided, violated } from "../lib/rule";
import { several } from "../lib/subjects";
import { UNKNOWN } from "../lib/value";
import { type Login, loginKinds } from "../lib/workloads";

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
    seed: "We do not recommend sharing the admin account credentials among multiple users.",
    settings: {},
    kinds: loginKinds,
    judge: (graph) => {
        const byRegistry = new Map<string, Login[]>();
        for (const login of graph.logins.filter(({ method }) => method !== "identity" && method !== "none")) {
            const key = login.registry?.resource.urn ?? String(login.server);
            byRegistry.set(key, [...(byRegistry.get(key) ?? []), login]);
        }
        return [...byRegistry.values()].flatMap((logins) => {
            const users = [...new Set(logins.filter(({ admin }) => admin === "yes").map(({ resource }) => resource))];
            const possible = new Set(logins.filter(({ admin }) => admin !== "no").map(({ resource }) => resource));
            const subject = logins[0]?.registry?.resource ?? users[0] ?? logins[0]?.resource;
            if (!subject) return [];
            if (users.length < 2) {
                const open = possible.size > 1 && logins.some(({ admin }) => admin === UNKNOWN);
                return [open ? undecided(subject, "accounts of the clients") : satisfied(subject)];
            }
            return [
                violated(
                    subject,
                    `must not have its admin user shared by ${users.length} clients: ${several(users)}`,
                    "Give each client an identity of its own (component RegistryManagedIdentity, or RepositoryToken outside Azure)",
                ),
            ];
        });
    },
});
