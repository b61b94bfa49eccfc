// The emulator as a library: what tests written in TypeScript start, steer and look into. Everybody else uses the command
// (main.ts) and its control API.
export { covers } from "./authorization/access-control";
export { builtInRoles } from "./authorization/built-in-roles";
export { holdsForRepository } from "./authorization/condition-language";
export { type EmulatorOptions, type FederatedTokenRequest, type RunningEmulator, startEmulator } from "./emulator";
export { addEstate, type EstateOptions } from "./estate";
export { systemScopeMaps } from "./registry/scope-maps";
export type { Clock, Emulator, Fault } from "./server/service";
export { type Profile, type Settings, settingsOf } from "./server/settings";
export type { Credentials, Deployer } from "./state/seed";
