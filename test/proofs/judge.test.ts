import { describe, expect, it } from "vitest";
import type { DataAction } from "../../azure/actions";
import { type Actual, type CheckResult, type Expected, type SkipKind, verdict } from "../../proofs/check-result";
import { exitCode, judgeActions, withoutControl } from "../../proofs/judge";

const subject = {
    method: "service principal",
    client: "acr-auth",
    repository: "r.azurecr.io/app",
    identity: "ci",
} as const;

const result = (expected: Expected, actual: Actual, changes: Partial<CheckResult> = {}): CheckResult => ({
    method: "service principal",
    client: "docker",
    action: "pull",
    repository: "r.azurecr.io/app",
    expected,
    actual,
    evidence: {},
    ...changes,
});

const proved = result("allowed", "allowed");
const skipped = (skip: SkipKind) => result("allowed", "skipped", { evidence: { skip } });

describe("judging what a token holds", () => {
    it.each<[DataAction[], DataAction[], string[]]>([
        [["pull"], ["pull"], ["pull as declared", "push as declared", "delete as declared"]],
        [["pull"], ["pull", "push"], ["pull as declared", "push wider", "delete as declared"]],
        [["pull", "push"], ["pull"], ["pull as declared", "push narrower", "delete as declared"]],
        [["pull", "delete"], [], ["pull narrower", "push as declared", "delete narrower"]],
        [[], ["pull", "push", "delete"], ["pull wider", "push wider", "delete wider"]],
    ])("declared %j, granted %j", (declared, granted, expected) => {
        const results = judgeActions(subject, new Set(declared), { value: new Set(granted), status: 200 });
        expect(results.map((each) => `${each.action} ${verdict(each)}`)).toEqual(expected);
    });

    it("keeps the evidence of a token that lacks the action", () => {
        const [, push] = judgeActions(subject, new Set(["pull"]), { value: new Set(["pull"]), status: 200 });
        expect(push).toEqual({
            method: "service principal",
            client: "acr-auth",
            action: "push",
            repository: "r.azurecr.io/app",
            expected: "refused",
            actual: "refused",
            evidence: { identity: "ci", status: 200, message: "the token grants pull", code: "NOT_GRANTED" },
        });
    });

    it("gives every action the outcome of a login that failed", () => {
        const outcome = { actual: "error", evidence: { code: "ETIMEDOUT" } } as const;
        const results = judgeActions(subject, new Set(["pull"]), { outcome });
        expect(results.map(({ actual, evidence }) => [actual, evidence])).toEqual(
            Array(3).fill(["error", { identity: "ci", code: "ETIMEDOUT" }]),
        );
    });
});

describe("the exit code", () => {
    it.each<[string, CheckResult[], boolean, number]>([
        ["everything as declared", [result("allowed", "allowed"), result("refused", "refused")], true, 0],
        ["wider", [result("allowed", "allowed"), result("refused", "allowed")], false, 1],
        ["narrower", [result("allowed", "allowed"), result("allowed", "refused")], false, 1],
        ["an error among proofs", [result("allowed", "allowed"), result("allowed", "error")], false, 1],
        ["a skip among proofs", [proved, skipped("not asked")], false, 0],
        ["something not asked, strictly", [proved, skipped("not asked")], true, 1],
        ["a skip that does not say why, strictly", [proved, result("allowed", "skipped")], true, 1],
        ["something impossible from here, strictly", [proved, skipped("impossible from here")], true, 0],
        ["nothing but skips and errors", [result("allowed", "skipped"), result("refused", "error")], false, 2],
        ["no result", [], false, 2],
    ])("of %s", (_, results, strict, expected) => {
        expect(exitCode(results, { strict })).toBe(expected);
    });
});

describe("a refusal without a control", () => {
    it("is one that no allowed result of the same client and action stands beside", () => {
        const refused = result("refused", "refused");
        const push = result("refused", "refused", { action: "push" });
        const crane = result("refused", "refused", { client: "crane" });
        expect(withoutControl([refused, push, crane, result("allowed", "allowed")])).toEqual([push, crane]);
    });
});
