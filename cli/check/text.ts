// The result of a check for a terminal.
import { plain } from "../../estate/wording";
import { undecidedLines } from "../../policies/lib/undecided";
import { type Checked, type Line, omissionNotes, summaryOf } from "./model";

export function renderText(checked: Checked): string {
    const blocks = [
        ...omissionNotes(checked).map((note) => `note: ${note}`),
        ...checked.violations.map(violation),
        ...undecidedLines(checked.undecided).map((line) => `undecided  ${line}`),
        ...checked.exempted.map(exempted),
        ...checked.unread.map(({ what, why }) => `not read  ${what}: ${why}`),
        `${files(checked)} checked as of ${checked.asOf}: ${summaryOf(checked)}.`,
    ];
    return `${blocks.map(harmless).join("\n")}\n`;
}

/** Names come from programs and directories; none of them may reach into the terminal. */
function harmless(block: string): string {
    return block
        .split("\n")
        .map((line) => `${/^ */.exec(line)?.[0]}${plain(line)}`)
        .join("\n");
}

function violation({ rule, level, severity, message, urn, text }: Line): string {
    const lines = [`${level}  ${rule} (${severity})`, `    ${message}`];
    if (urn) lines.push(`    ${urn}`);
    if (text) lines.push(`    ${text.url}`);
    return lines.join("\n");
}

function exempted({ rule, subject, exemption }: Line): string {
    return `exempted  ${rule}: ${subject} until ${exemption?.expires}, ${exemption?.owner}: ${exemption?.reason}`;
}

function files({ files: checked }: Checked): string {
    const resources = checked.reduce((sum, file) => sum + file.resources, 0);
    return `${checked.map(({ path }) => path).join(", ")} (${resources} ${resources === 1 ? "resource" : "resources"})`;
}
