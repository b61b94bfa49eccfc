// The schema of the stack config: the settings of the stack and a section for each kind. Any other key is an error.
import { z } from "zod";
import { type Kind, kinds } from "./kinds";
import { credentialName, key, tags } from "./kinds/fields";
import { registries } from "./kinds/registries";

/** Defaults of the stack, and the day that a deployment counts as. */
const settings = {
    location: z.string().optional(),
    resourceGroupName: z.string().optional(),
    asOf: z.string().optional(),
    allowAsOf: z.boolean().optional(),
    tags: tags.optional(),
};

type Sections = { [K in Kind as K["section"]]: z.ZodOptional<z.ZodRecord<typeof key, K["schema"]>> };

/** A section for each kind of a table. */
export const sectionsOf = (table: readonly Pick<Kind, "section" | "schema">[]) =>
    Object.fromEntries(table.map(({ section, schema }) => [section, z.record(key, schema).optional()])) as Sections;

export const stackConfig = z.strictObject({
    ...settings,
    ...sectionsOf(kinds),
    // Without a registry there is nothing to grant; a stack that has none says so with an empty map.
    registries: z.record(key, registries.schema),
    vault: z.strictObject({ name: z.string(), resourceGroupName: z.string() }).optional(),
    exportPasswords: z.array(credentialName).optional(),
});

export type StackConfig = z.infer<typeof stackConfig>;

/** Config values are text; these stay text, all others are JSON. */
export const textKeys: ReadonlySet<string> = new Set(["location", "resourceGroupName", "asOf"]);
