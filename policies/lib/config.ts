// Configuration of the rules, in the format of Pulumi's policy configuration files: a level, or an object with a level,
// the rule's own settings, exemptions and what an unknown value counts as. Everything wrong is told at once. Parsed by hand:
// the engine configures every rule in every preview, where loading a schema library takes longer than loading the rules.
import { closest, distance } from "fastest-levenshtein";
import { parseTime } from "../../azure/days";
import type { Level, Rule, Setting, SettingValues } from "./rule";

export interface Exemption {
    /** Glob over a resource's name or URN. */
    resource: string;
    reason: string;
    owner: string;
    /** The last day on which it holds, `YYYY-MM-DD`. */
    expires: string;
}

export interface RuleConfig {
    level: Level;
    /** What a value that is not known yet counts as. */
    unknownIs: "undecided" | "violation";
    exemptions: readonly Partial<Exemption>[];
    settings: SettingValues;
}

/** By rule name; a rule that is not named has its defaults. */
export type Config = ReadonlyMap<string, RuleConfig>;

export interface ParsedConfig {
    config: Config;
    problems: readonly string[];
}

/** Policies of the pack that are not rules, but may be named in its configuration. */
export const packPolicies = ["acr-exemptions", "acr-undecided"] as const;

export const levels: readonly Level[] = ["disabled", "advisory", "mandatory", "remediate"];
export const unknownIs: readonly RuleConfig["unknownIs"][] = ["undecided", "violation"];
const exemptionKeys: readonly (keyof Exemption)[] = ["resource", "reason", "owner", "expires"];

/** The levels that a rule can have. */
export function levelsOf(rule: Rule): readonly Level[] {
    return rule.scope === "resource" && rule.remedy ? levels : levels.filter((level) => level !== "remediate");
}

export function defaultsOf(rule: Rule): RuleConfig {
    const settings = Object.entries(rule.settings).map(([key, setting]: [string, Setting]) => [key, setting.default]);
    return { level: rule.level, unknownIs: "undecided", exemptions: [], settings: Object.fromEntries(settings) };
}

export function parseConfig(json: unknown, rules: readonly Rule[]): ParsedConfig {
    if (!isObject(json)) {
        return { config: new Map(), problems: [`must be an object with rule names as keys, not ${given(json)}`] };
    }
    const names = ["all", ...packPolicies, ...rules.map(({ name }) => name)];
    const problems = unknownKeys(Object.keys(json), names, (name) => `rule '${name}'`);
    const config = new Map<string, RuleConfig>();
    const all = json.all === undefined ? undefined : oneOf(json.all, levels, "all", problems);
    for (const name of packPolicies) {
        const raw = json[name];
        if (raw === undefined && all === undefined) continue;
        const entry = isObject(raw) ? raw : { enforcementLevel: raw };
        problems.push(...unknownKeys(Object.keys(entry), ["enforcementLevel"], (key) => `key '${name}.${key}'`));
        const { enforcementLevel: level } = entry;
        config.set(name, {
            level: (level === undefined ? undefined : oneOf(level, levels, name, problems)) ?? all ?? "advisory",
            unknownIs: "undecided",
            exemptions: [],
            settings: {},
        });
    }
    for (const rule of rules) {
        const raw = json[rule.name];
        const parsed = parseRuleConfig(rule, typeof raw === "string" ? { enforcementLevel: raw } : (raw ?? {}));
        problems.push(...parsed.problems);
        const named = isObject(raw) ? raw.enforcementLevel !== undefined : raw !== undefined;
        config.set(rule.name, { ...parsed.config, level: named ? parsed.config.level : (all ?? rule.level) });
    }
    return { config, problems };
}

