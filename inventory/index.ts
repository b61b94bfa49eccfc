// The access report: from exported states to who may do what until when, and its formats.
export { buildReport, type InventoryFile, type PolicyView } from "./build";
export { type Change, compare } from "./diff";
export { htmlReport } from "./html/page";
export * from "./model";
export { diffRenderers } from "./render/diff";
export { icalendarReport } from "./render/icalendar";
export { jsonReport } from "./render/json";
export { markdownReport } from "./render/markdown";
export { textReport } from "./render/text";
