// The name that someone probably meant.

/** The nearest of some names, or `undefined` if none is near: at most three letters, and less than half, are different. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
    const [best] = candidates
        .map((candidate) => ({ candidate, distance: distance(name.toLowerCase(), candidate.toLowerCase()) }))
        .sort((one, other) => one.distance - other.distance);
    return best !== undefined && best.distance <= Math.min(3, best.candidate.length / 2) ? best.candidate : undefined;
}

/** Levenshtein's: how many letters have to be put in, taken out or changed. */
function distance(one: string, other: string): number {
    let row = Array.from({ length: other.length + 1 }, (_, index) => index);
    for (const [index, letter] of [...one].entries()) {
        const next = [index + 1];
        for (const [column, otherLetter] of [...other].entries()) {
            const changed = (row[column] ?? 0) + (letter === otherLetter ? 0 : 1);
            next.push(Math.min(changed, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
        }
        row = next;
    }
    return row[other.length] ?? 0;
}
