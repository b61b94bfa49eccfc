// Findings and exemptions of the policies, in the form of the access report.

import { timeOf } from "../azure/days";
import type { Graph } from "../estate/index";
import type { Exemption, Finding, PolicyView } from "../inventory/index";
import type { Config } from "../policies/lib/config";
import { type Finding as Judged, judge } from "../policies/lib/judge";
import { authenticationRules } from "../policies/rules";

/**
 * What the rules about authentication say about the graph on a day written `YYYY-MM-DD`, without satisfied verdicts.
 * Hardening rules are left to `acr-auth check`: they do not concern who may do what.
 */
export function policyView(graph: Graph, config: Config, asOf: string): PolicyView {
    const { findings, exemptions } = judge(graph, authenticationRules, config, timeOf(asOf));
    return {
        findings: findings.filter(({ outcome }) => outcome !== "satisfied").map(toFinding),
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

const toFinding = ({ rule, outcome, level, exemption, resource, message }: Judged): Finding => ({
    rule: rule.name,
    verdict: exemption !== undefined ? "exempted" : outcome === "violated" ? "violated" : "undetermined",
    level: level === "advisory" ? "advisory" : "mandatory",
    severity: rule.severity,
    resource: resource.urn,
    message: outcome === "unknown" ? `Not known from these files: ${message}.` : message,
});
