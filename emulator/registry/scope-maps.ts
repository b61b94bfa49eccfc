// The actions of a registry's scope maps, `repositories/<name or pattern>/<action>`, as pure functions: what ACR takes,
// and which registry actions a map allows on a repository.

/** What a registry's access token can hold on a repository, by the name that roles and scope maps have for it. */
export const repositoryActions = {
    "content/read": "pull",
    "content/write": "push",
    "content/delete": "delete",
    "metadata/read": "metadata_read",
    "metadata/write": "metadata_write",
} as const;

export type RegistryAction = (typeof repositoryActions)[keyof typeof repositoryActions];

export const registryActions: RegistryAction[] = Object.values(repositoryActions);

/** The most actions one scope map holds. */
export const maximumActions = 500;

const segment = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
const pattern = new RegExp(`^(?:\\*|${segment}(?:/${segment})*(?:/\\*)?)$`);
const form = /^repositories\/(.+)\/([a-z]+\/[a-z]+)$/;

const isActionName = (name: string): name is keyof typeof repositoryActions => Object.hasOwn(repositoryActions, name);

export interface ScopeMapAction {
    /** A repository, `*` for all, or `team/*` for all below `team`. */
    repository: string;
    action: RegistryAction;
}

/** The parts of an action, or what is wrong with it. A wildcard is only valid as the whole name or as a final `/*`. */
export const parseScopeMapAction = (text: string): ScopeMapAction | { problem: string } => {
    const [, repository, name] = form.exec(text) ?? [];
    if (repository === undefined || name === undefined || !isActionName(name))
        return { problem: `The action '${text}' is not of the form 'repositories/<repository>/<action>'.` };
    if (!pattern.test(repository))
        return {
            problem: repository.includes("*")
                ? `The action '${text}' is invalid: a wildcard is supported only as the last part of the repository name, as in 'repositories/team/*/content/read'.`
                : `The repository name '${repository}' of the action '${text}' is invalid.`,
        };
    return { repository, action: repositoryActions[name] };
};

/** Whether a scope map's repository pattern covers a repository. `team/*` does not cover `team` itself. */
export const matchesRepository = (repository: string, name: string): boolean => {
    if (repository === "*") return true;
    return repository.endsWith("/*")
        ? name.startsWith(repository.slice(0, -1)) && name.length >= repository.length
        : repository === name;
};

/** What a scope map allows on a repository. Actions add up. */
export const allowedByScopeMap = (actions: string[], repository: string): Set<RegistryAction> =>
    new Set(
        actions
            .map(parseScopeMapAction)
            .flatMap((item) =>
                "problem" in item || !matchesRepository(item.repository, repository) ? [] : [item.action],
            ),
    );

const all = (...names: string[]) => names.map((name) => `repositories/*/${name}`);

/** The scope maps that every registry has without anyone making them. */
export const systemScopeMaps = [
    {
        name: "_repositories_pull",
        description: "Can pull any repository of the registry",
        actions: all("content/read"),
    },
    {
        name: "_repositories_pull_metadata_read",
        description: "Can perform all read operations on the registry",
        actions: all("content/read", "metadata/read"),
    },
    {
        name: "_repositories_push",
        description: "Can push to any repository of the registry",
        actions: all("content/read", "content/write"),
    },
    {
        name: "_repositories_push_metadata_write",
        description: "Can perform all read and write operations on the registry",
        actions: all("metadata/read", "metadata/write", "content/read", "content/write"),
    },
    {
        name: "_repositories_admin",
        description: "Can perform all read, write and delete operations on the registry",
        actions: all("metadata/read", "metadata/write", "content/read", "content/write", "content/delete"),
    },
];
