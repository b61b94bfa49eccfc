// Which repositories a grant covers, which to try as an example of it, and which to try as the nearest one that it must
// not cover. Pure.
import type { Action } from "./check-result";

/** The data actions that each permission promises; the vocabulary of every component. */
export const permittedActions = {
    pull: ["pull"],
    push: ["pull", "push"],
    delete: ["pull", "delete"],
    manage: ["pull", "push", "delete"],
} as const satisfies Record<string, readonly Action[]>;

export type Permission = keyof typeof permittedActions;

/** Tried where a pattern needs a name that nobody uses. */
const probe = "acr-auth-proof";

/** The part before the wildcard: `team/*` and `team/` are the same prefix, `*` is the empty one. */
const prefixOf = (pattern: string): string | undefined =>
    pattern.endsWith("*") ? pattern.slice(0, -1) : pattern.endsWith("/") ? pattern : undefined;

/** Whether a pattern - a name, `prefix/*`, `prefix/` or `*` - covers a repository. */
export function covers(pattern: string, repository: string): boolean {
    const prefix = prefixOf(pattern);
    return prefix === undefined ? repository === pattern : repository.startsWith(prefix);
}

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
    return candidates.find((candidate) => !patterns.some((pattern) => covers(pattern, candidate)));
}
