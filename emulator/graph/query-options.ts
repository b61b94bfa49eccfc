// The query options of Graph's lists: `$filter`, `$select`, `$expand`, and pages.
import type { Json } from "../json";
import { FilterError, parseFilter, TooManyAlternatives, UnknownProperty } from "../odata/filter";
import type { Reply } from "../server/service";
import { badRequest, type GraphCall, GraphError, success } from "./call";

/** What a list holds; absent where its objects are of several kinds. */
export interface Listed {
    /** As in `microsoft.graph.application`. */
    type: string;
    /** Absent where the emulator doesn't know them all. */
    properties?: string[];
    /** The relationships that `$expand` can ask for. */
    expandable?: string[];
}

const supportedOptions = ["$filter", "$select", "$top", "$skiptoken", "$count"];

const noProperty = (name: string, type: string) => `Could not find a property named '${name}' on type '${type}'.`;

const unparsed = (name: string, type: string): GraphError =>
    badRequest(`Parsing OData Select and Expand failed: ${noProperty(name, type)}`, "BadRequest");

/**
 * A filter has at most 15 alternatives, `in` or `or`, unless it is an advanced query, whose address is at most 2,048 characters.
 * Sources: https://developer.microsoft.com/graph/known-issues/?search=13635 and
 * https://github.com/microsoftgraph/microsoft-graph-docs-contrib/issues/1238 (the words)
 */
const maximum = { alternatives: 15, address: 2048 };

const isAdvanced = ({ headers, query }: GraphCall): boolean =>
    headers.consistencylevel?.toLowerCase() === "eventual" && query.get("$count") === "true";

const unsupported = (message: string): GraphError => badRequest(message, "Request_UnsupportedQuery");

const readFilter = (call: GraphCall, filter: string, known?: Listed) => {
    const advanced = isAdvanced(call);
    const address = `https://graph.microsoft.com${call.path}?${call.query}`;
    if (advanced && address.length > maximum.address)
        throw unsupported(`The address of the query is longer than ${maximum.address} characters.`);
    try {
        return parseFilter(filter, {
            properties: known?.properties,
            maximumAlternatives: advanced ? undefined : maximum.alternatives,
        });
    } catch (error) {
        if (error instanceof TooManyAlternatives)
            throw unsupported(
                `Too many child clauses specified in search filter expression containing 'OR' operators: ${error.count}. Max allowed: ${maximum.alternatives}`,
            );
        if (!(error instanceof FilterError)) throw error;
        const isUnknown = known && error instanceof UnknownProperty;
        const message = isUnknown ? noProperty(error.property, known.type) : error.message;
        throw badRequest(`Invalid filter clause: ${message}`, "BadRequest");
    }
};

/** The objects that `$filter` lets through. Refuses an option whose effect would be missing without a word. */
export function queried(call: GraphCall, objects: Json[], known?: Listed): Json[] {
    const options = known?.expandable?.length ? [...supportedOptions, "$expand"] : supportedOptions;
    const other = [...call.query.keys()].find((option) => option.startsWith("$") && !options.includes(option));
    if (other) throw new GraphError(501, "NotImplemented", `The emulator's Graph lacks the query option ${other}.`);
    const filter = call.query.get("$filter");
    return filter === null ? objects : objects.filter(readFilter(call, filter, known));
}

/** A list's reply: at most `$top` objects (100 without it), and where to go on. Only the objects of the page are shown. */
export function page<T>(call: GraphCall, context: string, objects: T[], show: (object: T) => Json): Reply {
    const start = Number(call.query.get("$skiptoken") ?? 0);
    const size = Number(call.query.get("$top") ?? 100);
    if (!Number.isInteger(size) || size < 1 || size > 999)
        throw badRequest("Invalid page size specified. Must be between 1 and 999 inclusive.");
    const next = new URLSearchParams(call.query);
    next.set("$skiptoken", String(start + size));
    return success(200, context, {
        ...(call.query.get("$count") === "true" && { "@odata.count": objects.length }),
        ...(start + size < objects.length && {
            "@odata.nextLink": `https://graph.microsoft.com${call.path}?${next}`,
        }),
        value: objects.slice(start, start + size).map(show),
    });
}

const pick = (json: Json, names: string[] | undefined): Json =>
    names
        ? Object.fromEntries(Object.entries(json).filter(([name]) => names.includes(name) || name.startsWith("@")))
        : json;

/** What `$select` leaves of an object; Graph's refusal for a property that its kind lacks. */
export function selected({ query }: GraphCall, json: Json, known?: Listed, defaults?: string[]): Json {
    const names = query.get("$select")?.split(",");
    const unknown = names?.find((name) => !(known?.properties?.includes(name) ?? true));
    if (unknown && known) throw unparsed(unknown, known.type);
    return pick(json, names ?? defaults);
}

/** Graph answers no more of an expanded relationship, and no link to the rest. Source: the known issues above. */
const maximumExpanded = 20;

/** The relationship that `$expand` asks for, as in `owners($select=id,displayName)`, with what it shows of each object. */
export function expanded({ query }: GraphCall, { type, expandable = [] }: Listed) {
    const asked = query.get("$expand");
    if (asked === null) return undefined;
    const [, name = "", names] = /^(\w+)(?:\(\$select=([\w,]+)\))?$/.exec(asked) ?? [];
    if (!expandable.includes(name)) throw unparsed(name || asked, type);
    return {
        name,
        show: (objects: Json[]): Json[] =>
            objects.slice(0, maximumExpanded).map((object) => pick(object, names?.split(","))),
    };
}