/** The configuration of one rule, as its own object. */
export function parseRuleConfig(rule: Rule, raw: unknown): { config: RuleConfig; problems: string[] } {
    const defaults = defaultsOf(rule);
    if (!isObject(raw)) {
        return { config: defaults, problems: [`${rule.name} must be a level or an object, not ${given(raw)}`] };
    }
    const { enforcementLevel, unknownIs: unknownAs, exemptions, ...own } = raw;
    const known = ["enforcementLevel", "unknownIs", "exemptions", ...Object.keys(rule.settings)];
    const problems = unknownKeys(Object.keys(raw), known, (key) => `key '${rule.name}.${key}'`);
    const at = <T>(key: string, value: unknown, read: (path: string) => T | undefined): T | undefined =>
        value === undefined ? undefined : read(`${rule.name}.${key}`);
    const level = at("enforcementLevel", enforcementLevel, (path) =>
        oneOf(enforcementLevel, levelsOf(rule), path, problems),
    );
    const config: RuleConfig = {
        level: level ?? defaults.level,
        unknownIs: at("unknownIs", unknownAs, (path) => oneOf(unknownAs, unknownIs, path, problems)) ?? "undecided",
        exemptions: at("exemptions", exemptions, (path) => exemptionsOf(exemptions, path, problems)) ?? [],
        settings: { ...defaults.settings, ...settingsOf(rule, own, problems) },
    };
    return { config, problems };
}

function settingsOf(rule: Rule, raw: Readonly<Record<string, unknown>>, problems: string[]): SettingValues {
    const valid = Object.entries(raw).filter(([key, value]) => {
        const setting = Object.hasOwn(rule.settings, key) ? rule.settings[key] : undefined;
        const expected = setting && mismatch(setting, value);
        if (expected) problems.push(`${rule.name}.${key} must be ${expected}, not ${given(value)}`);
        return setting && !expected;
    });
    return Object.fromEntries(valid) as SettingValues;
}

function exemptionsOf(value: unknown, path: string, problems: string[]): Partial<Exemption>[] {
    if (!Array.isArray(value)) {
        problems.push(`${path} must be a list, not ${given(value)}`);
        return [];
    }
    return value.flatMap((raw, index) => {
        const at = `${path}[${index}]`;
        if (!isObject(raw)) {
            problems.push(`${at} must be an object with ${exemptionKeys.join(", ")}, not ${given(raw)}`);
            return [];
        }
        problems.push(...unknownKeys(Object.keys(raw), exemptionKeys, (key) => `key '${at}.${key}'`));
        for (const key of exemptionKeys) {
            const field = raw[key];
            if (field === undefined) continue;
            if (typeof field !== "string") {
                problems.push(`${at}.${key} must be a string, not ${given(field)}`);
            } else if (key === "expires" && parseTime(field) === undefined) {
                problems.push(`${at}.expires must be a date, YYYY-MM-DD, not ${given(field)}`);
            }
        }
        return [raw as Partial<Exemption>];
    });
}

/** What a setting's value must be, if this one isn't. */
function mismatch(setting: Setting, value: unknown): string | undefined {
    switch (setting.type) {
        case "integer":
            return Number.isInteger(value) && Number(value) >= setting.minimum
                ? undefined
                : `an integer of at least ${setting.minimum}`;
        case "boolean":
            return typeof value === "boolean" ? undefined : "true or false";
        case "string":
            if (typeof value !== "string") return "a string";
            return !setting.enum || setting.enum.includes(value) ? undefined : `one of ${setting.enum.join(", ")}`;
        case "array":
            return Array.isArray(value) && value.every((item) => typeof item === "string")
                ? undefined
                : "a list of strings";
    }
}

function oneOf<T>(value: unknown, allowed: readonly T[], path: string, problems: string[]): T | undefined {
    const found = allowed.find((one) => one === value);
    if (!found) problems.push(`${path} must be one of ${allowed.join(", ")}, not ${given(value)}`);
    return found;
}

function unknownKeys(keys: readonly string[], known: readonly string[], name: (key: string) => string): string[] {
    return keys.filter((key) => !known.includes(key)).map((key) => `unknown ${name(key)}${suggestion(key, known)}`);
}

/** `; did you mean 'x'?` for the nearest name, if one is near. */
function suggestion(key: string, known: readonly string[]): string {
    const best = closest(key, known);
    return distance(key, best) <= Math.max(2, key.length / 3) ? `; did you mean '${best}'?` : "";
}

/** A value as it was given, cut short. */
function given(value: unknown): string {
    const json = JSON.stringify(value);
    return json.length > 40 ? `${json.slice(0, 40)}...` : json;
}

function isObject(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
