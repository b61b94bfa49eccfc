// Markdown of the plan. Names come from outside: none may end a line, start mark-up or leave a code span.
import { plain } from "../estate/wording";

export const escaped = (text: string): string =>
    plain(text)
        .replace(/[\\`*_[\]|~#<>]/g, "\\$&")
        .replace(/&/g, "&amp;");

export const code = (text: string): string => `\`${plain(text).replaceAll("`", "'")}\``;

/** A heading with what stands below it; nothing where there is nothing below. */
export function section(title: string, intro: string, lines: readonly string[]): string[] {
    return lines.length === 0 ? [] : ["", `## ${title}`, "", intro, "", ...lines];
}
