// What could not be decided, in one line for each rule, for previews and reports.

export function undecidedLines(verdicts: readonly { rule: string; message: string }[]): string[] {
    const byRule = new Map<string, Set<string>>();
    for (const { rule, message } of verdicts) byRule.set(rule, (byRule.get(rule) ?? new Set()).add(message));
    return [...byRule].map(([rule, messages]) => {
        const [first, ...others] = messages;
        const rest = others.length > 0 ? ` and ${others.length} more` : "";
        return `${rule}: not yet known: ${first}${rest}.`;
    });
}
