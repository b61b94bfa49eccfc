// The proof as text for a terminal: one table, what differs below it with wider first, and one line of totals. Pure.

import { type CheckResult, type Verdict, verdict } from "./check-result";
import { withoutControl } from "./judge";

const headings = ["method", "who", "client", "action", "repository", "declared", "actual", "evidence"];

/** How each kind of difference is introduced, in the order in which they matter. */
const differences: [Verdict, string][] = [
    ["wider", "Wider than declared"],
    ["narrower", "Narrower than declared"],
    ["error", "Not checked because of an error"],
    ["excepted", "Wider than declared, and excepted"],
    ["not asked", "Not asked"],
    ["impossible from here", "Impossible from here"],
];

/** The whole text, ending in a newline. `notices` are about the exceptions' file, a line each. */
export function renderTable(results: readonly CheckResult[], notices: readonly string[] = []): string {
    const rows = results.map((result) => {
        const { method, client, action, repository, expected, actual, evidence } = result;
        const mark = verdict(result) === "wider" || verdict(result) === "narrower" ? actual.toUpperCase() : actual;
        return [method, evidence.identity ?? "", client, action, repository, expected, mark, evidenceText(result)];
    });
    return [aligned([headings, ...rows]), renderDifferences(results, notices)].join("\n");
}

/** What differs, with wider first, and one line of totals. */
export function renderDifferences(results: readonly CheckResult[], notices: readonly string[] = []): string {
    const sections = differences.flatMap(([kind, title]) => {
        const these = results.filter((result) => verdict(result) === kind);
        return these.length === 0 ? [] : [`${title}:\n${described(these)}`];
    });
    const unneeded = notices.length === 0 ? [] : [`Exceptions without effect:\n${notices.map(indented).join("")}`];
    return [...sections, ...unneeded, totals(results)].join("\n");
}

/** Rows of as many cells as the first one, each column as wide as its longest cell. */
export function aligned(rows: readonly string[][]): string {
    const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
    return rows
        .map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "))
        .map((row) => `${row.trimEnd()}\n`)
        .join("");
}

const indented = (line: string): string => `  ${line}\n`;

const evidenceText = ({ evidence: { status, exitCode, code } }: CheckResult): string =>
    [status, exitCode === undefined ? undefined : `exit ${exitCode}`, code]
        .filter((part) => part !== undefined)
        .join(" ");

/** One entry for each reason, however many actions it is the reason of. */
function described(results: readonly CheckResult[]): string {
    const entries = new Map<string, { identity: string; actions: string[]; reason: string }>();
    for (const { client, action, repository, evidence, exception } of results) {
        const { identity = "unknown identity", message, remedy } = evidence;
        const where = repository === "" ? "" : ` on ${repository}`;
        const why = message === undefined ? "" : `: ${message}`;
        const excepted = exception && `excepted until ${exception.expires} by ${exception.owner}: ${exception.reason}`;
        const lines = [excepted, remedy && `remedy: ${remedy}`].flatMap((line) => (line ? `\n    ${line}` : []));
        const reason = `${where} (${client})${why}${lines.join("")}`;
        const entry = entries.get(identity + reason) ?? { identity, actions: [], reason };
        entry.actions.push(action);
        entries.set(identity + reason, entry);
    }
    return [...entries.values()]
        .map(({ identity, actions, reason }) => `  ${identity}, ${actions.join(", ")}${reason}\n`)
        .join("");
}

function totals(results: readonly CheckResult[]): string {
    const count = (kind: Verdict) => results.filter((result) => verdict(result) === kind).length;
    const proved = (actual: CheckResult["actual"]) =>
        results.filter((result) => verdict(result) === "as declared" && result.actual === actual).length;
    const others = differences.map(([kind]) => (count(kind) === 0 ? "" : `, ${count(kind)} ${kind}`)).join("");
    const declared = `${count("as declared")} as declared (${proved("allowed")} allowed, ${proved("refused")} refused)`;
    const alone = new Set(withoutControl(results).map(({ client, action }) => `${action} by ${client}`));
    const control =
        alone.size === 0
            ? ""
            : `Inconclusive, because every login in this run was refused: ${[...alone].join(", ")}.\n`;
    return `${control}${results.length} ${results.length === 1 ? "result" : "results"}: ${declared}${others}.\n`;
}
