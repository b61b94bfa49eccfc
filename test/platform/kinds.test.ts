// The table of kinds is the only list of kinds: the config's sections and the stack's outputs are made from it.
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { kinds } from "../../platform/kinds";
import { key } from "../../platform/kinds/fields";
import { sectionsOf, stackConfig } from "../../platform/stack-config";

/** Sections of the config: maps of entries by keys that users choose. */
const sections = Object.entries(stackConfig.shape).flatMap(([section, schema]) => {
    const inner = schema instanceof z.ZodOptional ? schema.unwrap() : schema;
    return inner instanceof z.ZodRecord && inner.keyType === key ? [section] : [];
});

describe("kinds", () => {
    it("are the sections of the stack config, each once", () => {
        expect(sections.sort()).toEqual(kinds.map(({ section }) => section).sort());
    });

    it("come after those that they refer to", () => {
        const order = kinds.map(({ section }) => section);
        expect(order[0]).toBe("registries");
        expect(order.at(-1)).toBe("vaultSecrets");
    });

    it("make a section each, for one more kind as well", () => {
        const mirrors = { section: "mirrors" as const, schema: z.strictObject({ source: z.string() }) };
        const schema = z.strictObject(sectionsOf([...kinds, mirrors as never]));
        const problems = schema.safeParse({ mirrors: { hub: { sorce: "docker.io" } } }).error?.issues ?? [];
        expect(problems.map(({ path, code }) => [path.join("."), code])).toEqual([
            ["mirrors.hub.source", "invalid_type"],
            ["mirrors.hub", "unrecognized_keys"],
        ]);
    });
});
