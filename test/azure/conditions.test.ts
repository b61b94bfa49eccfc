import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allowedRepositories, repositoryCondition } from "../../azure/conditions";
import { inWords } from "../../azure/repository-set";
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

describe("allowedRepositories", () => {
    const name = "@Request[Microsoft.ContainerRegistry/registries/repositories:name]";
    const reading = "ActionMatches{'Microsoft.ContainerRegistry/registries/repositories/content/read'}";
    const unknown = "@Environment[utcNow] DateTimeLessThan '2027-01-01T00:00:00.0Z'";
    const allowed = (condition: string) => {
        const { certain, possible } = allowedRepositories(condition, "content/read");
        const [least, most] = [inWords(certain), inWords(possible)];
        return least === most ? least : [least, most];
    };

    it.each<[string, string | [string, string]]>([
        [repositoryCondition(["content/read"], ["team/*", "App"]) ?? "", "'app', 'team/*'"],
        [repositoryCondition(["content/write"], ["team/*"]) ?? "", "every repository"],
        [`${name} StringEquals 'app' || (${name} StringStartsWith 'team')`, "'app', 'team*'"],
        [`!(${reading})`, "no repository"],
        ["!(ActionMatches{'microsoft.containerregistry/registries/repositories/*'})", "no repository"],
        ["!(ActionMatches{'Microsoft.ContainerRegistry/registries/repositories/metadata/*'})", "every repository"],
        [
            `${name} StringStartsWithIgnoreCase 'team/' AND ${name} StringNotEqualsIgnoreCase 'Team/Secret'`,
            "'team/*' except 'team/secret'",
        ],
        [`NOT(${name} StringNotStartsWith 'team/')`, "'team/*'"],
        [`${name} ForAnyOfAnyValues:StringEquals {'a', 'b'}`, "'a', 'b'"],
        [`${name} ForAllOfAllValues:StringNotEquals {'a', 'b'}`, "every repository except 'a', 'b'"],
        [`${name} ForAnyOfAnyValues:StringNotEquals {'a', 'b'}`, "every repository"],
        [`${name} StringLike 'team/*'`, "'team/*'"],
        [`${name} StringLike '*'`, "every repository"],
        [`${name} StringLikeIgnoreCase 'APP'`, "'app'"],
        [`Exists ${name}`, "every repository"],
        // No repository has such a name.
        [`${name} StringEquals 'App'`, "no repository"],
        [`${name} StringEquals 'team/'`, "no repository"],
        [`${name} StringEquals 'a*'`, "no repository"],
        [`${name} StringStartsWith ''`, "every repository"],
        // What can't be known from here is never more than possible, and never less than that.
        ["", ["no repository", "every repository"]],
        [unknown, ["no repository", "every repository"]],
        [`!(${unknown})`, ["no repository", "every repository"]],
        [`${unknown} AND ${name} StringEquals 'app'`, ["no repository", "'app'"]],
        [`${unknown} OR ${name} StringEquals 'app'`, ["'app'", "every repository"]],
        [`${unknown} OR !(${reading})`, ["no repository", "every repository"]],
        [`${unknown} AND !(${reading})`, "no repository"],
        [`${name} StringLike 'team/*/app'`, ["no repository", "'team/*'"]],
        [`${name} StringNotLike 'team/?'`, ["every repository except 'team/*'", "every repository"]],
        [`${name} StringEquals {'a', 'b'}`, ["no repository", "every repository"]],
        [`${name} ForSomeValues:StringEquals 'a'`, ["no repository", "every repository"]],
        [`${name} StringContains 'a'`, ["no repository", "every repository"]],
        [`'app' StringEquals ${name}`, ["no repository", "every repository"]],
        [`${name} StringEquals @Principal[a:b]`, ["no repository", "every repository"]],
        [
            "@Resource[Microsoft.ContainerRegistry/registries/repositories:name] StringEquals 'app'",
            ["no repository", "every repository"],
        ],
        ["SubOperationMatches{'a'}", ["no repository", "every repository"]],
        ["Exists @Request[a:b]", ["no repository", "every repository"]],
    ])("of %j are %j", (condition, expected) => {
        expect(allowed(condition)).toEqual(expected);
    });
});
