// The product's facts of Azure against the emulator's, which never share a table: a mistake in one of them shows here.

import { builtInRoles, covers, systemScopeMaps as emulatedScopeMaps, holdsForRepository } from "acr-emulator";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dataActions, operationsFor, type RepositoryAction, roleDataAction } from "../../azure/actions";
import { allowedRepositories, repositoryCondition } from "../../azure/conditions";
import { intersection, isEmpty, type RepositorySet, repositorySet } from "../../azure/repository-set";
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

    /** Conditions of every form that both parsers know, on few names, so that tests often overlap. */
    const { condition } = fc.letrec<{ condition: string }>((tie) => {
        const attribute = "@Request[Microsoft.ContainerRegistry/registries/repositories:name]";
        const value = fc.constantFrom("app", "APP", "team", "team/", "team/app", "team/*", "t*", "*", "o/?", "");
        const quantifier = fc.constantFrom(
            "ForAnyOfAnyValues",
            "ForAllOfAnyValues",
            "ForAnyOfAllValues",
            "ForAllOfAllValues",
        );
        const operator = fc
            .tuple(
                fc.constantFrom("String", "StringNot"),
                fc.constantFrom("Equals", "StartsWith", "Like"),
                fc.constantFrom("", "IgnoreCase"),
            )
            .map((parts) => parts.join(""));
        const joined = (word: string) =>
            fc.array(tie("condition"), { minLength: 2, maxLength: 3 }).map((parts) => `(${parts.join(` ${word} `)})`);
        return {
            condition: fc.oneof(
                { maxDepth: 4 },
                fc.tuple(operator, value).map(([test, text]) => `${attribute} ${test} '${text}'`),
                fc
                    .tuple(quantifier, operator, fc.array(value, { minLength: 1, maxLength: 3 }))
                    .map(
                        ([over, test, texts]) =>
                            `${attribute} ${over}:${test} {${texts.map((text) => `'${text}'`).join(",")}}`,
                    ),
                fc
                    .constantFrom("content/read", "content/*", "*/Write", "metadata/read")
                    .map((action) => `ActionMatches{'Microsoft.ContainerRegistry/registries/repositories/${action}'}`),
                fc.constantFrom(
                    `Exists ${attribute}`,
                    `@Request[Microsoft.Authorization/roleAssignments:PrincipalId] GuidEquals 'a'`,
                ),
                joined("AND"),
                joined("||"),
                tie("condition").map((inner) => `!(${inner})`),
            ),
        };
    });

    it("are reduced to the repositories on which they hold", () => {
        const repository = fc.constantFrom(
            "app",
            "app2",
            "team",
            "team/app",
            "team/deep/app",
            "teams/app",
            "o/x",
            "o/xy",
        );
        fc.assert(
            fc.property(condition, fc.constantFrom(...repositoryActions), repository, (text, action, name) => {
                const { certain, possible } = allowedRepositories(text, action);
                const holds = holdsForRepository(text, roleDataAction(action), name);
                const isIn = (set: RepositorySet) => !isEmpty(intersection(set, repositorySet([name])));
                if (isIn(certain)) expect(holds).toBe(true);
                if (holds) expect(isIn(possible)).toBe(true);
            }),
            { numRuns: 1000 },
        );
    });
});
