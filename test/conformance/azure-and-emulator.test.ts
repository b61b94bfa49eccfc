// The product's facts of Azure against the emulator's, which never share a table: a mistake in one of them shows here.

import { builtInRoles, covers, systemScopeMaps as emulatedScopeMaps } from "acr-emulator";
import { describe, expect, it } from "vitest";
import { dataActions, operationsFor } from "../../azure/actions";
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
