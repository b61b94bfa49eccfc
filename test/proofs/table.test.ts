import { describe, expect, it } from "vitest";
import type { CheckResult } from "../../proofs/check-result";
import { fittedText } from "../../proofs/lines";
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
                "  action  declared  actual   evidence",
                "repository token, device (current) at r.azurecr.io/app, by docker",
                "  pull    allowed   allowed  exit 0",
                "  pull    refused   refused  exit 0",
                "repository token, unknown identity at r.azurecr.io/app, by docker",
                "  push    allowed   REFUSED  401 UNAUTHORIZED",
                "repository token, ci at r.azurecr.io/app, by docker",
                "  pull    refused   ALLOWED  UNDECLARED_ROLE",
                "repository token, unknown identity at r.azurecr.io/app, by az",
                "  pull    allowed   skipped",
                "repository token, unknown identity, by docker",
                "  pull    allowed   error    ETIMEDOUT",
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
                "  action  declared  actual   evidence",
                "repository token, device (current) at r.azurecr.io/app, by docker",
                "  pull    allowed   allowed  exit 0",
                "",
                "1 result: 1 as declared (1 allowed, 0 refused).",
                "",
            ].join("\n"),
        );
    });

    it("says once what is to be said of several actions", () => {
        const actions = ["pull", "push", "delete"].map((action) => result({ action }));
        const [, ...lines] = renderTable([...actions, result({ action: "login", expected: "refused" })]).split("\n");
        expect(lines.slice(0, 3)).toEqual([
            "repository token, device (current) at r.azurecr.io/app, by docker",
            "  pull, push, delete  allowed   allowed  exit 0",
            "  login               refused   ALLOWED  exit 0",
        ]);
    });

    it("fits 100 columns with long names, but for what is to be copied: commands and ARM ids", () => {
        const name = "container-platform-release-engineering-production-emergency-access";
        const scope = `/subscriptions/${"0".repeat(36)}/resourceGroups/${name}/x/y`;
        const remedy = `az role assignment delete --ids ${scope}`;
        const role = result({
            action: "role Container Registry Repository Contributor",
            repository: `${name.replaceAll("-", "").slice(0, 50)}.azurecr.io`,
            expected: "refused",
            evidence: { identity: name, status: 200, code: "UNDECLARED_ROLE", message: `at ${remedy}`, remedy },
        });
        const exception = { reason: `until ${name} has moved, see ${name}`, owner: name, expires: "2027-01-31" };
        const lines = fittedText(renderTable([role, { ...role, exception }], [`exceptions[0] (${name}, ${name})`]));
        const long = lines.split("\n").filter((line) => line.length > 100);
        const copied = [`      ${scope}`, `    remedy: ${remedy}`];
        expect(long).toEqual([...copied, ...copied]);
    });

    it("prints no control character of a name, a message or a reason", () => {
        const rude = "a\u001b[2J\nb";
        const evidence = { identity: rude, message: rude, remedy: rude, code: rude };
        const exception = { reason: rude, owner: rude, expires: "2027-01-31" };
        const results = [result({ action: rude, repository: rude, expected: "refused", evidence, exception })];
        expect(renderTable(results, [rude])).not.toMatch(/[^\P{Cc}\n]|^b/mu);
    });
});
