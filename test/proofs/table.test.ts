import { describe, expect, it } from "vitest";
import type { CheckResult } from "../../proofs/check-result";
import { renderTable } from "../../proofs/table";

const result = (changes: Partial<CheckResult>): CheckResult => ({
    method: "repository token",
    client: "docker",
    action: "pull",
    repository: "r.azurecr.io/app",
    expected: "allowed",
    actual: "allowed",
    evidence: { identity: "device (current)", exitCode: 0 },
    ...changes,
});

describe("the table", () => {
    it("lists every result, then the differences with wider first, then the totals", () => {
        const results = [
            result({}),
            result({
                action: "push",
                expected: "allowed",
                actual: "refused",
                evidence: { status: 401, code: "UNAUTHORIZED", message: "no" },
            }),
            result({
                expected: "refused",
                evidence: { identity: "ci", code: "UNDECLARED_ROLE", message: "why", remedy: "az undo" },
            }),
            result({ client: "az", actual: "skipped", evidence: { message: "not installed" } }),
            result({ client: "az", actual: "skipped", evidence: { message: "away", skip: "impossible from here" } }),
            result({ repository: "", actual: "error", evidence: { code: "ETIMEDOUT" } }),
            result({ expected: "refused", actual: "refused" }),
        ];
        expect(renderTable(results)).toBe(
            [
                "method            who               client  action  repository        declared  actual   evidence",
                "repository token  device (current)  docker  pull    r.azurecr.io/app  allowed   allowed  exit 0",
                "repository token                    docker  push    r.azurecr.io/app  allowed   REFUSED  401 UNAUTHORIZED",
                "repository token  ci                docker  pull    r.azurecr.io/app  refused   ALLOWED  UNDECLARED_ROLE",
                "repository token                    az      pull    r.azurecr.io/app  allowed   skipped",
                "repository token                    az      pull    r.azurecr.io/app  allowed   skipped",
                "repository token                    docker  pull                      allowed   error    ETIMEDOUT",
                "repository token  device (current)  docker  pull    r.azurecr.io/app  refused   refused  exit 0",
                "",
                "Wider than declared:",
                "  ci, pull on r.azurecr.io/app (docker): why",
                "    remedy: az undo",
                "",
                "Narrower than declared:",
                "  unknown identity, push on r.azurecr.io/app (docker): no",
                "",
                "Not checked because of an error:",
                "  unknown identity, pull (docker)",
                "",
                "Not asked:",
                "  unknown identity, pull on r.azurecr.io/app (az): not installed",
                "",
                "Impossible from here:",
                "  unknown identity, pull on r.azurecr.io/app (az): away",
                "",
                "Inconclusive, because every login in this run was refused: push by docker.",
                "7 results: 2 as declared (1 allowed, 1 refused), 1 wider, 1 narrower, 1 error, 1 not asked, 1 impossible from here.",
                "",
            ].join("\n"),
        );
    });

    it("gives a reason once, for all that it is the reason of", () => {
        const skipped = (action: string, message: string) =>
            result({ action, actual: "skipped", evidence: { identity: "ada", message } });
        const text = renderTable([skipped("pull", "away"), skipped("push", "away"), skipped("delete", "asleep")]);
        expect(text.split("\n\n")[1]).toBe(
            [
                "Not asked:",
                "  ada, pull, push on r.azurecr.io/app (docker): away",
                "  ada, delete on r.azurecr.io/app (docker): asleep",
            ].join("\n"),
        );
    });

    it("of nothing but what was declared ends in one line", () => {
        expect(renderTable([result({})])).toBe(
            [
                "method            who               client  action  repository        declared  actual   evidence",
                "repository token  device (current)  docker  pull    r.azurecr.io/app  allowed   allowed  exit 0",
                "",
                "1 result: 1 as declared (1 allowed, 0 refused).",
                "",
            ].join("\n"),
        );
    });
});
