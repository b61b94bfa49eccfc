// Lists of Azure Resource Manager: what `$filter` lets through, and one page of it with the link to the next.
import { FilterError, type FilterLanguage, parseFilter } from "../odata/filter";
import type { Emulator, Reply, Request } from "../server/service";
import { type ArmError, ManagerError } from "./errors";

/** How a provider refuses a filter that it cannot read. */
type RefuseFilter = (filter: string) => ArmError;

export const invalidFilter: RefuseFilter = (filter) =>
    new ManagerError(400, "InvalidFilterInQueryString", `Invalid $filter '${filter}' specified in the query string.`);

/** The items that the request's `$filter` lets through; throws `refuse` for one that is not of the list's language. */
export const filtered = <T>(
    items: T[],
    { query }: Pick<Request, "query">,
    language: FilterLanguage,
    refuse: RefuseFilter = invalidFilter,
): T[] => {
    const filter = query.get("$filter");
    if (filter === null || filter === "") return items;
    try {
        return items.filter(parseFilter(filter, language));
    } catch (error) {
        throw error instanceof FilterError ? refuse(filter) : error;
    }
};

/** The page of a list that `$skiptoken` asks for, at most `$top` items long; any other reply as it is. */
export const paged = (reply: Reply, { method, path, query }: Request, { settings }: Emulator): Reply => {
    const { value, ...rest } = (reply.body ?? {}) as { value?: unknown };
    if (method !== "GET" || !Array.isArray(value)) return reply;
    const [token, top] = [query.get("$skiptoken"), query.get("$top")];
    const from = token === null ? 0 : Number(Buffer.from(token, "base64url").toString());
    if (!Number.isSafeInteger(from) || from < 0)
        throw new ManagerError(400, "InvalidSkipToken", `The $skiptoken '${token}' is invalid.`);
    if (top !== null && !/^[1-9]\d*$/.test(top))
        throw new ManagerError(400, "InvalidTopInQueryString", `Invalid $top '${top}' specified in the query string.`);
    const end = from + Math.min(settings.armPageSize, Number(top ?? Number.POSITIVE_INFINITY));
    const next = new URLSearchParams(query);
    next.set("$skiptoken", Buffer.from(String(end)).toString("base64url"));
    const nextLink = end < value.length ? { nextLink: `https://management.azure.com${path}?${next}` } : {};
    return { ...reply, body: { ...rest, value: value.slice(from, end), ...nextLink } };
};
