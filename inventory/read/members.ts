// Who is in a group, where its members were read: by name, those of groups in it included.
import { type Graph, get, items, type Resource, text, unwrap } from "../../estate";

/** The names, sorted; null for what is no group, or whose members were not all read. */
export function indexMembers(graph: Graph): (group: Resource) => string[] | null {
    const byObjectId = new Map(
        graph
            .ofKind("user", "group", "servicePrincipal", "userAssignedIdentity")
            .flatMap((one) => idsOf(one).map((id) => [id, one] as const)),
    );
    const namesIn = (group: Resource, seen: ReadonlySet<Resource>): string[] | null => {
        const members = get(group, "members");
        if (group.kind !== "group" || members === undefined) return null;
        const names: string[] = [];
        for (const member of items(members)?.map(unwrap) ?? []) {
            if (typeof member !== "string") return null;
            const found = byObjectId.get(member.toLowerCase());
            if (found?.kind !== "group") names.push(found === undefined ? member : nameOf(found));
            else if (!seen.has(found)) {
                const within = namesIn(found, new Set([...seen, found]));
                if (within === null) return null;
                names.push(...within);
            }
        }
        return names;
    };
    return (group) => {
        const names = namesIn(group, new Set([group]));
        return names && [...new Set(names)].sort((one, other) => one.localeCompare(other));
    };
}

const idsOf = (resource: Resource): string[] =>
    ["objectId", "principalId"].flatMap((path) => text(get(resource, path))?.toLowerCase() ?? []);

const nameOf = (resource: Resource): string =>
    text(get(resource, "userPrincipalName")) ?? text(get(resource, "displayName")) ?? resource.name;
