// Reads the stack's config into typed values, and turns zod's issues into problems with a remedy. Pure.
import type { z } from "zod";
import type { Problem } from "../components/inputs/validation";
import { nameRemedy } from "./closest";
import { keysAt, pathText, valueAt } from "./schema-paths";
import { type StackConfig, stackConfig, textKeys } from "./stack-config";

export interface ReadConfig {
    /** The config without its invalid entries, so that the rest can be checked too. */
    config: StackConfig | undefined;
    /** What is invalid. With any of them, `config` is only good for finding more problems. */
    problems: Problem[];
}

/** Reads every key of the project from the config of the stack. Paths start at the top of the config. */
export function readConfig(project: string, all: Readonly<Record<string, string>>): ReadConfig {
    const prefix = `${project}:`;
    const raw = Object.fromEntries(
        Object.entries(all)
            .filter(([key]) => key.startsWith(prefix))
            .map(([key, text]) => [key.slice(prefix.length), parsed(key.slice(prefix.length), text)]),
    );
    const { data, error } = stackConfig.safeParse(raw);
    return error === undefined
        ? { config: data, problems: [] }
        : {
              config: stackConfig.safeParse(withoutInvalid(raw, error.issues)).data,
              problems: error.issues.flatMap((issue) => problemsOf(issue, raw)),
          };
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

/** The config without unknown keys and invalid entries. A registry stays, because others refer to it. */
function withoutInvalid(raw: Readonly<Record<string, unknown>>, issues: readonly z.core.$ZodIssue[]): unknown {
    const config: Record<string, unknown> = structuredClone(raw);
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

function problemsOf(issue: z.core.$ZodIssue, raw: unknown): Problem[] {
    const path = pathText(issue.path);
    const given = valueAt(raw, issue.path);
    const one = (problem: string, remedy: string, value = given): Problem[] => [
        { path, problem, given: value, remedy },
    ];
    switch (issue.code) {
        case "unrecognized_keys":
            return issue.keys.map((key) => ({
                path: pathText([...issue.path, key]),
                problem: "is not a known key",
                remedy: nameRemedy(key, keysAt(stackConfig, issue.path)),
            }));
        case "invalid_key":
            return one("is not a valid key", keyRemedy, issue.path.at(-1));
        case "invalid_value":
        case "invalid_type": {
            if (given === undefined) {
                return one("is missing", "Set it; it is required.");
            }
            if (issue.code === "invalid_value") {
                return one("is not an allowed value", `Use one of ${issue.values.join(", ")}.`);
            }
            const { name = issue.expected, remedy = "Correct it." } = types[issue.expected] ?? {};
            return one(`is not ${name}`, remedy);
        }
        default:
            return one(issue.message, "Correct it.");
    }
}

const keyRemedy =
    "Use letters, digits and hyphens, beginning with a letter, at most 50 characters: keys become parts of resource names.";

const types: Record<string, { name: string; remedy: string }> = {
    string: { name: "a string", remedy: "Write it as a string, in quotes where YAML would read it as something else." },
    number: { name: "a number", remedy: "Write it as a number, without quotes." },
    boolean: { name: "a boolean", remedy: "Write true or false, without quotes." },
    array: { name: "a list", remedy: "Write it as a list." },
    object: { name: "a map", remedy: "Write it as a map." },
    record: { name: "a map", remedy: "Write it as a map." },
};
