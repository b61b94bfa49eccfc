import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { stackConfig } from "../../platform/stack-config";

/** Every key that the schema knows, at any depth. */
function keysOf(schema: z.core.$ZodType): string[] {
    if (schema instanceof z.ZodOptional) {
        return keysOf(schema.unwrap());
    }
    if (schema instanceof z.ZodRecord) {
        return keysOf(schema.valueType);
    }
    if (schema instanceof z.ZodObject) {
        return Object.entries(schema.shape).flatMap(([key, inner]) => [key, ...keysOf(inner)]);
    }
    return [];
}

describe("docs/stack-config.md", () => {
    const text = readFileSync("docs/stack-config.md", "utf8");

    it("names every key of the stack config", () => {
        const missing = [...new Set(keysOf(stackConfig))].filter((key) => !text.includes(`\`${key}\``));
        expect(missing).toEqual([]);
    });

    it("names no key of its tables that the stack config does not know", () => {
        const known = new Set(keysOf(stackConfig));
        const named = [...text.matchAll(/^\| `(\w+)` \|/gm)].map(([, key = ""]) => key);
        expect(named.filter((key) => !known.has(key))).toEqual([]);
        expect(named.length).toBeGreaterThan(40);
    });
});
