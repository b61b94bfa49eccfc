// Which repository to try as an example of a grant, and which as the nearest one that the grant must not cover. Pure.
import { coversRepository, prefixOf } from "../azure/repositories";

/** Tried where a pattern needs a name that nobody uses. */
const probe = "acr-auth-proof";

/** A repository that the pattern covers. */
export function exampleOf(pattern: string): string {
    const prefix = prefixOf(pattern);
    return prefix === undefined ? pattern : `${prefix}${probe}`;
}

/**
 * A repository that none of the patterns covers, as near to one of them as it gets: `team/app-acr-auth-proof` beside
 * `team/app`, `team-acr-auth-proof` beside `team/*`. `undefined` where they cover every repository.
 */
export function nearMiss(patterns: readonly string[]): string | undefined {
    const candidates = patterns.map((pattern) => {
        const stem = (prefixOf(pattern) ?? pattern).replace(/\/$/, "");
        return stem === "" ? probe : `${stem}-${probe}`;
    });
    return candidates.find((candidate) => !patterns.some((pattern) => coversRepository(pattern, candidate)));
}
