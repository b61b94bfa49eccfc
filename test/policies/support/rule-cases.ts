// The six situations that every rule is tried in, as data.
import type { RawResource } from "../../../estate/resource";

export interface Expectation {
    resources: readonly RawResource[];
    /** The exact messages of the violations, in order. */
    messages: readonly string[];
    /** The rule's own settings, where its defaults won't do. */
    settings?: Record<string, unknown>;
}

export interface RuleCases {
    /** Nothing to complain about, and something was judged. */
    compliant: readonly RawResource[];
    violating: Expectation;
    /** The property that the rule is about is not set. */
    absent: Expectation;
    /** It is not known yet; or why it can never be unknown. */
    unknown: { resources: readonly RawResource[]; undecided: readonly string[] } | { never: string };
    /** With settings of its own; needed by rules that have any. */
    configured?: Expectation;
    /** Whatever else is worth a line. */
    more?: Readonly<Record<string, Expectation>>;
}

/** The day that counts as today in the cases. */
export const today = Date.parse("2026-11-23");
