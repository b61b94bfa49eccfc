// From the stack's config, as the engine hands it over, to typed values; and from zod's issues to problems that say what
// to do. Pure.
import { z } from "zod";
import type { Problem } from "../components/validation";
import { closestName } from "./closest-name";
import { type StackConfig, stackConfig, textKeys } from "./stack-config";

export interface ReadConfig {
    /** The config; what is invalid in it is left out, so that the rest can be checked all the same. */
    config: StackConfig | undefined;
    /** What is invalid. With any of them, `config` is only good for finding more problems. */
    problems: Problem[];
}

/** Reads every key of the project from the config of the stack. Paths start with `${project}:`. */
export function readConfig(project: string, all: Readonly<Record<string, string>>): ReadConfig {
    const prefix = `${project}:`;
    const raw = Object.fromEntries(
        Object.entries(all)
            .filter(([key]) => key.startsWith(prefix))
            .map(([key, text]) => [key.slice(prefix.length), parsed(key.slice(prefix.length), text)]),
    );
    const result = stackConfig.safeParse(raw);
    if (result.success) {
        return { config: result.data, problems: [] };
    }
    const { issues } = result.error;
    return {
        config: stackConfig.safeParse(withoutInvalid(raw, issues)).data,
        problems: issues.flatMap((issue) => problemsOf(issue, prefix, raw)),
    };
}

/** The config without unknown keys and invalid entries. A registry stays, because others name it. */
function withoutInvalid(raw: Readonly<Record<string, unknown>>, issues: readonly z.core.$ZodIssue[]): unknown {
    const config = structuredClone(raw) as Record<string, unknown>;
    for (const { path, ...issue } of issues) {
        const [section = "", entry] = path.map(String);
        const entries = config[section];
        if (issue.code === "unrecognized_keys") {
            const holder = valueAt(config, path) as Record<string, unknown> | undefined;
            for (const key of issue.keys) {
                delete holder?.[key];
            }
        } else if (entry === undefined || typeof entries !== "object" || entries === null) {
            delete config[section];
        } else if (section === "registries" && issue.code !== "invalid_key") {
            (entries as Record<string, unknown>)[entry] = {};
        } else {
            delete (entries as Record<string, unknown>)[entry];
        }
    }
    return config;
}

function parsed(key: string, text: string): unknown {
    if (textKeys.has(key)) {
        return text;
    }
    try {
        return JSON.parse(text);
    } catch {
        return text;
    }
}

function problemsOf(issue: z.core.$ZodIssue, prefix: string, raw: unknown): Problem[] {
    const path = prefix + pathText(issue.path);
    const given = valueAt(raw, issue.path);
    switch (issue.code) {
        case "unrecognized_keys":
            return issue.keys.map((key) => unknownKey(prefix, issue.path, key));
        case "invalid_key":
            return [
                {
                    path,
                    problem: "is not a valid key",
                    given: issue.path.at(-1),
                    remedy: "Use letters, digits and hyphens, beginning with a letter, at most 50 characters: keys become parts of resource names.",
                },
            ];
        case "invalid_value":
            return given === undefined
                ? [missing(path)]
                : [
                      {
                          path,
                          problem: "is not an allowed value",
                          given,
                          remedy: `Use one of ${issue.values.join(", ")}.`,
                      },
                  ];
        case "invalid_type":
            return given === undefined
                ? [missing(path)]
                : [
                      {
                          path,
                          problem: `is not ${named(issue.expected)}`,
                          given,
                          remedy: remedies[issue.expected] ?? "Correct it.",
                      },
                  ];
        default:
            return [{ path, problem: issue.message, given, remedy: "Correct it." }];
    }
}

function missing(path: string): Problem {
    return { path, problem: "is missing", remedy: "Set it; it is required." };
}

const remedies: Record<string, string> = {
    string: "Write it as a string, in quotes where YAML would read it as something else.",
    number: "Write it as a number, without quotes.",
    boolean: "Write true or false, without quotes.",
    array: "Write it as a list.",
    object: "Write it as a map.",
    record: "Write it as a map.",
};

function named(expected: string): string {
    const names: Record<string, string> = { array: "a list", object: "a map", record: "a map" };
    return names[expected] ?? `a ${expected}`;
}

function unknownKey(prefix: string, path: readonly PropertyKey[], key: string): Problem {
    const known = keysAt(stackConfig, path);
    const suggestion = closestName(key, known);
    return {
        path: prefix + pathText([...path, key]),
        problem: "is not a known key",
        remedy: suggestion === undefined ? `Use one of ${known.join(", ")}.` : `Did you mean ${suggestion}?`,
    };
}

/** The keys that the schema knows at a place. */
function keysAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): string[] {
    if (schema instanceof z.ZodOptional) {
        return keysAt(schema.unwrap(), path);
    }
    const [first, ...rest] = path;
    if (schema instanceof z.ZodRecord) {
        return keysAt(schema.valueType, rest);
    }
    if (schema instanceof z.ZodObject) {
        const next = schema.shape[String(first)];
        return first === undefined || next === undefined ? Object.keys(schema.shape) : keysAt(next, rest);
    }
    return [];
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
    return path.reduce<unknown>(
        (inner, key) =>
            typeof inner === "object" && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined,
        value,
    );
}

function pathText(path: readonly PropertyKey[]): string {
    return path
        .map((part, index) => (typeof part === "number" ? `[${part}]` : `${index === 0 ? "" : "."}${String(part)}`))
        .join("");
}
