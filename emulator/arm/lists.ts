// Lists of Azure Resource Manager: what `$filter` lets through, and one page of it with the link to the next.
import { FilterError, type FilterLanguage, parseFilter } from "../odata/filter";
import type { Emulator, Reply, Request } from "../server/service";
import { type ArmError, ManagerError } from "./errors";

/** What a list is asked by: the query's options, and the emulator's page size. */
export type Listing = { request: Pick<Request, "path" | "query">; emulator: Pick<Emulator, "settings"> };

/** How a provider refuses a filter that it cannot read. */
type RefuseFilter = (filter: string) => ArmError;

export const invalidFilter: RefuseFilter = (filter) =>
    new ManagerError(400, "InvalidFilterInQueryString", `Invalid $filter '${filter}' specified in the query string.`);

/** The items that the request's `$filter` lets through; throws `refuse` for one that is not of the list's language. */
export const filtered = <T>(
    items: readonly T[],
    { request: { query } }: Pick<Listing, "request">,
    language: FilterLanguage,
    refuse: RefuseFilter = invalidFilter,
): readonly T[] => {
    const filter = query.get("$filter");
    if (filter === null || filter === "") return items;
    try {
        return items.filter(parseFilter(filter, language));
    } catch (error) {
        throw error instanceof FilterError ? refuse(filter) : error;
    }
};

/**
 * The page of a list that `$skiptoken` asks for, at most `$top` items long. Only its items are shown, so that a page of a long
 * list costs no more than one of a short list.
 */
export const page = <T>(
    items: readonly T[],
    show: (item: T) => unknown,
    { request: { path, query }, emulator: { settings } }: Listing,
): Reply => {
    const [token, top] = [query.get("$skiptoken"), query.get("$top")];
    const from = token === null ? 0 : Number(Buffer.from(token, "base64url").toString());
    if (!Number.isSafeInteger(from) || from < 0)
        throw new ManagerError(400, "InvalidSkipToken", `The $skiptoken '${token}' is invalid.`);
    if (top !== null && !/^[1-9]\d*$/.test(top))
        throw new ManagerError(400, "InvalidTopInQueryString", `Invalid $top '${top}' specified in the query string.`);
    const end = from + Math.min(settings.armPageSize, Number(top ?? Number.POSITIVE_INFINITY));
    const next = new URLSearchParams(query);
    next.set("$skiptoken", Buffer.from(String(end)).toString("base64url"));
    const nextLink = end < items.length ? { nextLink: `https://management.azure.com${path}?${next}` } : {};
    return { status: 200, body: { value: items.slice(from, end).map(show), ...nextLink } };
};
