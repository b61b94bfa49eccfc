// Findings and exemptions of the policies, in the form of the access report.

import { timeOf } from "../azure/days";
import type { Graph } from "../estate/index";
import { type Exemption, type Finding, type PolicyView, withoutKeyId } from "../inventory/index";
import type { Config } from "../policies/lib/config";
import { type Finding as Judged, joined, judge } from "../policies/lib/judge";
import { authenticationRules } from "../policies/rules";

/**
 * What the rules about authentication say about the graphs, each by itself, on a day written `YYYY-MM-DD`, without satisfied verdicts.
 * Hardening rules are left to `acr-auth check`: they do not concern who may do what.
 */
export function policyView(graphs: readonly Graph[], config: Config, asOf: string): PolicyView {
    const reports = graphs.map((graph) => judge(graph, authenticationRules, config, timeOf(asOf)));
    const { exemptions } = joined(reports);
    return {
        findings: once(
            reports.map(({ findings }) => findings.filter(({ outcome }) => outcome !== "satisfied").map(toFinding)),
        ),
        exemptions: exemptions.map(
            ({ rule, exemption, excused, problem }): Exemption => ({
                rule: rule.name,
                resource: exemption.resource ?? "",
                reason: exemption.reason ?? null,
                owner: exemption.owner ?? null,
                expires: exemption.expires ?? null,
                excused: [...excused],
                problem: problem ?? null,
            }),
        ),
    };
}

/** What a state declares and what exists often violate a rule in the same words: that is said once. */
function once(sides: readonly (readonly Finding[])[]): Finding[] {
    const found = new Map<string, Finding>();
    for (const side of sides) {
        const counts = new Map<string, number>();
        for (const one of side) {
            const text = JSON.stringify({ ...one, resource: null });
            const count = (counts.get(text) ?? 0) + 1;
            counts.set(text, count);
            found.set(`${text} ${count}`, one);
        }
    }
    return [...found.values()];
}

const toFinding = ({ rule, outcome, level, exemption, resource, message, unread }: Judged): Finding => ({
    rule: rule.name,
    verdict: exemption !== undefined ? "exempted" : outcome === "violated" ? "violated" : "undetermined",
    level: level === "advisory" ? "advisory" : "mandatory",
    severity: rule.severity,
    resource: withoutKeyId(resource.urn) || null,
    message: outcome === "unknown" ? `${unread ? "Not read" : "Not known from these files"}: ${message}.` : message,
});
