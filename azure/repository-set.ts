// Sets of repositories, as grants, conditions and scope maps describe them: by names and prefixes, by everything else than
// those, and by any combination. The names of a registry's repositories are lower case and without number, so sets are
// compared by their description and never by listing.
import { everyRepository, prefixOf } from "./repositories";

/**
 * Whether repositories are in the set, by pattern: a name, a prefix with `*`, or `*`. The most specific pattern decides, and
 * no pattern says what the next less specific one says already, so that equal sets have equal maps.
 */
export type RepositorySet = ReadonlyMap<string, boolean>;

export const everything: RepositorySet = new Map([[everyRepository, true]]);
export const nothing: RepositorySet = new Map([[everyRepository, false]]);

/** The set of patterns such as `team/app`, `team/*`, `team/` and `*`. Case does not count, since no repository has capitals. */
export function repositorySet(patterns: readonly string[]): RepositorySet {
    return patterns.map(single).reduce(union, nothing);
}

function single(pattern: string): RepositorySet {
    const prefix = prefixOf(pattern);
    const key = (prefix === undefined ? pattern : `${prefix}*`).toLowerCase();
    return new Map([...nothing, [key, true]]);
}

export function complement(set: RepositorySet): RepositorySet {
    return new Map([...set].map(([pattern, isIn]) => [pattern, !isIn]));
}

export function union(one: RepositorySet, other: RepositorySet): RepositorySet {
    return combined(one, other, (a, b) => a || b);
}

export function intersection(one: RepositorySet, other: RepositorySet): RepositorySet {
    return combined(one, other, (a, b) => a && b);
}

/** What is in the one and not in the other. */
export function without(one: RepositorySet, other: RepositorySet): RepositorySet {
    return combined(one, other, (a, b) => a && !b);
}

export function isEmpty(set: RepositorySet): boolean {
    return ![...set.values()].includes(true);
}

export function isSame(one: RepositorySet, other: RepositorySet): boolean {
    return isEmpty(without(one, other)) && isEmpty(without(other, one));
}

/** A set in patterns, sorted, with what the patterns cover and the set does not hold. The most specific pattern decides. */
export function patternsOf(set: RepositorySet): { patterns: string[]; except: string[] } {
    const sorted = [...set].sort(([a], [b]) => (a < b ? -1 : 1));
    const named = (wanted: boolean) => sorted.filter(([, isIn]) => isIn === wanted).map(([pattern]) => pattern);
    return { patterns: named(true), except: named(false).filter((pattern) => pattern !== everyRepository) };
}

/** A set in words: `every repository except 'team/app'`, `'a', 'b/*'`, `no repository`. */
export function inWords(set: RepositorySet): string {
    const { patterns, except } = patternsOf(set);
    const names = patterns.map((pattern) => (pattern === everyRepository ? "every repository" : `'${pattern}'`));
    const rest = except.length === 0 ? "" : ` except ${except.map((pattern) => `'${pattern}'`).join(", ")}`;
    return names.length === 0 ? "no repository" : `${names.join(", ")}${rest}`;
}

function combined(one: RepositorySet, other: RepositorySet, rule: (a: boolean, b: boolean) => boolean): RepositorySet {
    // Less specific patterns come first, so that each finds its next less specific one in the map.
    const patterns = [...new Set([...one.keys(), ...other.keys()])].sort((a, b) => precision(a) - precision(b));
    const result = new Map<string, boolean>();
    for (const pattern of patterns) {
        const isIn = rule(decision(one, pattern), decision(other, pattern));
        if (pattern === everyRepository || isIn !== decision(result, pattern)) result.set(pattern, isIn);
    }
    return result;
}

/** A longer prefix is more specific, and a name more than a prefix of its length. */
function precision(pattern: string): number {
    const prefix = prefixOf(pattern);
    return prefix === undefined ? pattern.length + 0.5 : prefix.length;
}

/** What the set says of all that a pattern covers and no more specific pattern does. */
function decision(set: RepositorySet, pattern: string): boolean {
    const exact = set.get(pattern);
    if (exact !== undefined) return exact;
    const stem = prefixOf(pattern) ?? pattern;
    for (let length = stem.length; length >= 0; length -= 1) {
        const found = set.get(`${stem.slice(0, length)}*`);
        if (found !== undefined) return found;
    }
    return false;
}
