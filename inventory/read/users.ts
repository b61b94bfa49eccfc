// Which workloads log in with a user name.
import { type Graph, text } from "../../estate";
import { groupBy } from "../../estate/group-by";

/** The names of what is configured with a client id or a token's name, sorted. */
export function indexUsers(graph: Graph): (username: string | undefined) => string[] {
    const byUsername = groupBy(graph.logins, ({ username }) => text(username)?.toLowerCase());
    return (username) =>
        username === undefined
            ? []
            : [...new Set((byUsername.get(username.toLowerCase()) ?? []).map(({ resource }) => resource.name))].sort();
}
