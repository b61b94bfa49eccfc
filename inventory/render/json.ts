// The report for machines; inventory/report.schema.json says what is in it.
import type { AccessReport } from "../model";

export const jsonReport = (report: AccessReport): string => `${JSON.stringify(report, null, 2)}\n`;
