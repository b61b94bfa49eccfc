// Names of entries. They become parts of resource names, so they are made from the names that people know, are the same in
// every run, and are never one that is taken.
import { createHash } from "node:crypto";

/** As the stack config takes them (platform/kinds/fields.ts): a letter, then letters, digits and hyphens. */
const longest = 50;
const suffixLength = 8;

/** A name in the form of a key; empty if nothing of it can be in one. */
function slug(name: string): string {
    return name
        .normalize("NFKD")
        .toLowerCase()
        .replace(/\p{M}/gu, "")
        .replace(/[^a-z0-9]+/g, "-")
        .replace(/^[^a-z]+|-+$/g, "");
}

/** What something is to be called: by its name, or, where that can't be, by its kind and a part of its id. */
export interface Named {
    name: string;
    /** What it is, in letters: `group`. */
    noun: string;
    /** Unique, and the same in every run. */
    id: string;
}

/**
 * The keys of things that stand in one map, by their ids. Names that are equal as keys get a suffix made from the id, all of
 * them, so that none depends on the order.
 * @param taken keys that exist already.
 */
export function keysOf(things: readonly Named[], taken: Iterable<string> = []): Map<string, string> {
    const plain = things.map((thing) => ({ thing, key: slug(thing.name) }));
    const counts = new Map<string, number>();
    for (const { key } of plain) counts.set(key, (counts.get(key) ?? 0) + 1);
    const used = new Set(taken);
    const keys = new Map<string, string>();
    for (const { thing, key } of plain) {
        const unique = key !== "" && key.length <= longest && counts.get(key) === 1 && !used.has(key);
        keys.set(thing.id, unique ? key : suffixed(key === "" ? thing.noun : key, thing.id));
    }
    return keys;
}

function suffixed(key: string, id: string): string {
    const suffix = createHash("sha256").update(id.toLowerCase()).digest("hex").slice(0, suffixLength);
    return `${key.slice(0, longest - suffixLength - 1).replace(/-+$/, "")}-${suffix}`;
}
