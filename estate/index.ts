// What rules, the command line and the access report use of this folder.
export { type Gap, type GapCause, gapsFor } from "./gap";
export type { Assignment } from "./graph/assignments";
export type { Credential } from "./graph/credentials";
export { buildGraph, type Graph } from "./graph/graph";
export type { Principal, PrincipalType } from "./graph/principals";
export type { Registries, Registry } from "./graph/registries";
export { type Login, runsContainers } from "./graph/workloads";
export { type Kind, kindOf, nounOf } from "./kinds";
export { dependenciesOf, get, normalise, type RawResource, type Resource, subject } from "./resource";
export {
    holdsPlainSecret,
    type Input,
    parseInput,
    parseJson,
    readInput,
    readState,
    UnreadableInput,
} from "./sources/pulumi";
export {
    entries,
    isUndetermined,
    items,
    type PropertyMap,
    read,
    SECRET,
    text,
    UNKNOWN,
    unwrap,
    unwrapDeep,
    type Value,
} from "./value";
