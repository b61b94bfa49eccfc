// What a source could not read. A list that was not read is not an empty list: who looks for something that is absent
// asks for the gaps first.
import type { Kind } from "./kinds";

/** Why something was not read: the caller lacks the right, the service failed, or nobody asked for it. */
export type GapCause = "notAllowed" | "failed" | "notRequested";

export interface Gap {
    /** What was not read, in the words of a message: `tokens of registry images`. */
    what: string;
    /** Why, in one line: `not asked: needs Directory.Read.All`, `graph.microsoft.com answered 503 ServiceUnavailable`. */
    why: string;
    cause: GapCause;
    /** Kinds of resources of which some may exist unseen. */
    kinds: readonly Kind[];
    /** ARM id of the subscription or registry that they may be in; `undefined` for a directory. */
    within: string | undefined;
}

/** The gaps that may hide resources of a kind from whoever looks at or below an ARM id, or anywhere if none is given. */
export function gapsFor(gaps: readonly Gap[], kind: Kind, id?: string): readonly Gap[] {
    const at = id?.toLowerCase();
    return gaps.filter(({ kinds, within }) => {
        const outer = within?.toLowerCase();
        return (
            kinds.includes(kind) &&
            (at === undefined || outer === undefined || isWithin(at, outer) || isWithin(outer, at))
        );
    });
}

const isWithin = (inner: string, outer: string): boolean => inner === outer || inner.startsWith(`${outer}/`);
