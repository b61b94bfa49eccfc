// A scope map's actions as grants of the one vocabulary. A permission fits where it allows the same on images, and everything
// else that the scope map allows: an update may add the right to read tags and manifests, and takes no right away.
import { dataActionsOf } from "../azure/actions";
import { type Permission, permissions } from "../azure/permissions";
import { isDeclarableRepository } from "../azure/repositories";
import { maximumScopeMapActions, parseScopeMapAction, scopeMapAction } from "../azure/scope-maps";
import { groupBy } from "../estate/group-by";
import type { ConfigMap } from "./model";

export type ScopeMapGrants =
    | {
          /** By permission. */
          grants: Readonly<Record<string, ConfigMap>>;
          /** Actions that the update adds. */
          added: readonly string[];
      }
    | { misfit: string };

export function grantsOfScopeMap(actions: readonly string[]): ScopeMapGrants {
    const parsed = actions.map((action) => ({ action, parts: parseScopeMapAction(action) }));
    const foreign = parsed.find(({ parts }) => parts === undefined);
    if (foreign !== undefined) return { misfit: `its scope map has the action ${foreign.action}` };
    if (actions.length === 0) return { misfit: "its scope map has no action" };
    const byRepository = groupBy(
        parsed.flatMap(({ parts }) => parts ?? []),
        ({ repository }) => repository,
    );
    const repositories = new Map<Permission, string[]>();
    const added: string[] = [];
    for (const [repository, entries] of [...byRepository].sort(([one], [other]) => (one < other ? -1 : 1))) {
        const found = entries.map(({ action }) => action);
        if (!isDeclarableRepository(repository)) {
            return {
                misfit: `its scope map names the repositories ${repository}, which is neither a name nor a prefix team/*`,
            };
        }
        const permission = permissionOf(found);
        if (permission === undefined) {
            return { misfit: `no permission allows exactly ${[...found].sort().join(", ")} on ${repository}` };
        }
        repositories.set(permission, [...(repositories.get(permission) ?? []), repository]);
        added.push(
            ...permissions[permission].scopeMapActions
                .filter((action) => !found.includes(action))
                .map((action) => scopeMapAction(repository, action)),
        );
    }
    const count = new Set([...actions, ...added]).size;
    if (count > maximumScopeMapActions) {
        return { misfit: `its permissions need ${count} actions, and a scope map holds ${maximumScopeMapActions}` };
    }
    const grants = [...repositories].map(([permission, names]) => [permission, { repositories: names, permission }]);
    return { grants: Object.fromEntries(grants), added: added.sort() };
}

/** The permission with the same rights on images that has all of the actions. */
function permissionOf(actions: readonly string[]): Permission | undefined {
    const data = dataActionsOf(actions).join();
    return (Object.keys(permissions) as Permission[]).find((permission) => {
        const { data: judged, scopeMapActions } = permissions[permission];
        const all: readonly string[] = scopeMapActions;
        return judged.join() === data && actions.every((action) => all.includes(action));
    });
}
