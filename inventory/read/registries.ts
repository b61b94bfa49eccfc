// The registries of the report: those that the stacks declare, and those that they only refer to.
import { lastSegment, parseScope, scopesAbove } from "../../azure/arm-id";
import { type Graph, get, isUndetermined, type Registry as Node, UNKNOWN, type Value } from "../../estate";
import { known, referencedRegistries } from "../../estate/components";
import { groupBy } from "../../estate/group-by";
import type { Registry } from "../model";

/** The report's registries, by what resources know of them. */
export interface RegistryIndex {
    all(): Registry[];
    /** A registry of the stacks. */
    ofNode(node: Node): Registry;
    /** A registry by its ARM id; one that no stack declares is added as managed elsewhere. */
    ofId(resourceId: string): Registry;
    /** The declared registries in a resource group or a subscription, or all of them for a wider scope. */
    within(scope: { level: string; id: string }): Registry[];
}

export function readRegistries(graph: Graph): RegistryIndex {
    const byName = new Map<string, Registry>();
    const byNode = new Map<Node, Registry>();
    const referenced = new Map(referencedRegistries(graph.resources).map((entry) => [nameOf(entry.resourceId), entry]));

    for (const node of graph.registries) {
        const resourceId = node.resource.id ?? known(get(node.resource, "id"));
        const registry: Registry = {
            id: node.resource.urn + (node.resource.embedded ? `#${node.resource.name}` : ""),
            name: node.name ?? node.resource.name,
            resourceId,
            loginServer: node.loginServer ?? null,
            roleAssignmentMode: node.mode === UNKNOWN ? "unknown" : node.mode,
            adminUser: switched(get(node.resource, "adminUserEnabled")),
            anonymousPull: switched(get(node.resource, "anonymousPullEnabled")),
            declared: true,
            resource: node.resource.urn,
        };
        byNode.set(node, registry);
        byName.set(registry.name.toLowerCase(), registry);
    }

    const inScope = groupBy(
        [...byNode.values()].flatMap((registry) =>
            scopesAbove(registry.resourceId ?? "").map((scope) => ({ scope, registry })),
        ),
        ({ scope }) => scope,
    );
    const elsewhere = (resourceId: string): Registry => {
        const name = nameOf(resourceId);
        const reference = referenced.get(name);
        const registry: Registry = {
            id: parseScope(resourceId).registryId ?? name,
            name,
            resourceId: reference?.resourceId ?? (resourceId.startsWith("/") ? resourceId : null),
            loginServer: reference?.loginServer ?? null,
            roleAssignmentMode: reference?.mode ?? "unknown",
            adminUser: "unknown",
            anonymousPull: "unknown",
            declared: false,
            resource: null,
        };
        byName.set(name, registry);
        return registry;
    };
    const ofId = (resourceId: string) => byName.get(nameOf(resourceId)) ?? elsewhere(resourceId);
    for (const { resourceId } of referenced.values()) {
        ofId(resourceId);
    }
    return {
        all: () => [...new Set([...byNode.values(), ...byName.values()])],
        ofNode: (node) => byNode.get(node) ?? ofId(node.name ?? node.resource.name),
        ofId,
        within: ({ level, id }) =>
            level === "managementGroup" || level === "tenant"
                ? [...byNode.values()]
                : (inScope.get(id) ?? []).map(({ registry }) => registry),
    };
}

/** Names of registries are unique in all of Azure, so a name can serve as the key. */
const nameOf = (resourceId: string): string =>
    lastSegment(parseScope(resourceId).registryId ?? resourceId).toLowerCase();

/** Both settings are off by default. */
const switched = (value: Value): Registry["adminUser"] =>
    isUndetermined(value) ? "unknown" : value === true ? "on" : "off";
