import { describe, expect, it } from "vitest";
import { renderSummary } from "../../local/summary";
import type { CheckResult } from "../../proofs/check-result";

const result = (changes: Partial<CheckResult>): CheckResult => ({
    method: "repository token",
    client: "docker",
    action: "pull",
    repository: "shop0e2a6eb4.azurecr.io/partner/app",
    expected: "allowed",
    actual: "allowed",
    evidence: { identity: "partner (current)", exitCode: 0 },
    ...changes,
});

describe("the summary of npm run local", () => {
    it("counts what is as declared by method and client, and tells each difference in full", () => {
        const message =
            "the token grants pull, push, delete, although the component declares pull for that repository only";
        const remedy = `az role assignment delete --ids /subscriptions/${"0".repeat(36)}/providers/x/y/${"1".repeat(36)}`;
        const text = renderSummary([
            result({}),
            result({}),
            result({ expected: "refused", actual: "refused" }),
            result({ client: "az", actual: "skipped", evidence: { message: "not installed" } }),
            result({ method: "admin user" }),
            result({ method: "admin user", expected: "refused", evidence: { identity: "shop", message, remedy } }),
        ]);
        expect(text).toBe(
            [
                "As declared, by method and client: allowed + refused.",
                "",
                "method            az       docker",
                "repository token  skipped  2 + 1",
                "admin user                 1 differs",
                "",
                "Wider than declared:",
                "  shop, pull on shop0e2a6eb4.azurecr.io/partner/app (docker): the token grants pull, push, delete,",
                "      although the component declares pull for that repository only",
                `    remedy: ${remedy}`,
                "",
                "Not asked:",
                "  unknown identity, pull on shop0e2a6eb4.azurecr.io/partner/app (az): not installed",
                "",
                "6 results: 4 as declared (3 allowed, 1 refused), 1 wider, 1 not asked.",
                "",
            ].join("\n"),
        );
    });
});
