// The result of a check as SARIF 2.1.0, for code scanning.
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
import { createHash } from "node:crypto";
import type { Rule, Severity } from "../../policies/lib/rule";
import { type Checked, isIncomplete, type Line, openMessage } from "./model";

/** GitHub's scale for security findings: critical over 9, high over 7, medium over 4. */
const securitySeverity: Readonly<Record<Severity, string>> = {
    critical: "9.5",
    high: "8.0",
    medium: "5.5",
    low: "2.0",
};

export function renderSarif(checked: Checked): string {
    const ids = checked.rules.map(({ name }) => name);
    const results = [
        ...checked.violations.map((line) => result(line, ids, "fail")),
        ...checked.exempted.map((line) => result(line, ids, "fail")),
        ...checked.undecided.map((line) => result(line, ids, "open")),
    ];
    return `${JSON.stringify(
        {
            $schema: "https://json.schemastore.org/sarif-2.1.0.json",
            version: "2.1.0",
            runs: [
                {
                    tool: { driver: { name: "acr-auth", rules: checked.rules.map(descriptor) } },
                    artifacts: checked.files.map(({ path }) => ({ location: { uri: uri(path) } })),
                    results,
                    ...(checked.unread.length > 0 && {
                        invocations: [
                            {
                                executionSuccessful: !isIncomplete(checked),
                                toolExecutionNotifications: checked.unread.map(({ what, why, misleads }) => ({
                                    level: misleads ? "error" : "warning",
                                    message: { text: `Not read: ${what}: ${why}.` },
                                })),
                            },
                        ],
                    }),
                    properties: { asOf: checked.asOf },
                },
            ],
        },
        undefined,
        2,
    )}\n`;
}

function descriptor(rule: Rule) {
    const crosswalk = Object.values(rule.crosswalk).flat();
    return {
        id: rule.name,
        name: rule.displayName,
        shortDescription: { text: rule.displayName },
        fullDescription: { text: rule.description },
        help: { text: rule.remediationSteps, markdown: `${rule.remediationSteps}\n\n> ${rule.rationale}` },
        helpUri: rule.url,
        defaultConfiguration: { level: rule.level === "mandatory" ? "error" : "warning" },
        properties: {
            tags: ["security", rule.group, ...rule.tags, ...crosswalk],
            precision: "high",
            "security-severity": securitySeverity[rule.severity],
        },
    };
}

function result(line: Line, ids: readonly string[], kind: "fail" | "open") {
    const ruleIndex = ids.indexOf(line.rule);
    return {
        ruleId: line.rule,
        ...(ruleIndex >= 0 && { ruleIndex }),
        kind,
        // The standard wants none for whatever is not a failure.
        level: kind === "open" ? "none" : line.level === "mandatory" ? "error" : "warning",
        message: { text: kind === "open" ? openMessage(line) : line.message },
        locations: [
            {
                physicalLocation: { artifactLocation: { uri: uri(line.file) }, region: { startLine: 1 } },
                ...(line.urn && {
                    logicalLocations: [{ fullyQualifiedName: line.urn, name: line.subject, kind: "resource" }],
                }),
            },
        ],
        partialFingerprints: { "resourceAndRule/v1": fingerprint(line) },
        ...(line.exemption && {
            suppressions: [
                {
                    kind: "external",
                    status: "accepted",
                    justification: `${line.exemption.reason} (${line.exemption.owner}, until ${line.exemption.expires})`,
                },
            ],
        }),
    };
}

function fingerprint({ rule, urn, subject, message }: Line): string {
    return createHash("sha256")
        .update(`${rule}\n${urn ?? message}\n${subject}`)
        .digest("hex")
        .slice(0, 32);
}

function uri(path: string): string {
    return path.split(/[\\/]/).map(encodeURIComponent).join("/");
}
