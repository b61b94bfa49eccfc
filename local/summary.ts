// The check results of `npm run local` at a glance: one table of methods by clients, then every difference in full. Pure.
import { type CheckResult, type Verdict, verdict } from "../proofs/check-result";
import { fittedText } from "../proofs/lines";
import { aligned, renderDifferences } from "../proofs/table";

/** The whole text, ending in a newline. */
export function renderSummary(results: readonly CheckResult[]): string {
    const methods = [...new Set(results.map(({ method }) => method))];
    const clients = [...new Set(results.map(({ client }) => client))].sort();
    const rows = methods.map((method) => [
        method,
        ...clients.map((client) => cell(results.filter((each) => each.method === method && each.client === client))),
    ]);
    return [
        "As declared, by method and client: allowed + refused.\n",
        aligned([["method", ...clients], ...rows]),
        fittedText(renderDifferences(results)),
    ].join("\n");
}

/** `12 + 8`, or how many results differ; empty where the client does not try the method. */
function cell(results: readonly CheckResult[]): string {
    if (results.length === 0) return "";
    const verdicts = results.map(verdict);
    const skipped = results.filter(({ actual }) => actual === "skipped").length;
    const accepted: readonly Verdict[] = ["as declared", "excepted"];
    const differing = verdicts.filter((each) => !accepted.includes(each)).length - skipped;
    if (differing > 0) return `${differing} ${differing === 1 ? "differs" : "differ"}`;
    if (skipped === results.length) return "skipped";
    const proved = (actual: CheckResult["actual"]) => results.filter((each) => each.actual === actual).length;
    return `${proved("allowed")} + ${proved("refused")}`;
}
