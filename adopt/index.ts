// From what exists to what is declared: the stack config, the import file and the plan of an adoption. Pure.
import type { Graph } from "../estate/graph/graph";
import type { Resource } from "../estate/resource";
import { readDeclared } from "./declared";
import { leftovers } from "./leftovers";
import { type Finding, joined, type Options } from "./model";
import { adoptPrincipals } from "./principals";
import { adoptRegistries } from "./registries";
import { adoptTokens } from "./tokens";

/**
 * What an adoption of the live estate consists of.
 * @param graph what exists, with the gaps of its reading.
 * @param declared resources of the states that declare some of it already; it is left out.
 */
export function adopt(graph: Graph, declared: readonly Resource[], options: Options): Finding {
    const known = readDeclared(declared);
    const registries = adoptRegistries(graph, known, options);
    const tokens = adoptTokens(graph, known, registries, options);
    const taken = tokens.entries.map(({ key }) => key);
    const principals = adoptPrincipals(graph, known, registries, options, taken);
    const rest = { entries: [], moves: [], undeclared: leftovers(graph, known, registries) };
    return joined([registries, tokens, principals, rest]);
}
