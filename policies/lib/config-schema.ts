// JSON schemas of the configuration: for each rule, as the engine validates it, and for the whole file, for editors.
import { levels, levelsOf, packPolicies, unknownIs } from "./config";
import type { Rule } from "./rule";

/** What every rule can be given beside its own settings. */
const common = {
    unknownIs: {
        type: "string",
        enum: unknownIs,
        default: "undecided",
        description: "What a value that is not known before the deployment counts as.",
    },
    exemptions: {
        type: "array",
        items: {
            type: "object",
            additionalProperties: false,
            properties: {
                resource: { type: "string", description: "Glob over the resource's name or URN." },
                reason: { type: "string", description: "Why the rule can't be met." },
                owner: { type: "string", description: "Who is responsible for the exemption." },
                expires: {
                    type: "string",
                    pattern: "^\\d{4}-\\d{2}-\\d{2}$",
                    description: "The last day on which it applies, YYYY-MM-DD.",
                },
            },
        },
        description: "Resources that may violate the rule; each needs resource, reason, owner and expires.",
    },
} as const;

/** Schema of a rule's own configuration, without the level, which is the engine's. */
export function propertiesOf(rule: Rule) {
    return { ...rule.settings, ...common };
}

/** Schema of a configuration file, JSON Schema draft 7. What every rule has is defined once. */
export function configFileSchema(rules: readonly Rule[]) {
    const level = { type: "string", enum: levels };
    const settings = (properties: object) => ({ type: "object", additionalProperties: false, properties });
    const references = Object.fromEntries(Object.keys(common).map((key) => [key, { $ref: `#/definitions/${key}` }]));
    const entry = (rule: Rule) => {
        const own = { type: "string", enum: levelsOf(rule) };
        const enforcementLevel = { ...own, default: rule.level };
        return {
            description: rule.description,
            oneOf: [own, settings({ enforcementLevel, ...rule.settings, ...references })],
        };
    };
    return {
        $schema: "http://json-schema.org/draft-07/schema#",
        title: "Configuration of the acr-auth policies",
        definitions: common,
        ...settings({
            all: { ...level, description: "The level of every rule that has none of its own." },
            ...Object.fromEntries(
                packPolicies.map((name) => [name, { oneOf: [level, settings({ enforcementLevel: level })] }]),
            ),
            ...Object.fromEntries(rules.map((rule) => [rule.name, entry(rule)])),
        }),
    };
}
