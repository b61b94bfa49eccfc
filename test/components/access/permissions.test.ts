import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RepositoryAction } from "../../../azure/actions";
import { Permission, permissions } from "../../../azure/permissions";
import { roleDefinitionId, roles } from "../../../azure/roles";
import { roleProblems, rolesFor, scopeMapActions, scopeProblems } from "../../../components/access/permissions";
import { problemText } from "../../../components/inputs/validation";

const segment = fc.stringMatching(/^[a-z0-9]{1,8}$/);
const repository = fc.array(segment, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/"));
const pattern = fc.oneof(
    repository,
    repository.map((name) => `${name}/*`),
    fc.constant("*"),
);
const permission = fc.constantFrom(...Object.values(Permission));

describe("rolesFor", () => {
    it.each([
        ["legacy", "pull", ["AcrPull"]],
        ["legacy", "push", ["AcrPush"]],
        ["legacy", "delete", ["AcrPull", "AcrDelete"]],
        ["legacy", "manage", ["AcrPush", "AcrDelete"]],
        ["abac", "pull", ["RepositoryReader"]],
        ["abac", "push", ["RepositoryWriter"]],
        ["abac", "manage", ["RepositoryContributor"]],
    ] as const)("gives on a registry in %s mode for %s exactly %j", (mode, permission, expected) => {
        expect(roleProblems(mode, { permission })).toEqual([]);
        expect(rolesFor(mode, { permission })).toEqual(expected.map((role) => ({ role })));
    });

    it("adds the Catalog Lister, without a condition, on request", () => {
        expect(rolesFor("abac", { permission: "pull", listCatalog: true })).toEqual([
            { role: "RepositoryReader" },
            { role: "CatalogLister" },
        ]);
    });

    it("allows what the permission means and nothing else, in both modes", () => {
        const data: Record<string, RepositoryAction> = {
            pull: "content/read",
            push: "content/write",
            delete: "content/delete",
        };
        for (const permission of Object.values(Permission)) {
            for (const mode of ["legacy", "abac"] as const) {
                if (roleProblems(mode, { permission }).length > 0) {
                    continue;
                }
                const allowed: readonly string[] = rolesFor(mode, { permission }).flatMap(({ role }) => [
                    ...roles[role].actions,
                ]);
                for (const [judged, action] of Object.entries(data)) {
                    expect(allowed.includes(action)).toBe(
                        (permissions[permission].data as readonly string[]).includes(judged),
                    );
                }
                for (const { role } of rolesFor(mode, { permission })) {
                    expect(roles[role].honouredIn).toEqual([mode]);
                }
            }
        }
    });
});

describe("roleProblems", () => {
    it.each([
        [
            "legacy",
            { permission: "pull", repositories: ["team/app"] },
            [
                "repositories: can't be limited by the roles of a registry in legacy mode, which always cover the whole registry (given: [\"team/app\"]). Leave repositories out, set the registry's roleAssignmentMode to abac, or use a RepositoryToken.",
            ],
        ],
        [
            "legacy",
            { permission: "pull", listCatalog: true },
            [
                "listCatalog: has no effect in legacy mode, where every role that can pull can also list the catalog (given: true). Leave listCatalog out.",
            ],
        ],
        [
            "abac",
            { permission: "delete" },
            [
                'permission: has no role on a registry in abac mode, where the only role that can delete can also push (given: "delete"). Ask for manage, or use a RepositoryToken.',
            ],
        ],
        [
            "abac",
            { permission: "pull", repositories: ["team/*"], listCatalog: true },
            [
                "listCatalog: can't be limited to repositories: the Catalog Lister role takes no condition and lists all of them (given: true). Leave listCatalog out, or leave repositories out.",
            ],
        ],
        ["legacy", { permission: "pull", repositories: ["*"] }, []],
    ] as const)("on a registry in %s mode, of %j", (mode, request, expected) => {
        expect(roleProblems(mode, request).map(problemText)).toEqual(expected);
    });

    it("refuses a condition that is longer than Azure takes", () => {
        const repositories = Array.from({ length: 100 }, (_, index) => `team/app-${index}`);
        expect(roleProblems("abac", { permission: "push", repositories }).map(problemText)).toEqual([
            "repositories: need a condition of 11051 characters, and Azure accepts at most 8192. Grant prefixes such as team/* in place of single repositories.",
        ]);
    });

    it("names an unknown permission and every unusable repository at once", () => {
        const request = {
            permission: "read" as Permission,
            repositories: ["team/*/app", "team*", "Team/app", "team//app", "ok/*"],
        };
        const grammar =
            "is not a repository name: lower-case letters, digits and single . _ - between them, parts divided by /";
        expect(roleProblems("abac", request).map(problemText)).toEqual([
            'permission: is not a permission (given: "read"). Use one of pull, push, delete, manage.',
            'repositories[0]: has a wildcard that is not the last part of the name (given: "team/*/app"). Use a wildcard only as the whole last part, as in team/*.',
            'repositories[1]: has a wildcard that is not the last part of the name (given: "team*"). Use a wildcard only as the whole last part, as in team/*.',
            `repositories[2]: ${grammar} (given: "Team/app"). Write it as in docker pull, without the registry and the tag.`,
            `repositories[3]: ${grammar} (given: "team//app"). Write it as in docker pull, without the registry and the tag.`,
        ]);
    });

    it("asks for at least one repository where a list is given", () => {
        expect(roleProblems("abac", { permission: "pull", repositories: [] }).map(problemText)).toEqual([
            "repositories: names no repository. Name at least one, such as team/app or team/*, or * for all repositories.",
        ]);
    });
});

describe("scopeMapActions", () => {
    it.each([
        ["pull", ["content/read", "metadata/read"]],
        ["push", ["content/read", "content/write", "metadata/read"]],
        ["delete", ["content/delete", "content/read", "metadata/read"]],
        ["manage", ["content/delete", "content/read", "content/write", "metadata/read", "metadata/write"]],
    ] as const)("gives for %s exactly %j", (permission, actions) => {
        expect(scopeMapActions([{ permission, repositories: ["team/app"] }])).toEqual(
            actions.map((action) => `repositories/team/app/${action}`),
        );
    });

    it("joins all grants, each action once, in an order that does not depend on theirs", () => {
        const request = fc.record({ permission, repositories: fc.array(pattern, { minLength: 1, maxLength: 4 }) });
        fc.assert(
            fc.property(fc.array(request, { minLength: 1, maxLength: 4 }), (requests) => {
                const actions = scopeMapActions(requests);
                expect(scopeMapActions([...requests].reverse())).toEqual(actions);
                expect(new Set(actions).size).toBe(actions.length);
                const asked = requests.flatMap(({ permission, repositories }) =>
                    repositories.flatMap((name) =>
                        permissions[permission].scopeMapActions.map((action) => `repositories/${name}/${action}`),
                    ),
                );
                expect(new Set(actions)).toEqual(new Set(asked));
            }),
        );
    });
});

describe("scopeProblems", () => {
    it("refuses more than 500 actions", () => {
        const repositories = Array.from({ length: 101 }, (_, index) => `team/app-${index}`);
        expect(scopeProblems({ all: { permission: "manage", repositories } }).map(problemText)).toEqual([
            "all: need 505 actions, and a scope map holds at most 500. Grant prefixes such as team/* in place of single repositories, or make several tokens.",
        ]);
        expect(scopeProblems({ all: { permission: "manage", repositories: repositories.slice(1) } })).toEqual([]);
    });

    it("starts each path at the grant's key", () => {
        expect(
            scopeProblems({
                app: { permission: "pull", repositories: ["a*"] },
                chart: { permission: "pull", repositories: [] },
            }).map(({ path }) => path),
        ).toEqual(["app.repositories[0]", "chart.repositories"]);
    });
});

describe("roleDefinitionId", () => {
    it("is written as ARM answers it", () => {
        expect(roleDefinitionId("11111111-1111-1111-1111-111111111111", "AcrPull")).toBe(
            "/subscriptions/11111111-1111-1111-1111-111111111111/providers/Microsoft.Authorization/roleDefinitions/7f951dda-4ed3-4680-a7ca-43fe172d538d",
        );
    });
});
