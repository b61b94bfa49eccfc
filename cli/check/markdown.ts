// The result of a check as a comment on a pull request. The first line lets a pipeline find its comment again.
import { undecidedLines } from "../../policies/lib/undecided";
import { type Checked, isIncomplete, isMandatory, type Line, omissionNotes, summaryOf } from "./model";

export function renderMarkdown(checked: Checked): string {
    const mandatory = checked.violations.filter(isMandatory);
    const advisory = checked.violations.filter((line) => !isMandatory(line));
    const verdict =
        mandatory.length > 0 ? "must be corrected" : isIncomplete(checked) ? "not fully checked" : passed(checked);
    return [
        "<!-- acr-auth check -->",
        `### Registry logins: ${verdict}`,
        "",
        `${checked.files.map(({ path }) => code(path)).join(", ")} as of ${checked.asOf}: ${summaryOf(checked)}.`,
        ...omissionNotes(checked).map((note) => `\n> ${cell(note)}`),
        ...table("Mandatory", mandatory),
        ...table("Advisory", advisory),
        ...list("Undecided", undecidedLines(checked.undecided)),
        ...list(
            "Not read",
            checked.unread.map(({ what, why }) => `${what}: ${why}`),
        ),
        ...list(
            "Exempted",
            checked.exempted.map(
                ({ rule, subject, exemption }) =>
                    `${rule}: ${subject} until ${exemption?.expires}, ${exemption?.owner}: ${exemption?.reason}`,
            ),
        ),
        "",
    ].join("\n");
}

function passed({ files }: Checked): string {
    return files.some(({ form }) => form === "subscription") ? "no mandatory finding" : "may be deployed";
}

function table(title: string, lines: readonly Line[]): string[] {
    if (lines.length === 0) return [];
    const rows = lines.map(({ rule, severity, message, text }) => {
        const name = text ? `[${rule}](${text.url})` : rule;
        return `| ${name} | ${severity} | ${cell(message)} |`;
    });
    return ["", `**${title}**`, "", "| rule | severity | finding |", "|---|---|---|", ...rows];
}

function list(title: string, lines: readonly string[]): string[] {
    return lines.length === 0 ? [] : ["", `**${title}**`, "", ...lines.map((line) => `- ${cell(line)}`)];
}

/** Names come from programs; none of them may end a cell or start a mark-up. */
function cell(value: string): string {
    return value.replace(/[\\|<>[\]`*_~@#]/g, "\\$&").replace(/\s+/g, " ");
}

function code(value: string): string {
    return `\`${value.replaceAll("`", "'")}\``;
}
