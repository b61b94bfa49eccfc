// Logins of a registry's admin user, as its log in a Log Analytics workspace tells them: who still uses it.
// Source: https://learn.microsoft.com/azure/azure-monitor/reference/tables/containerregistryloginevents
import { items, read, text } from "./value";

export interface AdminLogin {
    /** Address of the client. */
    from: string;
    /** What the client calls itself. */
    userAgent: string;
    /** How many logins of the last 30 days. */
    count: number;
    /** ISO 8601. */
    last: string;
}

/** By the registry's ARM id in lower case: the logins, or why they are not known. */
export type AdminLogins = ReadonlyMap<string, readonly AdminLogin[] | { unknown: string }>;

/** The query that `adminLoginsIn` reads the answer of. */
export const loginQuery = "ContainerRegistryLoginEvents | where TimeGenerated > ago(30d)";

/**
 * Accepted logins of a registry's admin user, whose name is the registry's, by client; the most frequent first.
 * @param answer what the query API answers: tables of columns and rows.
 */
export function adminLoginsIn(answer: unknown, registryId: string, registryName: string): AdminLogin[] {
    const columns = (items(read(answer, "tables.0.columns")) ?? []).map((column) => text(read(column, "name")) ?? "");
    const byClient = new Map<string, AdminLogin>();
    for (const row of items(read(answer, "tables.0.rows")) ?? []) {
        const at = (name: string) => text(read(row, String(columns.indexOf(name)))) ?? "";
        const isOurs =
            at("_ResourceId").toLowerCase() === registryId.toLowerCase() &&
            at("Identity").toLowerCase() === registryName.toLowerCase() &&
            at("ResultDescription") === "200";
        if (!isOurs) continue;
        const [from, userAgent, last] = [at("CallerIpAddress"), at("UserAgent"), at("TimeGenerated")];
        const key = JSON.stringify([from, userAgent]);
        const known = byClient.get(key);
        const count = (known?.count ?? 0) + 1;
        byClient.set(key, {
            from,
            userAgent,
            count,
            last: known !== undefined && known.last > last ? known.last : last,
        });
    }
    return [...byClient.values()].sort((one, other) => other.count - one.count);
}
