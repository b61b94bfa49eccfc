// The result of a check for programs.
import { type Checked, isIncomplete, isMandatory, type Line } from "./model";

export function renderJson(checked: Checked): string {
    const mandatory = checked.violations.filter(isMandatory).length;
    return `${JSON.stringify(
        {
            asOf: checked.asOf,
            files: checked.files,
            summary: {
                mandatory,
                advisory: checked.violations.length - mandatory,
                undecided: checked.undecided.length,
                exempted: checked.exempted.length,
                satisfied: checked.satisfied,
                unread: checked.unread.length,
            },
            complete: !isIncomplete(checked),
            violations: checked.violations.map(line),
            undecided: checked.undecided.map(line),
            exempted: checked.exempted.map(line),
            exemptions: checked.exemptions.map(({ rule, exemption, excused, problem }) => ({
                rule: rule.name,
                ...exemption,
                excused,
                ...(problem && { problem }),
            })),
            unread: checked.unread.map(({ what, why, cause, within, misleads }) => ({
                what,
                why,
                cause,
                ...(within && { within }),
                misleads,
            })),
        },
        undefined,
        2,
    )}\n`;
}

function line({ text, unread, ...fields }: Line) {
    return {
        ...fields,
        ...(unread && { unread: unread.map(({ what }) => what) }),
        ...(text && { remediation: text.remediationSteps, url: text.url, crosswalk: text.crosswalk, tags: text.tags }),
    };
}
