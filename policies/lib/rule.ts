// What a rule is: its text, its settings, and a pure function from a resource or the graph to verdicts.
import type { Gap } from "../../estate/gap";
import type { Graph } from "../../estate/graph/graph";
import type { Kind } from "../../estate/kinds";
import { get, type Resource, subject } from "../../estate/resource";
import { isUndetermined, type PropertyMap, type Value } from "../../estate/value";

export type Severity = "low" | "medium" | "high" | "critical";
/** `remediate` is only for rules that can: the engine then corrects the resource before it is created or updated. */
export type Level = "disabled" | "advisory" | "mandatory" | "remediate";

/** A rule's ids in other tools. */
export interface Crosswalk {
    checkov?: readonly string[];
    psrule?: readonly string[];
    /** Definition ids of Azure Policy built-ins, or their first eight digits. */
    azurePolicy?: readonly string[];
    kics?: readonly string[];
}

export type Setting = { description: string } & (
    | { type: "integer"; default: number; minimum: number }
    | { type: "boolean"; default: boolean }
    | { type: "string"; default: string; enum?: readonly string[] }
    | { type: "array"; items: { type: "string" }; default: readonly string[] }
);
export type Settings = Readonly<Record<string, Setting>>;
type ValueOf<S extends Setting> = S["type"] extends "integer"
    ? number
    : S["type"] extends "boolean"
      ? boolean
      : S["type"] extends "string"
        ? string
        : readonly string[];
export type SettingValues = Readonly<Record<string, number | boolean | string | readonly string[]>>;
type ValuesOf<S extends Settings> = { readonly [Key in keyof S]: ValueOf<S[Key]> };

export interface Context<Values = SettingValues> {
    /** Midnight UTC of the day that counts as today, in milliseconds. */
    today: number;
    settings: Values;
}

export interface Verdict {
    outcome: "violated" | "satisfied" | "unknown";
    resource: Resource;
    /** For a violation: subject, must, remedy. For an unknown: what is not known. Never a property's value. */
    message: string;
    /** For an unknown: what the source could not read, where that is the reason. */
    unread?: readonly Gap[];
}

/** The text of a rule; the documentation's table and the reports are made of it. */
export interface RuleText {
    /** `<what>-<verb>-<what>`; the file is named like its tail. */
    name: string;
    displayName: string;
    /** One sentence with "must". */
    description: string;
    group: "authentication" | "hardening";
    severity: Severity;
    /** Level of the default profile. */
    level: Level;
    /** Level of the strict profile, where it differs. */
    strictLevel?: Level;
    remediationSteps: string;
    url: string;
    tags: readonly string[];
    crosswalk: Crosswalk;
    /** It is about what a program says, so that nothing that was read from Azure itself is judged by it. */
    aboutProgram?: true;
    /** One or two sentences: what goes wrong in practice where the rule is violated. */
    rationale: string;
    settings: Settings;
}

/** A rule that judges one resource by itself, so that the engine can stop before the resource is touched. */
export interface ResourceRule extends RuleText {
    scope: "resource";
    kinds: readonly Kind[];
    judge(resource: Resource, context: Context): Verdict | readonly Verdict[];
    /** The top-level properties to set, for the level `remediate`. */
    remedy?(inputs: PropertyMap): PropertyMap;
}

/** A rule about how resources belong together; judged when all of them are known to the engine. */
export interface GraphRule extends RuleText {
    scope: "graph";
    /** What it judges; a stack without any of them is not judged. */
    kinds: readonly Kind[];
    judge(graph: Graph, context: Context): readonly Verdict[];
}

export type Rule = ResourceRule | GraphRule;

type ResourceRuleBody<S extends Settings> = Omit<ResourceRule, "scope" | "settings" | "judge"> & {
    settings: S;
    judge(resource: Resource, context: Context<ValuesOf<S>>): Verdict | readonly Verdict[];
};
type GraphRuleBody<S extends Settings> = Omit<GraphRule, "scope" | "settings" | "judge"> & {
    settings: S;
    judge(graph: Graph, context: Context<ValuesOf<S>>): readonly Verdict[];
};

export function resourceRule<const S extends Settings>(rule: ResourceRuleBody<S>): ResourceRule {
    return { scope: "resource", ...rule };
}

export function graphRule<const S extends Settings>(rule: GraphRuleBody<S>): GraphRule {
    return { scope: "graph", ...rule };
}

/** `must` continues the subject ("must not enable ..."); `remedy` is an imperative sentence without its full stop. */
export function violated(resource: Resource, must: string, remedy: string): Verdict {
    return { outcome: "violated", resource, message: `${subject(resource)} ${must}. ${remedy}.` };
}

export function satisfied(resource: Resource): Verdict {
    return { outcome: "satisfied", resource, message: "" };
}

/** `what` names the property that is not known, or what can't be told from it. */
export function undecided(resource: Resource, what: string): Verdict {
    return { outcome: "unknown", resource, message: `${what} of ${subject(resource)}` };
}

/** Undecided because the source could not read what `what` names: some of it may exist unseen. */
export function unread(resource: Resource, what: string, gaps: readonly Gap[]): Verdict {
    return { ...undecided(resource, what), unread: gaps };
}

/** The verdict on one property: undecided while its value is not known. */
export function judgeValue(
    resource: Resource,
    path: string,
    accepts: (value: Value) => boolean,
    must: string,
    remedy: string,
): Verdict {
    const value = get(resource, path);
    if (isUndetermined(value)) return undecided(resource, path);
    return accepts(value) ? satisfied(resource) : violated(resource, must, remedy);
}
