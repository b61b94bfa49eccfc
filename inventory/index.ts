// The access report: from exported states to who may do what until when, and its formats.
export { buildReport, type InventoryEstate, type InventoryFile, type PolicyView } from "./build";
export { compare } from "./diff";
export { type AccessReport, accessReport, type Exemption, type Finding } from "./model";
export { withoutKeyId } from "./read/key-id";
export { diffRenderers, reportRenderers } from "./render/formats";
