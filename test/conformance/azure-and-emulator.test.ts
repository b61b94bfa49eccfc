// The product's facts of Azure against the emulator's, which never share a table: a mistake in one of them shows here.

import { builtInRoles, covers, systemScopeMaps as emulatedScopeMaps, holdsForRepository } from "acr-emulator";
import { describe, expect, it } from "vitest";
import {
    type DataAction,
    dataActions,
    operationsFor,
    type RepositoryAction,
    roleDataAction,
} from "../../azure/actions";
import { readCondition, repositoryCondition } from "../../azure/conditions";
import { type RoleName, roles } from "../../azure/roles";
import { parseScopeMapAction, systemScopeMaps } from "../../azure/scope-maps";

/** What a role definition of the emulator allows on images, by the operations that registries of either mode look at. */
function emulated(id: string) {
    const definition = builtInRoles.find(({ name }) => name === id);
    if (definition === undefined) return undefined;
    return {
        displayName: definition.roleName,
        legacy: dataActions.filter((action) => covers(definition, operationsFor(action)[0], "actions")),
        abac: dataActions.filter((action) => covers(definition, operationsFor(action)[1], "dataActions")),
    };
}

describe("built-in roles", () => {
    const { DataImporter, ...exact } = roles;

    it.each(Object.keys(exact) as (keyof typeof exact)[])("%s allows the same images in the same mode", (name) => {
        const { id, displayName, data, honouredIn } = roles[name as RoleName];
        const modes: readonly string[] = honouredIn;
        expect(emulated(id)).toEqual({
            displayName,
            legacy: modes.includes("legacy") ? data : [],
            abac: modes.includes("abac") ? data : [],
        });
    });

    it("counts ARM's importImage as pushing, which a registry never sees", () => {
        expect(emulated(DataImporter.id)).toEqual({
            displayName: DataImporter.displayName,
            legacy: ["pull"],
            abac: [],
        });
        expect(DataImporter.data).toEqual(["pull", "push"]);
    });
});

describe("system scope maps", () => {
    it("are the same, with the same rights", () => {
        const rights = emulatedScopeMaps.map(({ name, actions }) => [
            name,
            dataActions.filter((action) => actions.some((text) => parseScopeMapAction(text)?.data === action)),
        ]);
        expect(Object.fromEntries(rights)).toEqual(systemScopeMaps);
    });
});

describe("conditions", () => {
    const repositoryActions: RepositoryAction[] = ["content/read", "content/write", "content/delete", "metadata/read"];
    const names = ["app", "App", "app2", "team", "team/app", "team/deep/app", "Team/App", "teams/app", "o/x"];
    /** Whether a repository is one of the patterns, by the documented rule: names and prefixes, without regard to case. */
    const isIn = (patterns: readonly string[], name: string) =>
        patterns.some((pattern) =>
            pattern.endsWith("/*")
                ? name.toLowerCase().startsWith(pattern.slice(0, -1).toLowerCase())
                : name.toLowerCase() === pattern.toLowerCase(),
        );

    it.each([
        [["content/read", "metadata/read"], ["app"]],
        [["content/read"], ["team/*", "app"]],
        [repositoryActions, ["TEAM/*", "o/x"]],
    ] as [RepositoryAction[], string[]][])("for %j on %j holds for these actions there only", (actions, patterns) => {
        const condition = repositoryCondition(actions, patterns) ?? "";
        for (const action of repositoryActions)
            for (const name of names)
                expect([action, name, holdsForRepository(condition, roleDataAction(action), name)]).toEqual([
                    action,
                    name,
                    !actions.includes(action) || isIn(patterns, name),
                ]);
    });

    it.each([
        [["content/read", "content/write"], ["team/*"], ["pull", "push"]],
        [["content/delete"], ["app", "team/app"], ["delete"]],
    ] as [RepositoryAction[], string[], DataAction[]][])("for %j on %j is read back", (actions, patterns, limited) => {
        const condition = repositoryCondition(actions, patterns) ?? "";
        expect(readCondition(condition)).toEqual({ limited, repositories: patterns });
        for (const action of dataActions)
            expect([action, holdsForRepository(condition, operationsFor(action)[1], "elsewhere")]).toEqual([
                action,
                !limited.includes(action),
            ]);
    });
});
