// What `acr-auth check` found, in the form that every format renders: violations, what is undecided, what is exempted.

import type { Gap } from "../../estate/gap";
import { subject } from "../../estate/resource";
import { type Config, defaultsOf } from "../../policies/lib/config";
import {
    type ExemptionUse,
    exemptionMessage,
    type Finding,
    isUndecided,
    isViolation,
    type Report,
} from "../../policies/lib/judge";
import type { Level, Rule, Severity } from "../../policies/lib/rule";
import { undecidedLines } from "../../policies/lib/undecided";

/** A file, or a subscription that was read from Azure. */
export interface CheckedFile {
    /** The file's path, or `subscription ID`. */
    path: string;
    form: "state" | "plan" | "subscription" | "directory";
    resources: number;
    /** Unchanged resources that a plan leaves out. */
    omitted: number;
}

export interface Checked {
    /** `YYYY-MM-DD`. */
    asOf: string;
    files: readonly CheckedFile[];
    rules: readonly Rule[];
    violations: readonly Line[];
    undecided: readonly Line[];
    exempted: readonly Line[];
    /** How many verdicts were good. */
    satisfied: number;
    exemptions: readonly ExemptionUse[];
    /** What could not be read. */
    unread: readonly Unread[];
}

export interface Unread extends Gap {
    /** Whether a violation of a mandatory policy may be hidden, and the service rather than the caller is why. */
    misleads: boolean;
}

/** One finding, as the reports say it. */
export interface Line {
    rule: string;
    level: Level;
    severity: Severity;
    /** `Container registry 'images'`; the whole stack for a finding about exemptions. */
    subject: string;
    urn: string | undefined;
    type: string | undefined;
    file: string;
    message: string;
    text: Rule | undefined;
    exemption?: Finding["exemption"];
    /** For an undecided finding: what was not read, where that is why. */
    unread?: readonly Gap[];
}

const severities: readonly Severity[] = ["critical", "high", "medium", "low"];
const levels: readonly Level[] = ["mandatory", "advisory"];

export function toChecked(
    report: Report,
    rules: readonly Rule[],
    config: Config,
    files: readonly CheckedFile[],
    asOf: string,
    gaps: readonly Gap[] = [],
): Checked {
    const fallback = files[0]?.path ?? "";
    const violations = report.findings.filter(isViolation).map((finding) => toLine(finding, fallback));
    const aboutExemptions = config.get("acr-exemptions")?.level ?? "advisory";
    const undecided = report.findings.filter(isUndecided).map((finding) => toLine(finding, fallback));
    const aboutUndecided = isFailing(config.get("acr-undecided")?.level) ? undecidedLines(undecided) : [];
    const defects = aboutExemptions === "disabled" ? [] : report.exemptions.filter(({ problem }) => problem);
    const needed = new Set(undecided.filter(isMandatory).flatMap(({ unread = [] }) => unread));
    return {
        asOf,
        files,
        rules: rules.filter((rule) => (config.get(rule.name) ?? defaultsOf(rule)).level !== "disabled"),
        violations: [
            ...violations,
            ...defects.map((use) =>
                stackLine(
                    "acr-exemptions",
                    `Exemption from ${use.rule.name}`,
                    exemptionMessage(use),
                    aboutExemptions,
                    fallback,
                ),
            ),
            ...aboutUndecided.map((message) => stackLine("acr-undecided", "Stack", message, "mandatory", fallback)),
        ].sort(byWeight),
        undecided,
        exempted: report.findings.filter(({ exemption }) => exemption).map((finding) => toLine(finding, fallback)),
        satisfied: report.findings.filter(({ outcome }) => outcome === "satisfied").length,
        exemptions: report.exemptions,
        unread: gaps.map((gap) => ({ ...gap, misleads: gap.cause !== "notRequested" && needed.has(gap) })),
    };
}

/** Whether a mandatory policy may be violated unseen, so that a result without violations would mislead. */
export function isIncomplete({ unread }: Checked): boolean {
    return unread.some(({ misleads }) => misleads);
}

/** An undecided finding in a sentence. */
export function openMessage({ message, unread }: Line): string {
    return `${unread === undefined ? "Not yet known" : "Not read"}: ${message}.`;
}

export function isMandatory({ level }: Pick<Line, "level">): boolean {
    return level === "mandatory";
}

/** `2 mandatory, 1 advisory, 3 undecided, 0 exempted; 40 satisfied`. */
export function summaryOf({ violations, undecided, exempted, satisfied }: Checked): string {
    const mandatory = violations.filter(isMandatory).length;
    const advisory = violations.length - mandatory;
    return `${mandatory} mandatory, ${advisory} advisory, ${undecided.length} undecided, ${exempted.length} exempted; ${satisfied} satisfied`;
}

/** What has to be known to read the result of a plan without its unchanged resources. */
export function omissionNotes({ files }: Checked): string[] {
    return files
        .filter(({ omitted }) => omitted > 0)
        .map(
            ({ path, omitted }) =>
                `${path} leaves out ${omitted} unchanged ${omitted === 1 ? "resource" : "resources"}; create the plan with --show-sames, so that the rules see them.`,
        );
}

function toLine(finding: Finding, fallback: string): Line {
    const { rule, resource, message, exemption, unread } = finding;
    return {
        rule: rule.name,
        // A rule that would correct the resource in a deployment can't in a file: there it is a violation like another.
        level: finding.level === "remediate" ? "mandatory" : finding.level,
        severity: rule.severity,
        subject: subject(resource),
        urn: resource.urn || undefined,
        type: resource.type || undefined,
        file: resource.file ?? fallback,
        message,
        text: rule,
        ...(exemption && { exemption }),
        ...(unread && { unread }),
    };
}

/** A finding about the whole of it. */
function stackLine(rule: string, subject: string, message: string, level: Level, file: string): Line {
    return {
        rule,
        level: isFailing(level) ? "mandatory" : level,
        severity: "low",
        subject,
        urn: undefined,
        type: undefined,
        file,
        message,
        text: undefined,
    };
}

function isFailing(level: Level | undefined): boolean {
    return level === "mandatory" || level === "remediate";
}

function byWeight(a: Line, b: Line): number {
    return (
        levels.indexOf(a.level) - levels.indexOf(b.level) ||
        severities.indexOf(a.severity) - severities.indexOf(b.severity)
    );
}
