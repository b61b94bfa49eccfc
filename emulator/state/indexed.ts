// Records of the state that can hold tens of thousands of entries, and how to find some of them without going through all.
// A tracked record keeps its entries grouped as they are added, replaced and removed. What is inside an entry may change, as
// long as it is nothing that the entry is grouped by.

/** A way to group entries; the same function every time, since groups are kept by it. */
type Keys<T> = (entry: T) => string[];

/** The entries that share a key, by their names in the record, and as a list while none of them changes. */
interface Group<T> {
    entries: Map<string, T>;
    list?: readonly T[];
}

type Groups<T> = Map<string, Group<T>>;

const groupings = new WeakMap<object, Map<unknown, Groups<unknown>>>();

const put = <T>(groups: Groups<T>, keys: string[], name: string, entry: T): void => {
    for (const key of keys) groups.set(key, { entries: (groups.get(key)?.entries ?? new Map()).set(name, entry) });
};

/** Takes the entry out of the groups that it is no longer in, so that one that stays keeps its place. */
const drop = <T>(groups: Groups<T>, keys: string[], name: string, staying: string[]): void => {
    for (const key of keys) {
        const group = groups.get(key);
        if (group === undefined || staying.includes(key)) continue;
        group.entries.delete(name);
        group.list = undefined;
    }
};

/** The record, whose additions, replacements and removals are followed from now on. */
export const tracked = <T>(entries: Record<string, T> = {}): Record<string, T> => {
    const known = new Map<Keys<T>, Groups<T>>();
    const change = (name: string, entry: T | undefined): void => {
        const before = entries[name];
        for (const [keysOf, groups] of known) {
            const after = entry === undefined ? [] : keysOf(entry);
            if (before !== undefined) drop(groups, keysOf(before), name, after);
            if (entry !== undefined) put(groups, after, name, entry);
        }
    };
    const record = new Proxy(entries, {
        set(target, name, entry) {
            change(String(name), entry);
            return Reflect.set(target, name, entry);
        },
        deleteProperty(target, name) {
            change(String(name), undefined);
            return Reflect.deleteProperty(target, name);
        },
    });
    groupings.set(record, known as Map<unknown, Groups<unknown>>);
    return record;
};

const grouped = <T>(record: Record<string, T>, keysOf: Keys<T>): Groups<T> => {
    const groups: Groups<T> = new Map();
    for (const [name, entry] of Object.entries(record)) put(groups, keysOf(entry), name, entry);
    return groups;
};

/** The entries that have a key, in the record's order. Of a record that is not tracked, all are gone through. */
export const entriesWith = <T>(record: Record<string, T>, keysOf: Keys<T>, key: string): readonly T[] => {
    const known = groupings.get(record) as Map<Keys<T>, Groups<T>> | undefined;
    if (known === undefined) return Object.values(record).filter((entry) => keysOf(entry).includes(key));
    const groups = known.get(keysOf) ?? grouped(record, keysOf);
    known.set(keysOf, groups);
    const group = groups.get(key);
    if (group === undefined) return [];
    group.list ??= [...group.entries.values()];
    return group.list;
};
