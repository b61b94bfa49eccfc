// The access report: from exported states to who may do what until when, and its formats.
export { buildReport, type InventoryFile, type PolicyView } from "./build";
export { compare } from "./diff";
export { type AccessReport, accessReport, type Exemption, type Finding } from "./model";
export { diffRenderers, reportRenderers } from "./render/formats";
