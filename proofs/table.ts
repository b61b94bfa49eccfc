// The proof as text for a terminal: one table, what differs below it with wider first, and one line of totals. Pure.

import { groupBy } from "../estate/group-by";
import { plain } from "../estate/wording";
import { type CheckResult, type Verdict, verdict } from "./check-result";
import { withoutControl } from "./judge";

/** How each kind of difference is introduced, in the order in which they matter. */
const differences: [Verdict, string][] = [
    ["wider", "Wider than declared"],
    ["narrower", "Narrower than declared"],
    ["error", "Not checked because of an error"],
    ["excepted", "Wider than declared, and excepted"],
    ["not asked", "Not asked"],
    ["impossible from here", "Impossible from here"],
];

/**
 * The whole text, ending in a newline: who at which repository, and below that the actions. `notices` are about the
 * exceptions' file, a line each.
 */
export function renderTable(results: readonly CheckResult[], notices: readonly string[] = []): string {
    const groups = [...groupBy(results.map(printable), headingOf)].map(
        ([heading, these]) => [heading, rowsOf(these)] as const,
    );
    const rows = groups.flatMap(([, these]) => these);
    const [columns = "", ...lines] = aligned([["action", "declared", "actual", "evidence"], ...rows]).split("\n");
    const text = groups.flatMap(([heading, these]) => [
        heading,
        ...lines.splice(0, these.length).map((line) => `  ${line}`),
    ]);
    return [`  ${columns}`, ...text, "", renderDifferences(results, notices)].join("\n");
}

function headingOf({ method, client, repository, evidence }: CheckResult): string {
    const where = repository === "" ? "" : ` at ${repository}`;
    return `${method}, ${evidence.identity ?? "unknown identity"}${where}, by ${client}`;
}

/** A row for all actions that the same is to be said of. */
function rowsOf(results: readonly CheckResult[]): string[][] {
    const rows = groupBy(results, (result) => {
        const different = verdict(result) === "wider" || verdict(result) === "narrower";
        return [result.expected, different ? result.actual.toUpperCase() : result.actual, evidenceText(result)].join(
            "\n",
        );
    });
    return [...rows].map(([cells, these]) => [
        [...new Set(these.map(({ action }) => action))].join(", "),
        ...cells.split("\n"),
    ]);
}

/** The same with the texts of others, such as names and messages, as they may be printed. */
function printable(result: CheckResult): CheckResult {
    const { action, repository, evidence } = result;
    const texts = Object.entries(evidence).map(([key, value]) => [
        key,
        typeof value === "string" ? plain(value) : value,
    ]);
    return { ...result, action: plain(action), repository: plain(repository), evidence: Object.fromEntries(texts) };
}

/** What differs, with wider first, and one line of totals. */
export function renderDifferences(results: readonly CheckResult[], notices: readonly string[] = []): string {
    const shown = results.map(printable);
    const sections = differences.flatMap(([kind, title]) => {
        const these = shown.filter((result) => verdict(result) === kind);
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

const indented = (line: string): string => `  ${plain(line)}\n`;

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
        const excepted =
            exception && plain(`excepted until ${exception.expires} by ${exception.owner}: ${exception.reason}`);
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
