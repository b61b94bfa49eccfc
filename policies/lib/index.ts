// What rules, the command line and the access report use of this folder.
export * from "./arm-id";
export type { Assignment } from "./assignments";
export type { Credential } from "./credentials";
export * from "./dates";
export { buildGraph, type Graph } from "./graph";
export { type Kind, kindOf, nounOf } from "./kinds";
export type { Principal, PrincipalType } from "./principals";
export { hostOf, isAzureRegistry, type Registries, type Registry, registryNameOf } from "./registries";
export { dependenciesOf, get, normalise, type RawResource, type Resource, subject } from "./resource";
export * from "./roles";
export { type Input, parseInput, readInput, readState, UnreadableInput } from "./state";
export { type Bag, entries, isOpen, items, read, SECRET, settle, text, UNKNOWN, type Value } from "./value";
export { type Login, runsContainers } from "./workloads";
