// How repositories are named in grants: one (`team/app`), all with a prefix (`team/*`), or all (`*`). Pure.
import type { Problem } from "./validation";

/** All repositories of a registry, those not made yet included. */
export const everyRepository = "*";

/** https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests */
const repositoryName = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const maximumNameLength = 255;

/** What is wrong with a list of repositories and prefixes. */
export function repositoriesProblems(repositories: readonly string[] | undefined): Problem[] {
    if (repositories?.length === 0) {
        return [
            {
                path: "repositories",
                problem: "names no repository",
                remedy: "Name at least one, such as team/app, team/* or * for all of the registry.",
            },
        ];
    }
    return (repositories ?? []).flatMap((pattern, index) => repositoryProblems(pattern, `repositories[${index}]`));
}

function repositoryProblems(pattern: string, path: string): Problem[] {
    if (pattern === everyRepository) {
        return [];
    }
    const name = pattern.endsWith("/*") ? pattern.slice(0, -2) : pattern;
    if (name.includes("*")) {
        return [
            {
                path,
                problem: "has a wildcard that is not the last part of the name",
                given: pattern,
                remedy: "Use a wildcard only as the whole last part, as in team/*.",
            },
        ];
    }
    if (!repositoryName.test(name) || name.length > maximumNameLength) {
        return [
            {
                path,
                problem:
                    "is not a repository name: lower-case letters, digits and single . _ - between them, parts divided by /",
                given: pattern,
                remedy: "Write it as in docker pull, without the registry and the tag.",
            },
        ];
    }
    return [];
}
