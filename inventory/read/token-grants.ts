// Repository tokens: each is a principal of its own registry, and its scope map says what it may do.
import { orderedActions } from "../../azure/actions";
import { lastSegment } from "../../azure/arm-id";
import { repositorySet } from "../../azure/repository-set";
import { parseScopeMapAction, systemScopeMaps } from "../../azure/scope-maps";
import { type Graph, get, isUndetermined, items, type Resource, text } from "../../estate";
import { componentOf, dynamicType } from "../../estate/components";
import { groupBy } from "../../estate/group-by";
import type { Grant, Principal } from "../model";
import { permissionOf } from "../permissions";
import type { Given } from "./given";
import type { PrincipalIndex } from "./principals";
import type { RegistryIndex } from "./registries";
import { indexUsers } from "./users";

export function tokenGrants(graph: Graph, registries: RegistryIndex, principals: PrincipalIndex): Given[] {
    const scopeMapOf = indexScopeMaps(graph);
    const disabled = disabledTokens(graph);
    const usersOf = indexUsers(graph);
    return graph.ofKind("token").flatMap((token): Given[] => {
        const registry = registryOf(graph, token, registries);
        if (registry === undefined) {
            return [];
        }
        const principal = principals.add(tokenPrincipal(graph, token, usersOf));
        const scopeMap = scopeMapOf(token);
        const note = disabled(token) ? "The token is disabled." : null;
        return rightsOf(token, scopeMap).map(({ repositories, actions, permission }) => ({
            principal: principal.id,
            login: null,
            registry: registry.id,
            repositories,
            actions: note === null ? actions : [],
            permission: note === null ? permission : "none",
            via: `scope map ${scopeMapName(token, scopeMap)}`,
            scope: "registry",
            activation: false,
            declaration: null,
            until: null,
            note: note ?? (permission === "unknown" ? unknownScopeMap : null),
            resources: [token.urn, ...(scopeMap === undefined ? [] : [scopeMap.urn])],
            source: `scope map ${scopeMapName(token, scopeMap)}`.toLowerCase(),
            set: permission === "unknown" ? undefined : repositorySet(repositories),
            condition: undefined,
        }));
    });
}

const unknownScopeMap = "What its scope map allows is not known.";

const tokenName = (token: Resource): string => text(get(token, "tokenName")) ?? text(get(token, "name")) ?? token.name;

function tokenPrincipal(graph: Graph, token: Resource, usersOf: ReturnType<typeof indexUsers>): Principal {
    const name = tokenName(token);
    return {
        id: token.urn,
        name,
        kind: "repository token",
        method: "repository token",
        objectId: null,
        usedBy: usersOf(name),
        members: null,
        resource: (componentOf(graph, token) ?? token).urn,
    };
}

function registryOf(graph: Graph, token: Resource, registries: RegistryIndex) {
    const name = text(get(token, "registryName"));
    const node =
        (name === undefined ? undefined : graph.registryIndex.byResourceId(name)) ??
        graph.registryIndex.behind(token, "registryName");
    if (node !== undefined) {
        return registries.ofNode(node);
    }
    const id = token.id ?? name;
    return id === undefined ? undefined : registries.ofId(id);
}

function indexScopeMaps(graph: Graph): (token: Resource) => Resource | undefined {
    const byId = new Map(
        graph.ofKind("scopeMap").flatMap((map) => (map.id === undefined ? [] : [[map.id.toLowerCase(), map] as const])),
    );
    return (token) => {
        const id = text(get(token, "scopeMapId"))?.toLowerCase();
        const behind = (token.propertyDependencies.scopeMapId ?? []).flatMap((urn) => {
            const resource = graph.byUrn(urn);
            return resource?.kind === "scopeMap" ? [resource] : [];
        });
        return (id === undefined ? undefined : byId.get(id)) ?? behind[0];
    };
}

function scopeMapName(token: Resource, scopeMap: Resource | undefined): string {
    const id = text(get(token, "scopeMapId"));
    const name = scopeMap && (text(get(scopeMap, "scopeMapName")) ?? scopeMap.name);
    return name ?? (id === undefined ? "not yet known" : lastSegment(id));
}

function rightsOf(
    token: Resource,
    scopeMap: Resource | undefined,
): Pick<Grant, "repositories" | "actions" | "permission">[] {
    const system = systemScopeMaps[scopeMapName(token, scopeMap)];
    if (scopeMap === undefined && system !== undefined) {
        return [{ repositories: ["*"], actions: [...system], permission: permissionOf(system) }];
    }
    const actions = scopeMap && get(scopeMap, "actions");
    const listed = actions === undefined || isUndetermined(actions) ? undefined : items(actions);
    if (listed === undefined) {
        return [{ repositories: [], actions: [], permission: "unknown" }];
    }
    const byRepository = groupBy(
        listed.flatMap((entry) => parseScopeMapAction(String(entry)) ?? []),
        ({ repository }) => repository,
    );
    const rights = [...byRepository].map(([repository, entries]) => ({
        repository,
        actions: orderedActions(entries.flatMap(({ data }) => data ?? [])),
    }));
    return [...groupBy(rights, ({ actions }) => actions.join(" ")).values()].map((same) => {
        const actions = same[0]?.actions ?? [];
        return {
            repositories: same.map(({ repository }) => repository).sort(),
            actions,
            permission: permissionOf(actions),
        };
    });
}

/** Tokens that may not log in: by their own status, or by the resource that sets it afterwards. */
function disabledTokens(graph: Graph): (token: Resource) => boolean {
    const statuses = new Map(
        graph.resources
            .filter(({ type }) => type === dynamicType("TokenStatus"))
            .map((resource) => [
                text(get(resource, "tokenId"))?.toLowerCase() ?? resource.parent,
                text(get(resource, "status")),
            ]),
    );
    return (token) =>
        (
            statuses.get(token.id?.toLowerCase()) ??
            statuses.get(token.parent) ??
            text(get(token, "status"))
        )?.toLowerCase() === "disabled";
}
