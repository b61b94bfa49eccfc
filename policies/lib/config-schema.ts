// JSON schemas of the configuration: for each rule, as the engine validates it, and for the whole file, for editors.
import { packPolicies } from "./config";
import type { Rule } from "./rule";

const exemption = {
    type: "object",
    additionalProperties: false,
    properties: {
        resource: { type: "string", description: "Glob over the resource's name or URN." },
        reason: { type: "string", description: "Why the rule can't be met." },
        owner: { type: "string", description: "Who answers for it." },
        expires: {
            type: "string",
            pattern: "^\\d{4}-\\d{2}-\\d{2}$",
            description: "The last day on which it holds, YYYY-MM-DD.",
        },
    },
} as const;

/** Schema of a rule's own configuration, without the level, which is the engine's. */
export function propertiesOf(rule: Rule) {
    return {
        ...rule.settings,
        unknownIs: {
            type: "string",
            enum: ["undecided", "violation"],
            default: "undecided",
            description: "What a value that is not known before the deployment counts as.",
        },
        exemptions: {
            type: "array",
            items: exemption,
            description: "Resources that may violate the rule; each needs reason, owner and expires.",
        },
    } as const;
}

/** Schema of a configuration file, JSON Schema draft 7. */
export function configFileSchema(rules: readonly Rule[]) {
    const levels = ["disabled", "advisory", "mandatory", "remediate"];
    const level = (rule: Rule) =>
        rule.scope === "resource" && rule.remedy ? levels : levels.filter((name) => name !== "remediate");
    const named = { type: "string", enum: levels };
    const bare = { type: "object", additionalProperties: false };
    const entry = (rule: Rule) => ({
        description: rule.description,
        oneOf: [
            { type: "string", enum: level(rule) },
            {
                type: "object",
                additionalProperties: false,
                properties: {
                    enforcementLevel: { type: "string", enum: level(rule), default: rule.level },
                    ...propertiesOf(rule),
                },
            },
        ],
    });
    return {
        $schema: "http://json-schema.org/draft-07/schema#",
        title: "Configuration of the acr-auth policies",
        type: "object",
        additionalProperties: false,
        properties: {
            all: { type: "string", enum: levels, description: "The level of every rule that has none of its own." },
            ...Object.fromEntries(
                packPolicies.map((name) => [
                    name,
                    { oneOf: [named, { ...bare, properties: { enforcementLevel: named } }] },
                ]),
            ),
            ...Object.fromEntries(rules.map((rule) => [rule.name, entry(rule)])),
        },
    };
}
