// The report for a terminal.

import { groupBy } from "../../estate/group-by";
import { attention } from "../attention";
import type { AccessReport } from "../model";
import { summary } from "../summary";
import { plain } from "../wording";
import { factsOf, grantRows, passwordRows } from "./rows";

export function textReport(report: AccessReport): string {
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
                ? ["  These files give nobody access to it."]
                : table(
                      ["principal", "kind", "permission", "repositories", "granted by", "until"],
                      rows.map((row) => [
                          row.principal,
                          row.kind,
                          row.permission,
                          row.repositories,
                          row.via,
                          row.until,
                      ]),
                      rows.map(({ note }) => note),
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
                ...(command === null ? [] : [`    ${command}`]),
            ]),
        ),
    ];
    return `${sections
        .filter((lines) => lines.length > 0)
        .map((lines) => lines.map(cleaned).join("\n"))
        .join("\n\n")}\n`;
}

const titled = (title: string, lines: string[]): string[] => (lines.length === 0 ? [] : [title, ...lines]);

/** Without control characters, its indentation kept. */
const cleaned = (line: string): string => `${/^ */.exec(line)?.[0] ?? ""}${plain(line)}`;

/** Columns as wide as their longest entry; a note stands below its row. */
function table(head: string[], rows: string[][], notes: (string | null)[] = []): string[] {
    if (rows.length === 0) {
        return [];
    }
    const clean = [head, ...rows].map((row) => row.map(plain));
    const widths = head.map((_, column) =>
        clean.reduce((width, row) => Math.max(width, (row[column] ?? "").length), 0),
    );
    return clean.flatMap((row, index) => {
        const note = index === 0 ? null : (notes[index - 1] ?? null);
        return [
            `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd(),
            ...(note === null ? [] : [`      ${note}`]),
        ];
    });
}
