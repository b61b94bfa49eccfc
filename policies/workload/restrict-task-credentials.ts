// An ACR task reaches other registries with its identity or a secret in Key Vault, not with a password in its definition.

import { get } from "../../estate/resource";
import { entries, isUndetermined, read } from "../../estate/value";
import { resourceRule, satisfied, undecided, violated } from "../lib/rule";

export const restrictTaskCredentials = resourceRule({
    name: "acr-workload-restrict-task-credentials",
    displayName: "Tasks hold no passwords",
    description:
        "A registry task must log in with its identity or a Key Vault secret, and to its own registry at least.",
    group: "authentication",
    severity: "medium",
    level: "advisory",
    remediationSteps:
        "Give the task an identity and name it in credentials.customRegistries, or use secrets of type Vaultsecret.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-tasks-cross-registry-authentication",
    tags: ["task"],
    crosswalk: {},
    rationale:
        "A password in a task's definition can be read by whoever may read the task. A task that can log in nowhere, on the other hand, fails at its first pull.",
    settings: {},
    kinds: ["task"],
    judge: (task) => {
        const registries = entries(get(task, "credentials.customRegistries"));
        const loginMode = get(task, "credentials.sourceRegistry.loginMode");
        if (!registries || isUndetermined(loginMode)) return undecided(task, "credentials");
        const types = registries.map(([, registry]) => read(registry, "password.type"));
        if (types.some((type) => type === "Opaque")) {
            return violated(
                task,
                "must not hold a registry password in its definition",
                "Name its identity in credentials.customRegistries, or a secret of type Vaultsecret",
            );
        }
        if (types.some(isUndetermined)) return undecided(task, "credentials.customRegistries");
        if (loginMode !== "None" || registries.length > 0) return satisfied(task);
        return violated(
            task,
            "must be able to log in to its own registry, which loginMode None prevents",
            "Remove credentials.sourceRegistry.loginMode or name an identity in credentials.customRegistries",
        );
    },
});
