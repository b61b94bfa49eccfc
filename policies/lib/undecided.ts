// What could not be decided, in one line for each rule, for previews and reports. What was not read has a line of its own,
// since another deployment would not tell it.

export function undecidedLines(
    verdicts: readonly { rule: string; message: string; unread?: readonly unknown[] | undefined }[],
): string[] {
    const byRule = new Map<string, Set<string>>();
    for (const { rule, message, unread } of verdicts) {
        const start = `${rule}: ${unread === undefined ? "not yet known" : "not read"}`;
        byRule.set(start, (byRule.get(start) ?? new Set()).add(message));
    }
    return [...byRule].map(([start, messages]) => {
        const [first, ...others] = messages;
        const rest = others.length > 0 ? ` and ${others.length} more` : "";
        return `${start}: ${first}${rest}.`;
    });
}
