// The name that was probably meant.
import { distance } from "fastest-levenshtein";

/** The closest of some names, whatever their case, or `undefined` if more than three characters or half of it differ. */
export function closestName(name: string, candidates: readonly string[]): string | undefined {
    const [closest] = candidates
        .map((candidate) => ({ candidate, edits: distance(name.toLowerCase(), candidate.toLowerCase()) }))
        .sort((one, other) => one.edits - other.edits);
    return closest !== undefined && closest.edits <= Math.min(3, closest.candidate.length / 2)
        ? closest.candidate
        : undefined;
}
