// Runs rules over a graph, under a configuration: verdicts become findings, exemptions are applied and accounted for.
// The pack in the engine and `acr-auth check` both go through here, which is why they agree.

import { formatDay, isOver, parseTime } from "../../azure/days";
import { matchesGlob } from "../../estate/glob";
import type { Graph } from "../../estate/graph/graph";
import { type Resource, standsInAzure } from "../../estate/resource";
import { type Config, defaultsOf, type Exemption, type RuleConfig } from "./config";
import type { Level, ResourceRule, Rule, Verdict } from "./rule";
import { unseen } from "./unread";

export interface Finding extends Verdict {
    rule: Rule;
    level: Level;
    /** The exemption that excuses it. */
    exemption?: Exemption;
}

/** An exemption of the configuration, with what became of it. */
export interface ExemptionUse {
    rule: Rule;
    exemption: Partial<Exemption>;
    /** URNs it excused. */
    excused: readonly string[];
    /** What is wrong with it: incomplete, expired, unused. */
    problem: string | undefined;
}

export interface Report {
    /** Every verdict of every rule that is not disabled, satisfied ones included. */
    findings: readonly Finding[];
    exemptions: readonly ExemptionUse[];
}

export function judge(graph: Graph, rules: readonly Rule[], config: Config, today: number): Report {
    const findings: Finding[] = [];
    const exemptions: ExemptionUse[] = [];
    for (const rule of rules) {
        const ruleConfig = config.get(rule.name) ?? defaultsOf(rule);
        if (ruleConfig.level === "disabled") continue;
        const own = judgeRule(graph, rule, ruleConfig, today);
        findings.push(...own);
        exemptions.push(...usesOf(rule, ruleConfig, own, graph, today));
    }
    return { findings, exemptions };
}

/**
 * What was judged apart as one report: a stack's files, and what exists. An exemption is needed if either needs it.
 */
export function joined(reports: readonly Report[]): Report {
    const [first, ...others] = reports;
    const exemptions = (first?.exemptions ?? []).map((use, index): ExemptionUse => {
        const all = [use, ...others.flatMap(({ exemptions }) => exemptions[index] ?? [])];
        const excused = all.flatMap(({ excused }) => excused);
        const met = all.find(({ problem }) => problem !== namesNothing) ?? use;
        return { ...met, excused, problem: excused.length > 0 ? undefined : met.problem };
    });
    return { findings: reports.flatMap(({ findings }) => findings), exemptions };
}

/** The findings of one rule over the whole graph. */
export function judgeRule(graph: Graph, rule: Rule, config: RuleConfig, today: number): Finding[] {
    const hidden = unseen(graph, rule).map((verdict) => toFinding(verdict, rule, config, today));
    const judged = graph.ofKind(...rule.kinds);
    if (rule.scope === "resource") {
        return [...judged.flatMap((resource) => judgeResource(resource, rule, config, today)), ...hidden];
    }
    if (judged.length === 0) return hidden;
    const verdicts = rule.judge(graph, { today, settings: config.settings });
    return [...verdicts.map((verdict) => toFinding(verdict, rule, config, today)), ...hidden];
}

/** The findings of a rule that needs one resource only. */
export function judgeResource(resource: Resource, rule: ResourceRule, config: RuleConfig, today: number): Finding[] {
    if (!resource.kind || !rule.kinds.includes(resource.kind)) return [];
    if (rule.aboutProgram && standsInAzure(resource)) return [];
    return [rule.judge(resource, { today, settings: config.settings })]
        .flat()
        .map((verdict) => toFinding(verdict, rule, config, today));
}

/** Whether the finding has to be answered: a violation that is not exempted, or an unknown that counts as one. */
export function isViolation(finding: Finding): boolean {
    return finding.outcome === "violated" && !finding.exemption;
}

/** Whether a finding says that something can't be told yet. */
export function isUndecided(finding: Finding): boolean {
    return finding.outcome === "unknown" && !finding.exemption;
}

/** The exemption that excuses a resource, if one holds today. */
export function exemptionFor(resource: Resource, config: RuleConfig, today: number): Exemption | undefined {
    return config.exemptions.find(
        (exemption): exemption is Exemption => !defectOf(exemption, today) && applies(exemption, resource),
    );
}

function toFinding(verdict: Verdict, rule: Rule, config: RuleConfig, today: number): Finding {
    const finding = { ...verdict, rule, level: config.level };
    if (verdict.outcome === "satisfied") return finding;
    const exemption = exemptionFor(verdict.resource, config, today);
    if (exemption) return { ...finding, exemption };
    if (verdict.outcome === "unknown" && config.unknownIs === "violation") {
        const why = verdict.unread === undefined ? "Not known before the deployment" : "Not read";
        return { ...finding, outcome: "violated", message: `${why}: ${verdict.message}.` };
    }
    return finding;
}

const namesNothing = "names no resource of the stack";

function usesOf(
    rule: Rule,
    config: RuleConfig,
    findings: readonly Finding[],
    graph: Graph,
    today: number,
): ExemptionUse[] {
    return config.exemptions.map((exemption): ExemptionUse => {
        const excused = findings
            .filter((finding) => finding.exemption === exemption)
            .map(({ resource }) => resource.urn);
        const defect = defectOf(exemption, today);
        const met = graph.resources.some((resource) => applies(exemption, resource));
        const unused = met ? "is not needed: no resource that it names violates the rule" : namesNothing;
        return { rule, exemption, excused, problem: defect ?? (excused.length === 0 ? unused : undefined) };
    });
}

/** What keeps an exemption from holding. */
function defectOf(exemption: Partial<Exemption>, today: number): string | undefined {
    const missing = (["resource", "reason", "owner", "expires"] as const).filter((key) => !exemption[key]?.trim());
    if (missing.length > 0) return `lacks ${missing.join(", ")}`;
    const end = parseTime(exemption.expires ?? "");
    if (end === undefined) return "has no valid date in expires";
    return isOver(end, today) ? `expired on ${formatDay(end)}` : undefined;
}

function applies(exemption: Partial<Exemption>, resource: Resource): boolean {
    const pattern = exemption.resource ?? "";
    return matchesGlob(pattern, resource.name) || matchesGlob(pattern, resource.urn);
}

/** The sentence about an exemption that is wrong, for every report. */
export function exemptionMessage({ rule, exemption, problem }: ExemptionUse): string {
    return `The exemption from ${rule.name} for '${exemption.resource ?? ""}' ${problem}. Complete it, renew it or remove it.`;
}
