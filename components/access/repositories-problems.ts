// What is wrong with the repositories that a grant names. Pure.
import { everyRepository, isRepositoryName } from "../../azure/repositories";
import type { Problem } from "../inputs/validation";

/** What is wrong with a list of repositories and prefixes. */
export function repositoriesProblems(repositories: readonly string[] | undefined): Problem[] {
    if (repositories?.length === 0) {
        return [
            {
                path: "repositories",
                problem: "names no repository",
                remedy: "Name at least one, such as team/app or team/*, or * for all repositories.",
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
    if (!isRepositoryName(name)) {
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
