import { describe, expect, it } from "vitest";
import { exitCode, judgeActions, withoutControl } from "../../proofs/judge";
import { type Action, type Actual, type Expected, type ProofLine, verdict } from "../../proofs/line";

const subject = {
    method: "service principal",
    client: "acr-auth",
    repository: "r.azurecr.io/app",
    identity: "ci",
} as const;

const line = (expected: Expected, actual: Actual, changes: Partial<ProofLine> = {}): ProofLine => ({
    method: "service principal",
    client: "docker",
    action: "pull",
    repository: "r.azurecr.io/app",
    expected,
    actual,
    evidence: {},
    ...changes,
});

describe("judging what a token holds", () => {
    it.each<[Action[], Action[], string[]]>([
        [["pull"], ["pull"], ["pull as declared", "push as declared", "delete as declared"]],
        [["pull"], ["pull", "push"], ["pull as declared", "push wider", "delete as declared"]],
        [["pull", "push"], ["pull"], ["pull as declared", "push narrower", "delete as declared"]],
        [["pull", "delete"], [], ["pull narrower", "push as declared", "delete narrower"]],
        [[], ["pull", "push", "delete"], ["pull wider", "push wider", "delete wider"]],
    ])("declared %j, granted %j", (declared, granted, expected) => {
        const lines = judgeActions(subject, new Set(declared), { value: new Set(granted), status: 200 });
        expect(lines.map((each) => `${each.action} ${verdict(each)}`)).toEqual(expected);
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
            evidence: { identity: "ci", status: 200, message: "the token holds pull", code: "NOT_GRANTED" },
        });
    });

    it("gives every action the outcome of a login that failed", () => {
        const outcome = { actual: "error", evidence: { code: "ETIMEDOUT" } } as const;
        const lines = judgeActions(subject, new Set(["pull"]), { outcome });
        expect(lines.map(({ actual, evidence }) => [actual, evidence])).toEqual(
            Array(3).fill(["error", { identity: "ci", code: "ETIMEDOUT" }]),
        );
    });
});

describe("the exit code", () => {
    it.each<[string, ProofLine[], boolean, number]>([
        ["everything as declared", [line("allowed", "allowed"), line("refused", "refused")], true, 0],
        ["wider", [line("allowed", "allowed"), line("refused", "allowed")], false, 1],
        ["narrower", [line("allowed", "allowed"), line("allowed", "refused")], false, 1],
        ["an error among proofs", [line("allowed", "allowed"), line("allowed", "error")], false, 1],
        ["a skip among proofs", [line("allowed", "allowed"), line("allowed", "skipped")], false, 0],
        ["a skip among proofs, strictly", [line("allowed", "allowed"), line("allowed", "skipped")], true, 1],
        ["nothing but skips and errors", [line("allowed", "skipped"), line("refused", "error")], false, 2],
        ["no line", [], false, 2],
    ])("of %s", (_, lines, strict, expected) => {
        expect(exitCode(lines, { strict })).toBe(expected);
    });
});

describe("a refusal without a control", () => {
    it("is one that no allowed line of the same client and action stands beside", () => {
        const refused = line("refused", "refused");
        const push = line("refused", "refused", { action: "push" });
        const crane = line("refused", "refused", { client: "crane" });
        expect(withoutControl([refused, push, crane, line("allowed", "allowed")])).toEqual([push, crane]);
    });
});
