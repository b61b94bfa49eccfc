// The graph of some resources, as its tests build it.
import { expect } from "vitest";
import { buildGraph } from "../../../estate/graph/graph";
import { normalise, type RawResource } from "../../../estate/resource";

export const graphOf = (...resources: RawResource[]) => buildGraph(resources.flatMap(normalise));

/** The one element of a list. */
export const only = <Item>(list: readonly Item[]): Item => {
    expect(list).toHaveLength(1);
    return list[0] as Item;
};
