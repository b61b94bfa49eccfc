// What a source could not read, in the verdicts of the rules. A rule that finds nothing where a list was not read has not
// found that there is nothing: it is undecided.
import { lastSegment } from "../../azure/arm-id";
import { type Gap, gapsFor } from "../../estate/gap";
import type { Graph } from "../../estate/graph/graph";
import type { Kind } from "../../estate/kinds";
import { get, normalise, type Resource } from "../../estate/resource";
import { text } from "../../estate/value";
import { type Rule, unread, type Verdict } from "./rule";

/** The gaps that may hide a resource of any of these kinds: at or below the resource where one is given, or anywhere. */
export function gapsIn(graph: Graph, kinds: readonly Kind[], at?: Resource): readonly Gap[] {
    if (graph.gaps.length === 0) return [];
    const id = at && (at.id ?? text(get(at, "id")));
    return [...new Set(kinds.flatMap((kind) => gapsFor(graph.gaps, kind, id)))];
}

/**
 * The verdict, unless something unseen may overturn it: a violation because nothing was found, or a satisfaction for the
 * same reason. `what` names what may exist unseen.
 */
export function unlessUnread(verdict: Verdict, what: string, gaps: readonly Gap[]): Verdict {
    return gaps.length === 0 ? verdict : unread(verdict.resource, what, gaps);
}

/** One undecided verdict for each gap that may hide what the rule judges. */
export function unseen(graph: Graph, { kinds, aboutProgram }: Rule): Verdict[] {
    if (aboutProgram) return [];
    return gapsIn(graph, kinds).map((gap) => ({
        ...unread(placeOf(gap, graph), "", [gap]),
        message: gap.what,
    }));
}

/** What stands for the place of a gap: the registry, or something without a kind for a subscription or a directory. */
function placeOf({ within = "" }: Gap, graph: Graph): Resource {
    const [place] = normalise({ urn: within, type: "", name: lastSegment(within), inputs: {}, outputs: {} });
    return graph.byUrn(within) ?? (place as Resource);
}
