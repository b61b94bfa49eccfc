// Configuration of the rules, in the format of Pulumi's policy configuration files: a level, or an object with a level,
// the rule's own settings, exemptions and what an unknown value counts as. Everything wrong is told at once.
import { distance } from "fastest-levenshtein";
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

const levels: readonly Level[] = ["disabled", "advisory", "mandatory", "remediate"];
const exemptionKeys: readonly (keyof Exemption)[] = ["resource", "reason", "owner", "expires"];

export function defaultsOf(rule: Rule): RuleConfig {
    const settings = Object.entries(rule.settings).map(([key, setting]: [string, Setting]) => [key, setting.default]);
    return { level: rule.level, unknownIs: "undecided", exemptions: [], settings: Object.fromEntries(settings) };
}

export function parseConfig(json: unknown, rules: readonly Rule[]): ParsedConfig {
    if (!isObject(json)) return { config: new Map(), problems: ["must be an object with rule names as keys"] };
    const problems: string[] = [];
    const config = new Map<string, RuleConfig>();
    const all = json.all === undefined ? undefined : levelOf(json.all, "all", problems);
    const names = ["all", ...packPolicies, ...rules.map(({ name }) => name)];
    for (const key of Object.keys(json)) {
        if (!names.includes(key)) problems.push(`unknown rule '${key}'${suggestion(key, names)}`);
    }
    for (const name of packPolicies) {
        const raw = json[name];
        if (raw === undefined && all === undefined) continue;
        const level = isObject(raw) ? raw.enforcementLevel : raw;
        for (const key of isObject(raw) ? Object.keys(raw) : []) {
            if (key !== "enforcementLevel") {
                problems.push(`unknown key '${name}.${key}'${suggestion(key, ["enforcementLevel"])}`);
            }
        }
        config.set(name, {
            level: (level === undefined ? undefined : levelOf(level, name, problems)) ?? all ?? "advisory",
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
    const problems: string[] = [];
    const config: RuleConfig = { ...defaultsOf(rule) };
    if (!isObject(raw)) return { config, problems: [`${rule.name} must be a level or an object`] };
    const settings: Record<string, SettingValues[string]> = { ...config.settings };
    for (const [key, value] of Object.entries(raw)) {
        const path = `${rule.name}.${key}`;
        const setting = Object.hasOwn(rule.settings, key) ? rule.settings[key] : undefined;
        if (key === "enforcementLevel") {
            config.level = levelOf(value, path, problems) ?? config.level;
            if (config.level === "remediate" && !(rule.scope === "resource" && rule.remedy)) {
                problems.push(`${path} must not be remediate: this rule can't correct a resource`);
            }
        } else if (key === "unknownIs") {
            if (value === "undecided" || value === "violation") config.unknownIs = value;
            else problems.push(`${path} must be undecided or violation`);
        } else if (key === "exemptions") {
            config.exemptions = exemptionsOf(value, path, problems);
        } else if (setting) {
            const problem = mismatch(setting, value);
            if (problem) problems.push(`${path} must be ${problem}`);
            else settings[key] = value as SettingValues[string];
        } else {
            const known = ["enforcementLevel", "unknownIs", "exemptions", ...Object.keys(rule.settings)];
            problems.push(`unknown key '${path}'${suggestion(key, known)}`);
        }
    }
    return { config: { ...config, settings }, problems };
}

function exemptionsOf(value: unknown, path: string, problems: string[]): Partial<Exemption>[] {
    if (!Array.isArray(value)) {
        problems.push(`${path} must be a list`);
        return [];
    }
    return value.flatMap((raw, index) => {
        const at = `${path}[${index}]`;
        if (!isObject(raw)) {
            problems.push(`${at} must be an object with ${exemptionKeys.join(", ")}`);
            return [];
        }
        for (const [key, field] of Object.entries(raw)) {
            if (!exemptionKeys.includes(key as keyof Exemption)) {
                problems.push(`unknown key '${at}.${key}'${suggestion(key, exemptionKeys)}`);
            } else if (typeof field !== "string") {
                problems.push(`${at}.${key} must be a text`);
            } else if (key === "expires" && parseTime(field) === undefined) {
                problems.push(`${at}.expires must be a date, YYYY-MM-DD`);
            }
        }
        return [raw as Partial<Exemption>];
    });
}

function mismatch(setting: Setting, value: unknown): string | undefined {
    switch (setting.type) {
        case "integer":
            return Number.isInteger(value) && Number(value) >= setting.minimum
                ? undefined
                : `an integer of at least ${setting.minimum}`;
        case "boolean":
            return typeof value === "boolean" ? undefined : "true or false";
        case "string":
            if (typeof value !== "string") return "a text";
            return !setting.enum || setting.enum.includes(value) ? undefined : `one of ${setting.enum.join(", ")}`;
        case "array":
            return Array.isArray(value) && value.every((item) => typeof item === "string")
                ? undefined
                : "a list of texts";
    }
}

function levelOf(value: unknown, path: string, problems: string[]): Level | undefined {
    const level = levels.find((known) => known === value);
    if (!level) problems.push(`${path} must be one of ${levels.join(", ")}`);
    return level;
}

/** `; did you mean 'x'?` for the nearest name, if one is near. */
export function suggestion(given: string, known: readonly string[]): string {
    const [best] = known
        .map((name) => ({ name, distance: distance(given, name) }))
        .sort((a, b) => a.distance - b.distance);
    return best && best.distance <= Math.max(2, given.length / 3) ? `; did you mean '${best.name}'?` : "";
}

function isObject(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
