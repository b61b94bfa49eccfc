// One line for each rule that could not decide everything, for previews and reports.
import type { Finding } from "./judge";

export function undecidedLines(findings: readonly Finding[]): string[] {
    const byRule = new Map<string, string[]>();
    for (const { rule, outcome, message, exemption } of findings) {
        if (outcome !== "unknown" || exemption) continue;
        byRule.set(rule.name, [...(byRule.get(rule.name) ?? []), message]);
    }
    return [...byRule].map(([name, all]) => {
        const messages = [...new Set(all)];
        const shown = messages.slice(0, 2).join(", ");
        const rest = messages.length > 2 ? ` and ${messages.length - 2} more` : "";
        return `${name}: not yet known: ${shown}${rest}.`;
    });
}
