// The schema of the stack config: the settings of the stack, and a section for each kind. Any other key is an error.
import { z } from "zod";
import { type Kind, kinds } from "./kinds";
import { credentialName, tags } from "./kinds/fields";

type Sections = { [K in Kind as K["section"]]: K["schema"] };
const sections = Object.fromEntries(kinds.map(({ section, schema }) => [section, schema])) as Sections;

export const stackConfig = z.strictObject({
    location: z.string().optional(),
    resourceGroupName: z.string().optional(),
    asOf: z.string().optional(),
    allowAsOf: z.boolean().optional(),
    tags: tags.optional(),
    ...sections,
    vault: z.strictObject({ name: z.string(), resourceGroupName: z.string() }).optional(),
    exportPasswords: z.array(credentialName).optional(),
});

export type StackConfig = z.infer<typeof stackConfig>;

/** Config values are text; these stay text, all others are JSON. */
export const textKeys: ReadonlySet<string> = new Set(["location", "resourceGroupName", "asOf"]);
