// Who logs in with a user name: workloads that are configured with it, and Key Vault secrets that hold its password.
import { type Graph, read, text } from "../../estate";
import { className } from "../../estate/components";
import { groupBy } from "../../estate/group-by";

/** The names of what logs in with a client id or a token's name, sorted. */
export function indexUsers(graph: Graph): (username: string | undefined) => string[] {
    const logins = graph.logins.map(({ username, resource }) => ({ username: text(username), user: resource.name }));
    const vaults = graph.resources
        .filter((resource) => className(resource) === "CredentialVault")
        .map(({ inputs, name }) => ({ username: text(read(inputs, "username")), user: `Key Vault secret ${name}` }));
    const byUsername = groupBy([...logins, ...vaults], ({ username }) => username?.toLowerCase());
    return (username) =>
        username === undefined
            ? []
            : [...new Set((byUsername.get(username.toLowerCase()) ?? []).map(({ user }) => user))].sort();
}
