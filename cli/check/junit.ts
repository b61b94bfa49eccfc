// The result of a check as JUnit XML: a test case for each rule and resource. What doesn't fail the check is skipped.
import { type Checked, isMandatory, type Line, openMessage } from "./model";

export function renderJunit(checked: Checked): string {
    const failures = checked.violations.filter(isMandatory);
    const skipped = [
        ...checked.violations.filter((line) => !isMandatory(line)).map((line) => [line, line.message] as const),
        ...checked.undecided.map((line) => [line, openMessage(line)] as const),
        ...checked.exempted.map(
            (line) => [line, `Exempted until ${line.exemption?.expires}: ${line.message}`] as const,
        ),
    ];
    const clean = checked.rules.filter(
        ({ name }) =>
            ![...checked.violations, ...checked.undecided, ...checked.exempted].some((line) => line.rule === name),
    );
    const errors = checked.unread.filter(({ misleads }) => misleads).length;
    const unread = checked.unread.length - errors;
    const tests = failures.length + skipped.length + clean.length + checked.unread.length;
    const counts = `tests="${tests}" failures="${failures.length}" errors="${errors}" skipped="${skipped.length + unread}"`;
    const cases = [
        ...failures.map((line) =>
            testCase(
                line,
                `<failure type="${line.severity}" message="${xml(line.message)}">${xml(details(line))}</failure>`,
            ),
        ),
        ...skipped.map(([line, message]) => testCase(line, `<skipped message="${xml(message)}"/>`)),
        ...checked.unread.map(({ what, why, misleads }) => {
            const message = xml(`Not read: ${what}: ${why}.`);
            const content = misleads
                ? `<error type="unread" message="${message}"/>`
                : `<skipped message="${message}"/>`;
            return `    <testcase classname="acr-auth.reading" name="${xml(what)}">${content}</testcase>`;
        }),
        ...clean.map(({ name, displayName }) => `    <testcase classname="${name}" name="${xml(displayName)}"/>`),
    ];
    return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="acr-auth check" ${counts}>
  <testsuite name="acr-auth check" timestamp="${checked.asOf}T00:00:00" ${counts}>
${cases.join("\n")}
  </testsuite>
</testsuites>
`;
}

function testCase({ rule, subject }: Line, content: string): string {
    return `    <testcase classname="${rule}" name="${xml(subject)}">${content}</testcase>`;
}

function details({ urn, file, text }: Line): string {
    return [urn, file, text?.remediationSteps, text?.url].filter(Boolean).join("\n");
}

const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "\n": "&#10;",
};

/** Text for XML; characters that XML can't hold are left out. */
function xml(value: string): string {
    const legal = [...value].filter((sign) => sign >= " " || "\t\n\r".includes(sign));
    return legal.map((sign) => entities[sign] ?? sign).join("");
}
