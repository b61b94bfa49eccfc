// How repositories are named in grants and scope maps: one (`team/app`), all with a prefix (`team/*`), or all (`*`).

/** All repositories of a registry, those that do not exist yet included. */
export const everyRepository = "*";

/** https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests */
const repositoryName = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const maximumNameLength = 255;

/** Whether a registry takes it as the name of a repository. */
export function isRepositoryName(name: string): boolean {
    return repositoryName.test(name) && name.length <= maximumNameLength;
}

/** The part before the wildcard: `team/*` and `team/` are the same prefix, `*` is the empty one; `undefined` for a name. */
export function prefixOf(pattern: string): string | undefined {
    if (pattern.endsWith("*")) return pattern.slice(0, -1);
    return pattern.endsWith("/") ? pattern : undefined;
}

/** Whether a pattern - a name, `prefix/*`, `prefix/` or `*` - covers a repository. */
export function coversRepository(pattern: string, repository: string): boolean {
    const prefix = prefixOf(pattern);
    return prefix === undefined ? repository === pattern : repository.startsWith(prefix);
}

/** Whether grants can name it: a name, all of a prefix (`team/*`), or every repository. */
export function isDeclarableRepository(pattern: string): boolean {
    return pattern === everyRepository || isRepositoryName(pattern.endsWith("/*") ? pattern.slice(0, -2) : pattern);
}
