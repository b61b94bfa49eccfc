// Scope-map actions: what ACR takes, and what a pattern covers.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
    allowedByScopeMap,
    matchesRepository,
    parseScopeMapAction,
    registryActions,
    systemScopeMaps,
} from "../../registry/scope-maps";

describe("a scope-map action", () => {
    it.each([
        ["repositories/app/content/read", { repository: "app", action: "pull" }],
        ["repositories/team/app/content/write", { repository: "team/app", action: "push" }],
        ["repositories/team/*/content/delete", { repository: "team/*", action: "delete" }],
        ["repositories/*/metadata/read", { repository: "*", action: "metadata_read" }],
        ["repositories/a-b_c.d/metadata/write", { repository: "a-b_c.d", action: "metadata_write" }],
    ])("%s is understood", (text, parsed) => {
        expect(parseScopeMapAction(text)).toEqual(parsed);
    });

    it.each([
        "repositories/sample/*/teamA/content/read",
        "repositories/sample/teamA*/content/read",
        "repositories/sample/teamA/*/projectB/*/content/read",
        "repositories/*/*/content/read",
        "repositories/*app/content/read",
    ])("%s has its wildcard in the wrong place", (text) => {
        expect(parseScopeMapAction(text)).toEqual({
            problem: `The action '${text}' is invalid: a wildcard is supported only as the last part of the repository name, as in 'repositories/team/*/content/read'.`,
        });
    });

    it.each([
        "repositories/app/content/pull",
        "repositories/app/metadata/delete",
        "app/content/read",
        "repositories//content/read",
        "registry/catalog/list",
    ])("%s is none", (text) => {
        expect(parseScopeMapAction(text)).toHaveProperty("problem");
    });

    it("of a repository with capitals is none", () => {
        expect(parseScopeMapAction("repositories/App/content/read")).toEqual({
            problem: "The repository name 'App' of the action 'repositories/App/content/read' is invalid.",
        });
    });
});

const segment = fc.stringMatching(/^[a-z0-9]{1,8}$/);
const repository = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => segments.join("/"));

describe("a repository pattern", () => {
    it("without wildcard covers itself alone", () => {
        fc.assert(
            fc.property(
                repository,
                repository,
                (pattern, name) => matchesRepository(pattern, name) === (pattern === name),
            ),
        );
    });

    it("with a final wildcard covers what is below, at any depth, and not the name before it", () => {
        fc.assert(
            fc.property(repository, repository, (prefix, rest) => {
                expect(matchesRepository(`${prefix}/*`, `${prefix}/${rest}`)).toBe(true);
                expect(matchesRepository(`${prefix}/*`, prefix)).toBe(false);
                expect(matchesRepository(`${prefix}/*`, `${prefix}x/${rest}`)).toBe(false);
            }),
        );
    });

    it("of the star alone covers everything", () => {
        fc.assert(fc.property(repository, (name) => matchesRepository("*", name)));
    });

    it("never covers `team/` itself", () => {
        expect(matchesRepository("team/*", "team/")).toBe(false);
    });
});

describe("a scope map", () => {
    it("adds its actions up", () => {
        fc.assert(
            fc.property(
                fc.array(fc.tuple(repository, fc.constantFrom("content/read", "content/write", "metadata/read"))),
                repository,
                (pairs, name) => {
                    const actions = pairs.map(([target, action]) => `repositories/${target}/${action}`);
                    const together = allowedByScopeMap(actions, name);
                    const apart = new Set(actions.flatMap((action) => [...allowedByScopeMap([action], name)]));
                    expect(together).toEqual(apart);
                },
            ),
        );
    });

    it("of the service for administration allows everything", () => {
        const admin = systemScopeMaps.find(({ name }) => name === "_repositories_admin");
        expect([...allowedByScopeMap(admin?.actions ?? [], "any/repository")].sort()).toEqual(
            [...registryActions].sort(),
        );
    });
});
