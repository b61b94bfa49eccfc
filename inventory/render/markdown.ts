// The report for a pull request or a wiki page.
import { attention } from "../attention";
import type { AccessReport } from "../model";
import { noAccessTo, summary } from "../summary";
import { plain } from "../wording";
import { factsOf, grantRows, isCompared, passwordRows, unmatchedCredentials } from "./rows";

export function markdownReport(report: AccessReport): string {
    const compared = isCompared(report);
    const sections = [
        [`# Registry access on ${report.asOf}`, escaped(summary(report))],
        listed(
            "## Needs attention",
            attention(report).map(
                ({ level, title, detail }) => `**${escaped(level)}: ${escaped(title)}.** ${escaped(detail)}`,
            ),
        ),
        ["## Who may do what"],
        ...grantRows(report).map(({ registry, rows }) => [
            `### ${escaped(registry.name)}`,
            escaped([registry.loginServer, ...factsOf(registry)].filter(Boolean).join(", ")),
            rows.length === 0
                ? noAccessTo(report)
                : table(
                      [
                          "Principal",
                          "Method",
                          "Permission",
                          "Repositories",
                          "Granted by",
                          "Until",
                          ...(compared ? ["Declaration"] : []),
                      ],
                      rows.map((row) => [
                          `${row.principal} (${row.kind})`,
                          row.method,
                          row.permission,
                          row.repositories,
                          row.note === null ? row.via : `${row.via}. ${row.note}`,
                          row.until,
                          ...(compared ? [row.declaration ?? "not compared"] : []),
                      ]),
                  ),
        ]),
        tabled(
            "## Passwords",
            ["Principal", "Method", "Next rotation", "Last password expires"],
            passwordRows(report).map((row) => [row.principal, row.method, row.rotation, row.ends]),
        ),
        tabled(
            "## Credentials that differ from the states",
            ["Principal", "Credential", "Since", "Until", "Declaration"],
            unmatchedCredentials(report).map((row) => [
                row.principal,
                `${row.kind} ${row.name}`,
                row.since,
                row.until,
                row.declaration,
            ]),
        ),
        tabled(
            "## Findings",
            ["Rule", "Verdict", "Severity", "Message"],
            report.findings.map(({ rule, verdict, level, severity, message }) => [
                rule,
                verdict === "violated" ? level : verdict,
                severity,
                message,
            ]),
        ),
        tabled(
            "## Exemptions",
            ["Resource", "Rule", "Reason", "Owner", "Until", "Status"],
            report.exemptions.map(({ resource, rule, reason, owner, expires, problem }) => [
                resource,
                rule,
                reason ?? "",
                owner ?? "",
                expires ?? "",
                problem ?? "valid",
            ]),
        ),
        listed(
            "## Limitations",
            report.limitations.map(
                ({ subject, message, command }) =>
                    `**${escaped(subject)}**: ${escaped(message)}${command === null ? "" : ` ${code(command)}`}`,
            ),
        ),
    ];
    return `${sections.flat().join("\n\n")}\n`;
}

const listed = (title: string, items: string[]): string[] =>
    items.length === 0 ? [] : [title, items.map((item) => `- ${item}`).join("\n")];

const tabled = (title: string, head: string[], rows: string[][]): string[] =>
    rows.length === 0 ? [] : [title, table(head, rows)];

const table = (head: string[], rows: string[][]): string =>
    [head, head.map(() => "---"), ...rows.map((row) => row.map(escaped))]
        .map((row) => `| ${row.join(" | ")} |`)
        .join("\n");

/** Text without a meaning in Markdown or HTML. */
export const escaped = (text: string): string =>
    plain(text)
        .replace(/[\\`*_[\]|~#]/g, "\\$&")
        .replace(/&/g, "&amp;")
        .replace(/</g, "&lt;");

const code = (text: string): string => `\`${plain(text).replace(/`/g, "'")}\``;
