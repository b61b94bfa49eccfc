// Every rule in the six situations of its cases; and that each rule has cases which notice when it stops judging.
import { describe, expect, it } from "vitest";
import { buildGraph } from "../../estate/graph/graph";
import { normalise, type RawResource } from "../../estate/resource";
import { type Config, parseRuleConfig, type RuleConfig } from "../../policies/lib/config";
import { type Finding, isUndecided, isViolation, judge } from "../../policies/lib/judge";
import { type Rule, satisfied } from "../../policies/lib/rule";
import { rules } from "../../policies/rules";
import { cases } from "./cases";
import { type RuleCases, today } from "./support/rule-cases";

const enabled = { enforcementLevel: "mandatory" };

function configOf(rule: Rule, raw: Record<string, unknown>): RuleConfig {
    const { config, problems } = parseRuleConfig(rule, { ...enabled, ...raw });
    expect(problems).toEqual([]);
    return config;
}

function findingsOf(rule: Rule, resources: readonly RawResource[], config: RuleConfig): readonly Finding[] {
    const configs: Config = new Map([[rule.name, config]]);
    return judge(buildGraph(resources.flatMap(normalise)), [rule], configs, today).findings;
}

const messagesOf = (findings: readonly Finding[]) => findings.filter(isViolation).map(({ message }) => message);
const undecidedOf = (findings: readonly Finding[]) => findings.filter(isUndecided).map(({ message }) => message);

/** What went wrong, by situation; empty for a rule that does what its cases say. */
function failures(rule: Rule, own: RuleCases): string[] {
    const differs = (actual: unknown, expected: unknown) => JSON.stringify(actual) !== JSON.stringify(expected);
    const run = (resources: readonly RawResource[], raw = {}) => findingsOf(rule, resources, configOf(rule, raw));
    const expectations = Object.entries({
        violating: own.violating,
        absent: own.absent,
        ...(own.configured && { configured: own.configured }),
        ...own.more,
    });
    return [
        ...(run(own.compliant).some(({ outcome }) => outcome === "satisfied") ? [] : ["compliant"]),
        ...expectations
            .filter(([, { resources, messages, settings }]) => differs(messagesOf(run(resources, settings)), messages))
            .map(([situation]) => situation),
        ...("never" in own.unknown || !differs(undecidedOf(run(own.unknown.resources)), own.unknown.undecided)
            ? []
            : ["unknown"]),
    ];
}

it("has cases for every rule and for no other", () => {
    expect(Object.keys(cases).sort()).toEqual(rules.map(({ name }) => name).sort());
});

describe.each(rules.map((rule) => [rule.name, rule] as const))("%s", (name, rule) => {
    const own = cases[name] as RuleCases;

    it("is satisfied by what complies", () => {
        const findings = findingsOf(rule, own.compliant, configOf(rule, {}));
        expect(findings.map(({ outcome }) => outcome)).toEqual(findings.map(() => "satisfied"));
        // A rule that forbids a kind of resource altogether has nothing to be satisfied with.
        if (own.compliant.length > 0) expect(findings).not.toEqual([]);
    });

    it("reports what violates it, with subject, must and remedy", () => {
        const findings = findingsOf(rule, own.violating.resources, configOf(rule, { ...own.violating.settings }));
        expect(messagesOf(findings)).toEqual(own.violating.messages);
        expect(own.violating.messages).not.toEqual([]);
        for (const message of own.violating.messages) {
            expect(message).toMatch(/^[A-Z][\w ]+ '[^']+' must .+\. [A-Z].+\.$/s);
        }
    });

    it("knows what an absent property means", () => {
        expect(messagesOf(findingsOf(rule, own.absent.resources, configOf(rule, {})))).toEqual(own.absent.messages);
    });

    it("never takes an unknown value for a good one", () => {
        if ("never" in own.unknown) return;
        const findings = findingsOf(rule, own.unknown.resources, configOf(rule, {}));
        expect(undecidedOf(findings)).toEqual(own.unknown.undecided);
        expect(own.unknown.undecided).not.toEqual([]);
        expect(messagesOf(findings)).toEqual([]);
    });

    it("takes an unknown value for a violation where it is configured to, and its own settings", () => {
        if (!("never" in own.unknown)) {
            const strict = configOf(rule, { unknownIs: "violation" });
            expect(messagesOf(findingsOf(rule, own.unknown.resources, strict))).toEqual(
                own.unknown.undecided.map((what) => `Not known before the deployment: ${what}.`),
            );
        }
        expect(Object.keys(own.configured?.settings ?? {}).sort()).toEqual(Object.keys(rule.settings).sort());
        if (own.configured) {
            const { settings, resources, messages } = own.configured;
            expect(messagesOf(findingsOf(rule, resources, configOf(rule, { ...settings })))).toEqual(messages);
        }
    });

    it("excuses what is exempted, until the exemption ends", () => {
        const exemption = { resource: "*", reason: "being moved", owner: "platform", expires: "2026-11-23" };
        const { settings, resources, messages } = own.violating;
        const excused = findingsOf(rule, resources, configOf(rule, { ...settings, exemptions: [exemption] }));
        expect(messagesOf(excused)).toEqual([]);
        expect(excused.filter((finding) => finding.exemption && finding.outcome === "violated")).toHaveLength(
            messages.length,
        );
        const ended = configOf(rule, { ...settings, exemptions: [{ ...exemption, expires: "2026-11-22" }] });
        expect(messagesOf(findingsOf(rule, resources, ended))).toEqual(messages);
    });

    it.each(Object.entries(own?.more ?? {}))("%s", (_, { resources, messages, settings }) => {
        expect(messagesOf(findingsOf(rule, resources, configOf(rule, { ...settings })))).toEqual(messages);
    });

    it("is missed when it judges nothing, or everything good", () => {
        expect(
            failures(rule, own).filter((situation) => situation !== "compliant" || own.compliant.length > 0),
        ).toEqual([]);
        const emptied = { ...rule, judge: () => [] } as Rule;
        expect(failures(emptied, own)).not.toEqual([]);
        const blind =
            rule.scope === "resource"
                ? { ...rule, judge: (resource: Parameters<typeof rule.judge>[0]) => satisfied(resource) }
                : { ...rule, judge: (graph: Parameters<typeof rule.judge>[0]) => graph.resources.map(satisfied) };
        expect(failures(blind as Rule, own)).toContain("violating");
    });
});
