// From what a registry granted to the results of the proof, and from the results to the verdict on the whole. Pure.

import { type DataAction, dataActions } from "../azure/actions";
import type { Answer } from "./answers";
import { type CheckResult, type Evidence, type Method, type Outcome, type Verdict, verdict } from "./check-result";

/** What every result of one attempt shares. */
export interface Subject {
    method: Method;
    client: string;
    repository: string;
    /** Who tried, for the evidence. */
    identity: string;
}

/** One result for each judged action on a repository that was asked for with all of them. */
export function judgeActions(
    { identity, method, client, repository }: Subject,
    expected: ReadonlySet<DataAction>,
    answer: Answer<ReadonlySet<DataAction>>,
): CheckResult[] {
    return dataActions.map((action) => {
        const { actual, evidence } = outcomeOf(action, answer);
        return {
            method,
            client,
            action,
            repository,
            expected: expected.has(action) ? "allowed" : "refused",
            actual,
            evidence: { identity, ...evidence },
        };
    });
}

function outcomeOf(action: DataAction, answer: Answer<ReadonlySet<DataAction>>): Outcome {
    if ("outcome" in answer) return answer.outcome;
    const { value: granted, status } = answer;
    const evidence: Evidence = {
        status,
        message: `the token grants ${granted.size === 0 ? "nothing" : [...granted].join(", ")}`,
    };
    return granted.has(action)
        ? { actual: "allowed", evidence: { ...evidence, code: "GRANTED" } }
        : { actual: "refused", evidence: { ...evidence, code: "NOT_GRANTED" } };
}

/** Refusals that no allowed result of the same client and action stands beside: they might be refused to everybody. */
export function withoutControl(results: readonly CheckResult[]): CheckResult[] {
    const key = ({ client, action }: CheckResult) => `${client}\n${action}`;
    const allowed = new Set(results.filter(({ actual }) => actual === "allowed").map(key));
    return results.filter((result) => result.actual === "refused" && !allowed.has(key(result)));
}

/**
 * 0 as declared, 1 any difference, 2 nothing proved. Known exceptions are no difference; with `strict`, what was not asked is
 * one, and what is impossible from here is not.
 */
export function exitCode(results: readonly CheckResult[], { strict }: { strict: boolean }): 0 | 1 | 2 {
    if (results.every(({ actual }) => actual === "skipped" || actual === "error")) return 2;
    const accepted: Verdict[] = [
        "as declared",
        "excepted",
        "impossible from here",
        ...(strict ? [] : (["not asked"] as const)),
    ];
    return results.every((result) => accepted.includes(verdict(result))) ? 0 : 1;
}
