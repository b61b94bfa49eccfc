// A rule that compares a property of one resource, or one of two, with accepted values.
import type { Kind } from "../../estate/kinds";
import { get, type Resource, standsInAzure } from "../../estate/resource";
import { isUndetermined, type Value } from "../../estate/value";
import { onPremium } from "./premium";
import { type ResourceRule, type RuleText, resourceRule, satisfied, undecided, type Verdict, violated } from "./rule";

type Condition = (value: Value) => boolean;

interface PropertyRule extends Omit<RuleText, "group" | "settings"> {
    /** What is judged; a registry unless another kind is named. */
    kind?: Kind;
    /** The property exists on Premium registries only, so that other tiers are not asked for it. */
    premiumOnly?: true;
    /** By path: when its value is accepted. One accepted property is enough. */
    accepts: Readonly<Record<string, Condition>>;
    /** Azure Resource Manager takes the property and does not answer it: what was read from Azure leaves it open. */
    writeOnly?: true;
    /** How a finding names values that are not known; the path unless given. */
    undetermined?: string;
    /** Continues the subject: "must not ...". */
    must: string;
    /** An imperative sentence without its full stop. */
    remedy: string;
}

export const is =
    (...accepted: readonly Value[]): Condition =>
    (value) =>
        accepted.includes(value);
export const isNot =
    (refused: Value): Condition =>
    (value) =>
        value !== refused;
export const matches =
    (pattern: RegExp): Condition =>
    (value) =>
        typeof value === "string" && pattern.test(value);

/** The rule is undecided while a property that could still be accepted is not known. */
export function propertyRule(rule: PropertyRule): ResourceRule {
    const { kind = "registry", premiumOnly, writeOnly, accepts, undetermined, must, remedy, ...text } = rule;
    const conditions = Object.entries(accepts);
    const judge = (resource: Resource): Verdict => {
        const isAccepted = ([path, accepted]: readonly [string, Condition]) => {
            const value = get(resource, path);
            return !isUndetermined(value) && accepted(value);
        };
        if (conditions.some(isAccepted)) return satisfied(resource);
        const isOpen = (value: Value) =>
            isUndetermined(value) || (value === undefined && writeOnly === true && standsInAzure(resource));
        if (conditions.some(([path]) => isOpen(get(resource, path)))) {
            return undecided(resource, undetermined ?? Object.keys(accepts).join(" or "));
        }
        return violated(resource, must, remedy);
    };
    return resourceRule({
        ...text,
        group: "hardening",
        settings: {},
        kinds: [kind],
        judge: premiumOnly ? onPremium(judge) : judge,
    });
}
