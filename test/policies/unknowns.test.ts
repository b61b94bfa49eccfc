// The promise about values that are not known, tried on every rule: take a stack that violates it, hide one value after
// the other, and the violation may become undecided, but never satisfied.
import { describe, expect, it } from "vitest";
import { buildGraph } from "../../estate/graph/graph";
import { normalise, type RawResource } from "../../estate/resource";
import { defaultsOf, parseRuleConfig } from "../../policies/lib/config";
import { judge } from "../../policies/lib/judge";
import type { Rule } from "../../policies/lib/rule";
import { rules } from "../../policies/rules";
import { cases } from "./cases";
import { secret, unknown } from "./support/resources";
import { today } from "./support/rule-cases";

/** Every way to hide one value inside a value. */
function hidden(value: unknown, by: unknown): unknown[] {
    if (Array.isArray(value)) {
        return [by, ...value.flatMap((item, index) => hidden(item, by).map((other) => value.with(index, other)))];
    }
    if (typeof value === "object" && value !== null && !("ciphertext" in value)) {
        return [
            by,
            ...Object.entries(value).flatMap(([key, item]) =>
                hidden(item, by).map((other) => ({ ...value, [key]: other })),
            ),
        ];
    }
    return [by];
}

/** Every stack in which one input, or one part of it, is hidden; outputs as they were. */
function withOneHidden(resources: readonly RawResource[], by: unknown): RawResource[][] {
    return resources.flatMap((one, index) =>
        Object.entries(one.inputs).flatMap(([key, value]) =>
            hidden(value, by).map((other) =>
                resources.with(index, { ...one, inputs: { ...one.inputs, [key]: other } }),
            ),
        ),
    );
}

function outcomes(rule: Rule, resources: readonly RawResource[], settings: Record<string, unknown> = {}) {
    const { config } = parseRuleConfig(rule, { ...settings, enforcementLevel: "mandatory" });
    const configs = new Map([[rule.name, { ...defaultsOf(rule), ...config }]]);
    return judge(buildGraph(resources.flatMap(normalise)), [rule], configs, today).findings;
}

/** A stack of several violations as several stacks with one each, where a violation takes no more than one resource. */
function single(rule: Rule, resources: readonly RawResource[], settings: Record<string, unknown> | undefined) {
    const isViolated = (stack: readonly RawResource[]) =>
        outcomes(rule, stack, settings).some(({ outcome }) => outcome === "violated");
    const needed = resources.filter((_, index) => isViolated(resources.toSpliced(index, 1)));
    const violating = needed.filter((one) =>
        isViolated([...resources.filter((other) => !needed.includes(other)), one]),
    );
    const context = resources.filter((one) => !violating.includes(one));
    return violating.length > 0 ? violating.map((one) => [...context, one]) : [resources];
}

describe.each(rules.map((rule) => [rule.name, rule] as const))("%s", (name, rule) => {
    it.each([
        ["not known yet", unknown],
        ["a secret", secret],
    ])("never turns a violation into a satisfaction when a value is %s", (_, by) => {
        const { resources = [], settings } = cases[name]?.violating ?? {};
        for (const stack of single(rule, resources, settings)) {
            for (const other of withOneHidden(stack, by)) {
                const found = outcomes(rule, other, settings).map(({ outcome }) => outcome);
                const hiddenOne = other.find((one, index) => one !== stack[index]);
                expect(
                    found.some((outcome) => outcome !== "satisfied"),
                    `${JSON.stringify(hiddenOne?.inputs)}: ${found}`,
                ).toBe(true);
            }
        }
    });
});
