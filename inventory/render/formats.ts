// The formats of the report and of a comparison, by their names on the command line.
import type { Change } from "../diff";
import { htmlReport } from "../html/page";
import type { AccessReport } from "../model";
import { diffMarkdown, diffText } from "./diff";
import { icalendarReport } from "./icalendar";
import { markdownReport } from "./markdown";
import { textReport } from "./text";

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

export const reportRenderers = {
    text: textReport,
    /** `report.schema.json` describes it. */
    json: (report: AccessReport): string => json(report),
    html: htmlReport,
    ics: icalendarReport,
    markdown: markdownReport,
};

export const diffRenderers = {
    text: diffText,
    markdown: diffMarkdown,
    json: (changes: readonly Change[]): string => json({ diffVersion: 2, changes }),
};
