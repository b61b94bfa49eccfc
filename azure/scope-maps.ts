// Actions of scope maps, which say what a repository-scoped token may do.
// Source: https://learn.microsoft.com/azure/container-registry/container-registry-token-based-repository-permissions
import { type DataAction, dataActionOf } from "./actions";
import type { ScopeMapAction } from "./permissions";

/** A scope map holds 500 actions: https://learn.microsoft.com/azure/container-registry/container-registry-skus */
export const maximumScopeMapActions = 500;

/** `repositories/team/app/content/read`; the repository may be a pattern. */
export function scopeMapAction(repository: string, action: ScopeMapAction): string {
    return `repositories/${repository}/${action}`;
}

const form = /^repositories\/(.+)\/((?:content|metadata)\/(?:read|write|delete))$/;

/** The repository or pattern of an action, and what it allows there; `undefined` for actions about anything else. */
export function parseScopeMapAction(
    text: string,
): { repository: string; action: string; data: DataAction | undefined } | undefined {
    const [, repository, action = ""] = form.exec(text) ?? [];
    return repository === undefined ? undefined : { repository, action, data: dataActionOf(action) };
}

/** Scope maps that every registry has, each for the whole registry. */
export const systemScopeMaps: Readonly<Record<string, readonly DataAction[]>> = {
    _repositories_pull: ["pull"],
    _repositories_pull_metadata_read: ["pull"],
    _repositories_push: ["pull", "push"],
    _repositories_push_metadata_write: ["pull", "push"],
    _repositories_admin: ["pull", "push", "delete"],
};

/** Names of scope maps that belong to the service; their number may grow. */
export function isSystemScopeMap(name: string): boolean {
    return name.startsWith("_repositories_");
}
