// What can be done with the images of a registry, and what Azure calls it: in control-plane operations, which decide on a
// legacy registry, in data actions of roles, which decide on an ABAC registry, and in scope maps of tokens.
// Source: https://learn.microsoft.com/azure/container-registry/container-registry-rbac-built-in-roles-directory-reference

/** What acr-auth judges. The metadata and catalog rights that Azure's roles bundle with these are reported, not judged. */
export type DataAction = "pull" | "push" | "delete";

/** An action on a repository: the end of a data action, and of a scope-map action. */
export type RepositoryAction =
    | "content/read"
    | "content/write"
    | "content/delete"
    | "metadata/read"
    | "metadata/write"
    | "metadata/delete"
    | "catalog/read";

export const registryProvider = "Microsoft.ContainerRegistry/registries";

/** The name of each judged action on a repository, and the control-plane operation that it is on a legacy registry. */
const names: Readonly<Record<DataAction, { repository: RepositoryAction; operation: string }>> = {
    pull: { repository: "content/read", operation: `${registryProvider}/pull/read` },
    push: { repository: "content/write", operation: `${registryProvider}/push/write` },
    delete: { repository: "content/delete", operation: `${registryProvider}/artifacts/delete` },
};

/** The judged actions in the order in which they are told. */
export const dataActions: readonly DataAction[] = ["pull", "push", "delete"];

const byRepositoryAction = new Map<string, DataAction>(dataActions.map((action) => [names[action].repository, action]));

/** The judged action that a repository action such as `content/read` is; `undefined` for metadata and catalog. */
export function dataActionOf(repositoryAction: string): DataAction | undefined {
    return byRepositoryAction.get(repositoryAction.toLowerCase());
}

/** The action on a repository that a judged action is, such as `content/read`. */
export function repositoryActionOf(action: DataAction): RepositoryAction {
    return names[action].repository;
}

/** The actions once each, in their usual order. */
export function orderedActions(actions: Iterable<DataAction>): DataAction[] {
    const given = new Set(actions);
    return dataActions.filter((action) => given.has(action));
}

/** The judged actions among repository actions. */
export function dataActionsOf(repositoryActions: readonly string[]): DataAction[] {
    return orderedActions(repositoryActions.flatMap((action) => dataActionOf(action) ?? []));
}

/** The data action of Azure roles, for example `Microsoft.ContainerRegistry/registries/repositories/content/read`. */
export function roleDataAction(repositoryAction: RepositoryAction): string {
    return `${registryProvider}/repositories/${repositoryAction}`;
}

/** Every operation of a role definition that allows a judged action: on a legacy registry, and on an ABAC registry. */
export function operationsFor(action: DataAction): readonly [legacy: string, abac: string] {
    return [names[action].operation, roleDataAction(names[action].repository)];
}

/** Whether an action of a role or a condition, which may hold wildcards, allows an operation. */
export function allows(action: string, operation: string): boolean {
    const pattern = action.replace(/[.+^${}()|[\]\\?]/g, "\\$&").replaceAll("*", ".*");
    return new RegExp(`^${pattern}$`, "i").test(operation);
}
