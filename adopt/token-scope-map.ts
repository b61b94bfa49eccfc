// The scope map of a token that is adopted: its own, or a new one in place of one that it shares or that is the registry's.
import { lastSegment } from "../azure/arm-id";
import { isTokenName } from "../azure/names";
import { isSystemScopeMap } from "../azure/scope-maps";
import type { Graph } from "../estate/graph/graph";
import { groupBy } from "../estate/group-by";
import { get, type Resource } from "../estate/resource";
import { items, text } from "../estate/value";
import { plain } from "../estate/wording";
import type { ConfigMap, Part } from "./model";
import { hasGap } from "./registries";
import { grantsOfScopeMap } from "./scope-map-grants";

export interface TokenScopeMap {
    /** Name of the scope map that the entry declares. */
    name: string;
    grants: ConfigMap;
    /** The scope map's resource, without its name in the program. */
    part: Pick<Part, "id" | "changes">;
}

export interface ScopeMaps {
    /**
     * What becomes of a token's scope map, or why the token can't be declared.
     * @param registryId ARM id of the token's registry.
     */
    of(token: Resource, registryId: string): TokenScopeMap | { why: string };
}

export function indexScopeMaps(graph: Graph): ScopeMaps {
    const maps = new Map(graph.ofKind("scopeMap").map((map) => [(map.id ?? map.urn).toLowerCase(), map]));
    const users = groupBy(graph.ofKind("token"), (token) => text(get(token, "scopeMapId"))?.toLowerCase() ?? "");
    return {
        of(token, registryId) {
            if (!isTokenName(token.name)) return { why: "the component does not take its name" };
            const id = text(get(token, "scopeMapId"));
            if (id === undefined) return { why: "it has no scope map" };
            const scopeMap = maps.get(id.toLowerCase());
            if (scopeMap === undefined) {
                const unread = hasGap(graph, "scopeMap", id);
                return { why: unread ? "its scope map was not read" : "its scope map does not exist" };
            }
            const result = grantsOfScopeMap((items(get(scopeMap, "actions")) ?? []).map(String));
            if ("misfit" in result) return { why: plain(result.misfit) };
            const { grants, added } = result;
            const found = lastSegment(id);
            const at = (name: string): string => `${registryId}/scopeMaps/${name}`;
            const shared = (users.get(id.toLowerCase()) ?? []).length > 1;
            const adds = added.length === 0 ? "" : `Adds ${added.join(", ")} to the scope map.`;
            if (!shared && !isSystemScopeMap(found)) {
                return { name: found, grants, part: { id: at(found), changes: adds === "" ? [] : [adds] } };
            }
            const name = freeName(token.name, (each) => maps.has(at(each).toLowerCase()));
            const owner = shared ? "shares with other tokens" : "has from the registry";
            const moved = `Creates the scope map ${name} with what ${plain(found)} allows, which the token ${owner}, and moves the token to it. Its passwords stay.`;
            return { name, grants, part: { changes: adds === "" ? [moved] : [moved, adds] } };
        },
    };
}

/** The token's name, or one made from it. */
function freeName(token: string, isTaken: (name: string) => boolean): string {
    let name = token;
    for (let count = 1; isTaken(name); count++) name = `${token.slice(0, 38)}-adopted${count === 1 ? "" : `-${count}`}`;
    return name;
}
