import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { repositoryCondition } from "../../azure/conditions";
import { roles } from "../../azure/roles";

const segment = fc.stringMatching(/^[a-z0-9]{1,8}$/);
const repository = fc.array(segment, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/"));
const pattern = fc.oneof(
    repository,
    repository.map((name) => `${name}/*`),
    fc.constant("*"),
);

describe("repositoryCondition", () => {
    it("names every data action of the role and ends prefixes with a slash", () => {
        expect(repositoryCondition(roles.RepositoryReader.actions, ["backend/*", "hello-world"])).toBe(
            "((!(ActionMatches{'Microsoft.ContainerRegistry/registries/repositories/content/read'}) AND " +
                "!(ActionMatches{'Microsoft.ContainerRegistry/registries/repositories/metadata/read'})) OR " +
                "(@Request[Microsoft.ContainerRegistry/registries/repositories:name] StringStartsWithIgnoreCase 'backend/' OR " +
                "@Request[Microsoft.ContainerRegistry/registries/repositories:name] StringEqualsIgnoreCase 'hello-world'))",
        );
    });

    it("is left out where a pattern covers everything", () => {
        expect(repositoryCondition(roles.RepositoryWriter.actions, ["team/app", "*"])).toBeUndefined();
    });

    it("holds every data action and every repository, whatever was asked", () => {
        const role = fc.constantFrom("RepositoryReader", "RepositoryWriter", "RepositoryContributor");
        fc.assert(
            fc.property(role, fc.array(pattern, { minLength: 1, maxLength: 6 }), (name, repositories) => {
                const condition = repositoryCondition(roles[name].actions, repositories);
                if (repositories.includes("*")) {
                    expect(condition).toBeUndefined();
                    return;
                }
                for (const action of roles[name].actions) {
                    expect(condition).toContain(`repositories/${action}'`);
                }
                for (const text of repositories) {
                    expect(condition).toContain(
                        text.endsWith("/*")
                            ? `StringStartsWithIgnoreCase '${text.slice(0, -1)}'`
                            : `StringEqualsIgnoreCase '${text}'`,
                    );
                }
                for (const [, prefix] of condition?.matchAll(/StartsWithIgnoreCase '([^']*)'/g) ?? []) {
                    expect(prefix?.endsWith("/")).toBe(true);
                }
            }),
        );
    });
});
