// Suggests the known name that is closest to an unknown one.
import { distance } from "fastest-levenshtein";

/** The closest of some names, whatever their case; `undefined` if more than three characters or half of it differ. */
export function closestName(name: string, candidates: readonly string[]): string | undefined {
    const [closest] = candidates
        .map((candidate) => ({ candidate, edits: distance(name.toLowerCase(), candidate.toLowerCase()) }))
        .filter(({ candidate, edits }) => edits <= Math.min(3, candidate.length / 2))
        .sort((one, other) => one.edits - other.edits);
    return closest?.candidate;
}

/** The remedy for an unknown name. */
export function nameRemedy(given: string, known: readonly string[]): string {
    const closest = closestName(given, known);
    if (closest !== undefined) {
        return `Did you mean ${closest}?`;
    }
    return known.length === 0 ? "None is defined." : `Use one of ${known.join(", ")}.`;
}
