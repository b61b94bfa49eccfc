// Who logged in, pulled and pushed is on record.
import type { Graph } from "../../estate/graph/graph";
import type { Registry } from "../../estate/graph/registries";
import { get, type Resource } from "../../estate/resource";
import { items, read, text } from "../../estate/value";
import { graphRule, satisfied, undecided, violated } from "../lib/rule";
import { gapsIn, unlessUnread } from "../lib/unread";

export const requireAuditLogs = graphRule({
    name: "acr-registry-require-audit-logs",
    displayName: "Logins and pushes are logged",
    description: "A container registry must send its login and repository events to a log.",
    group: "hardening",
    severity: "medium",
    level: "advisory",
    remediationSteps:
        "Declare a diagnostic setting with the categories ContainerRegistryLoginEvents and ContainerRegistryRepositoryEvents, or the group audit (ContainerRegistry does, given a workspace).",
    url: "https://learn.microsoft.com/azure/container-registry/monitor-container-registry",
    tags: ["audit"],
    crosswalk: { psrule: ["AZR-000535"], azurePolicy: ["56288eb2", "9ba29e83", "106cd3bd"] },
    rationale:
        "Azure keeps login and repository events only where a diagnostic setting sends them. Without one, nobody can tell after an incident which identity pulled, pushed or deleted what.",
    settings: {},
    kinds: ["registry"],
    judge: (graph) => {
        const states = new Map<Registry | undefined, (boolean | undefined)[]>();
        for (const setting of graph.ofKind("diagnosticSetting")) {
            const target = registryOf(setting, graph);
            states.set(target, [...(states.get(target) ?? []), logsAccess(setting)]);
        }
        return graph.registries.map((registry) => {
            const own = states.get(registry) ?? [];
            if (own.includes(true)) return satisfied(registry.resource);
            if (own.includes(undefined)) return undecided(registry.resource, "diagnostic settings");
            const silent = violated(
                registry.resource,
                "must log logins and repository events",
                "Declare a diagnostic setting with the category group audit (ContainerRegistry does, given a workspace)",
            );
            const gaps = gapsIn(graph, ["diagnosticSetting"], registry.resource);
            return unlessUnread(silent, "diagnostic settings", gaps);
        });
    },
});

function registryOf(setting: Resource, graph: Graph): Registry | undefined {
    const target = text(get(setting, "resourceUri"));
    if (target !== undefined) return graph.registryIndex.byResourceId(target);
    return graph.registryIndex.behind(setting, "resourceUri");
}

/** `undefined` while the categories are not known. */
function logsAccess(setting: Resource): boolean | undefined {
    const logs = items(get(setting, "logs"));
    if (!logs) return undefined;
    const names = logs
        .filter((log) => read(log, "enabled") === true)
        .flatMap((log) => [read(log, "category"), read(log, "categoryGroup")]);
    if (names.includes("audit") || names.includes("allLogs")) return true;
    return names.includes("ContainerRegistryLoginEvents") && names.includes("ContainerRegistryRepositoryEvents");
}
