// The report for a terminal of 100 columns. Commands stay in one line, to be copied.

import { groupBy } from "../../estate/group-by";
import { attention } from "../attention";
import type { AccessReport } from "../model";
import { noAccessTo, summary } from "../summary";
import { plain } from "../wording";
import { factsOf, type GrantRow, grantRows, isCompared, passwordRows, unmatchedCredentials } from "./rows";

const columns = 100;

export function textReport(report: AccessReport): string {
    const compared = isCompared(report);
    const sections = [
        [`Registry access on ${report.asOf}`, summary(report)],
        ...[...groupBy(attention(report), ({ level }) => level)].map(([level, items]) => [
            level.toUpperCase(),
            ...items.flatMap(({ title, detail }) => [`  ${title}`, `    ${detail}`]),
        ]),
        ...grantRows(report).map(({ registry, rows }) => [
            [registry.name.toUpperCase(), registry.loginServer, factsOf(registry).join(", ")]
                .filter(Boolean)
                .join("  "),
            ...(rows.length === 0
                ? [`  ${noAccessTo(report)}`]
                : table(
                      ["principal", "permission", "until", ...(compared ? ["declaration"] : []), "repositories"],
                      rows.map((row) => [
                          row.principal,
                          row.permission,
                          row.until,
                          ...(compared ? [row.declaration ?? "not compared"] : []),
                          row.repositories,
                      ]),
                      rows.map(sourceOf),
                  )),
        ]),
        titled(
            "PASSWORDS",
            table(
                ["principal", "method", "next rotation", "last password expires"],
                passwordRows(report).map((row) => [row.principal, row.method, row.rotation, row.ends]),
            ),
        ),
        titled(
            "CREDENTIALS THAT DIFFER FROM THE STATES",
            table(
                ["principal", "declaration", "since", "until", "credential"],
                unmatchedCredentials(report).map((row) => [
                    row.principal,
                    row.declaration,
                    row.since,
                    row.until,
                    `${row.kind} ${row.name}`,
                ]),
            ),
        ),
        titled(
            "FINDINGS",
            report.findings.map(
                ({ rule, verdict, level, message }) =>
                    `  ${verdict === "violated" ? level : verdict}  ${rule}: ${message}`,
            ),
        ),
        titled(
            "EXEMPTIONS",
            report.exemptions.map(
                ({ rule, resource, reason, owner, expires, problem }) =>
                    `  ${resource} from ${rule} until ${expires ?? "no date"}, owner ${owner ?? "nobody"}: ${reason ?? "no reason"}${problem === null ? "" : ` (${problem})`}`,
            ),
        ),
        titled(
            "LIMITATIONS",
            report.limitations.flatMap(({ subject, message, command }) => [
                `  ${subject}: ${message}`,
                ...(command === null ? [] : [`    $ ${command}`]),
            ]),
        ),
    ];
    return `${sections
        .filter((lines) => lines.length > 0)
        .map((lines) => lines.flatMap((line) => wrapped(cleaned(line))).join("\n"))
        .join("\n\n")}\n`;
}

/** What gives a grant: `group, AcrPush on resource group images`. A kind that is its own source is named once. */
const sourceOf = ({ kind, via, note }: GrantRow): string =>
    `${kind === via ? kind : `${kind}, ${via}`}${note === null ? "" : `. ${note}`}`;

const titled = (title: string, lines: string[]): string[] => (lines.length === 0 ? [] : [title, ...lines]);

/** Without control characters, its indentation kept. */
const cleaned = (line: string): string => `${/^ */.exec(line)?.[0] ?? ""}${plain(line)}`;

/** A line in pieces that fit, those after the first indented further. A word that is longer than a line stays whole. */
function wrapped(line: string): string[] {
    const indent = /^ */.exec(line)?.[0] ?? "";
    const pieces: string[] = [];
    let rest = line;
    while (rest.length > columns && !line.startsWith(`${indent}$ `)) {
        const fitting = rest.lastIndexOf(" ", columns);
        const end = fitting > indent.length + 2 ? fitting : rest.indexOf(" ", columns);
        if (end === -1) break;
        pieces.push(rest.slice(0, end).trimEnd());
        rest = `${indent}  ${rest.slice(end).trimStart()}`;
    }
    return [...pieces, rest];
}

/** Columns as wide as their longest entry, the last one open; a line about a row stands below it. */
function table(head: string[], rows: string[][], sources: string[] = []): string[] {
    if (rows.length === 0) {
        return [];
    }
    const clean = [head, ...rows].map((row) => row.map(plain));
    const widths = head.map((_, column) =>
        clean.reduce((width, row) => Math.max(width, (row[column] ?? "").length), 0),
    );
    return clean.flatMap((row, index) => {
        const source = index === 0 ? undefined : sources[index - 1];
        return [
            `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd(),
            ...(source === undefined ? [] : [`      ${source}`]),
        ];
    });
}
