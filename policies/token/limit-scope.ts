// A token reaches the repositories it is for, and does there what its client needs.

import { lastSegment } from "../../azure/arm-id";
import { isSystemScopeMap } from "../../azure/scope-maps";
import { matchesGlob } from "../../estate/glob";
import type { Graph } from "../../estate/graph/graph";
import { dependenciesOf, get, type Resource } from "../../estate/resource";
import { isUndetermined, items, text, unwrap } from "../../estate/value";
import { graphRule, satisfied, undecided, type Verdict, violated } from "../lib/rule";

const remedy =
    "Name the repositories, at most with a final /* (component RepositoryToken); pulling takes content/read and metadata/read only";

export const limitScope = graphRule({
    name: "acr-token-limit-scope",
    displayName: "Tokens are limited to repositories",
    description: "A repository token must be limited to named repositories and, for unattended clients, to pulling.",
    group: "authentication",
    severity: "high",
    level: "mandatory",
    remediationSteps:
        "Give the token a scope map of its own that names repositories, in place of a system scope map or the wildcard *.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-token-based-repository-permissions",
    tags: ["token", "least-privilege"],
    crosswalk: {},
    rationale:
        "A token that reaches every repository, or may write and delete, turns one stolen device into a way to all images. Named repositories and pull access limit the loss to what that device uses.",
    settings: {
        unattendedTokens: {
            type: "array",
            items: { type: "string" },
            default: [],
            description: "Globs of token names that belong to unattended systems or devices and may only pull.",
        },
    },
    kinds: ["token", "scopeMap"],
    judge: (graph, { settings }) => [
        ...graph.ofKind("scopeMap").filter(isOwn).map(judgeScopeMap),
        ...graph.ofKind("token").map((token) => judgeToken(token, graph, settings.unattendedTokens)),
    ],
});

/** The registry's own scope maps are always there, and a token that uses one is judged for it. */
function isOwn(scopeMap: Resource): boolean {
    return !isSystemScopeMap(text(get(scopeMap, "scopeMapName") ?? get(scopeMap, "name")) ?? scopeMap.name);
}

function judgeScopeMap(scopeMap: Resource): Verdict {
    const actions = actionsOf(scopeMap);
    if (!actions) return undecided(scopeMap, "actions");
    const wide = actions.some((action) => action.startsWith("repositories/*/") || action.startsWith("gateway/"));
    return wide ? violated(scopeMap, "must not reach the whole registry", remedy) : satisfied(scopeMap);
}

function judgeToken(token: Resource, graph: Graph, unattended: readonly string[]): Verdict {
    const scopeMapId = get(token, "scopeMapId");
    if (typeof scopeMapId === "string" && isSystemScopeMap(lastSegment(scopeMapId))) {
        return violated(token, "must not use a system scope map, which reaches the whole registry", remedy);
    }
    const names = [token.name, text(get(token, "tokenName")) ?? token.name];
    if (!unattended.some((pattern) => names.some((name) => matchesGlob(pattern, name)))) {
        return isUndetermined(scopeMapId) && dependenciesOf(token, "scopeMapId").length === 0
            ? undecided(token, "scopeMapId")
            : satisfied(token);
    }
    const scopeMap = graph.ofKind("scopeMap").find((candidate) => isScopeMapOf(candidate, token));
    const actions = scopeMap && actionsOf(scopeMap);
    if (!actions) return undecided(token, "scope map");
    return actions.some((action) => /\/(content\/(write|delete)|metadata\/(write|delete))$/.test(action))
        ? violated(
              token,
              "must only pull, since its client is unattended",
              "Remove write and delete actions from its scope map (RepositoryToken with permission pull)",
          )
        : satisfied(token);
}

function isScopeMapOf(scopeMap: Resource, token: Resource): boolean {
    if (dependenciesOf(token, "scopeMapId").includes(scopeMap.urn)) return true;
    const id = text(get(token, "scopeMapId"))?.toLowerCase();
    const name = text(get(scopeMap, "scopeMapName") ?? get(scopeMap, "name"))?.toLowerCase();
    return id !== undefined && (scopeMap.id?.toLowerCase() === id || lastSegment(id) === name);
}

/** The actions, if each of them is known. */
function actionsOf(scopeMap: Resource): string[] | undefined {
    const actions = items(get(scopeMap, "actions"))?.map(unwrap);
    return actions?.every((action) => typeof action === "string") ? actions.map(String) : undefined;
}
