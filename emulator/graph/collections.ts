// What all collections of Graph have in common: list with its query options, create, get, update, delete, and the
// references to other objects (`owners`, `members`). A kind of object says how it differs.
import type { Json } from "../json";
import { FilterError, parseFilter, UnknownProperty } from "../odata/filter";
import type { Reply } from "../server/service";
import { sameText } from "../text";
import {
    badRequest,
    changing,
    denied,
    type GraphCall,
    GraphError,
    notFound,
    type Operation,
    posting,
    reading,
    success,
} from "./call";
import { directoryObject } from "./directory-objects";
import { type Area, mayWrite } from "./rights";

export interface Kind<T extends { id: string }> {
    /** As in the path: `applications`. */
    collection: string;
    /** As in `Microsoft.DirectoryServices.Application` of a created object's location. */
    resource: string;
    area: Area;
    /** Those in the tenant that a reader may see already. */
    all(call: GraphCall): T[];
    toJson(call: GraphCall, object: T): Json;
    /** Every property that such an object has; absent where the emulator doesn't know them all. */
    properties?: string[];
    /** What is answered without `$select`; defaults to everything. */
    defaultProperties?: string[];
    /** Another name the object goes by in the path, beside its id: `appId=<guid>`, or a user's name. */
    alias?(object: T): string;
    /** Decides itself whether a caller that changes only what it owns may create one. */
    create(call: GraphCall): T;
    update(call: GraphCall, object: T): void;
    remove(call: GraphCall, object: T): void;
    /** Whether it is too new to be changed: answered 404. Defaults to never. */
    isYoung?(call: GraphCall, object: T): boolean;
    /** Lists of object ids by name, which `/<name>` reads and `/<name>/$ref` changes. */
    references?: Record<string, Reference<T>>;
}

export interface Reference<T> {
    idsOf(object: T): string[];
    /** Throws if the caller may not add this one. Defaults to nothing: who may change the object may. */
    checkNew?(call: GraphCall, id: string): void;
    /** What Graph says when the last one is removed. Absent: the list may be empty. */
    lastStays?: string;
}

/** The object a path names. Throws Graph's 404. */
export function findByKey<T extends { id: string }>(kind: Kind<T>, call: GraphCall): T {
    const [key = ""] = call.keys;
    const found = kind
        .all(call)
        .find((object) => sameText(object.id, key) || sameText(kind.alias?.(object) ?? "", key));
    if (!found) throw notFound(key);
    return found;
}

/** The object a path names, for a change. Throws Graph's 403 where the caller would have to own it. */
export function findToChange<T extends { id: string; owners?: string[] }>(kind: Kind<T>, call: GraphCall): T {
    const found = findByKey(kind, call);
    if (!mayWrite(call.caller, kind.area, found)) throw denied();
    if (kind.isYoung?.(call, found)) throw notFound(call.keys[0] ?? "");
    return found;
}

export function collectionOperations<T extends { id: string; owners?: string[] }>(kind: Kind<T>): Operation[] {
    const { collection, resource, area, properties, defaultProperties } = kind;
    const one = `/${collection}/{}`;
    const type = `microsoft.graph.${resource.charAt(0).toLowerCase()}${resource.slice(1)}`;
    const project = (call: GraphCall, json: Json) => {
        const selected = call.query.get("$select")?.split(",");
        const unknown = selected?.find((name) => !(properties?.includes(name) ?? true));
        if (unknown)
            throw badRequest(`Parsing OData Select and Expand failed: ${noProperty(unknown, type)}`, "BadRequest");
        return select(json, selected ?? defaultProperties);
    };
    const single = (call: GraphCall, status: number, object: T) => {
        const location = `https://graph.microsoft.com/v2/${call.tenantId}/directoryObjects/${object.id}/Microsoft.DirectoryServices.${resource}`;
        const body = project(call, kind.toJson(call, object));
        return success(status, `${collection}/$entity`, body, status === 201 ? location : undefined);
    };
    const many = (call: GraphCall) => {
        const all = kind.all(call).map((object) => kind.toJson(call, object));
        const matching = queried(call, all, { type, properties }).map((json) => project(call, json));
        return page(call, collection, matching);
    };
    return [
        reading(area, `/${collection}`, many),
        reading(area, one, (call) => single(call, 200, findByKey(kind, call))),
        posting(area, `/${collection}`, (call) => single(call, 201, kind.create(call))),
        changing(area, "PATCH", one, (call) => kind.update(call, findToChange(kind, call))),
        changing(area, "DELETE", one, (call) => kind.remove(call, findToChange(kind, call))),
        ...Object.entries(kind.references ?? {}).flatMap(([name, reference]) =>
            referenceOperations(kind, `${one}/${name}`, name, reference),
        ),
    ];
}

function referenceOperations<T extends { id: string; owners?: string[] }>(
    kind: Kind<T>,
    path: string,
    name: string,
    { idsOf, checkNew, lastStays }: Reference<T>,
): Operation[] {
    return [
        reading(kind.area, path, (call) => {
            const objects = idsOf(findByKey(kind, call)).map((id) => directoryObject(call, id));
            const present = objects.filter((object) => object !== undefined);
            return page(call, "directoryObjects", queried(call, present));
        }),
        reading(kind.area, `${path}/$ref`, (call) => {
            const ids = idsOf(findByKey(kind, call));
            const address = `https://graph.microsoft.com/v2/${call.tenantId}/directoryObjects`;
            return page(
                call,
                `Collection(directoryObject)`,
                ids.map((id) => ({ "@odata.id": `${address}/${id}` })),
            );
        }),
        changing(kind.area, "POST", `${path}/$ref`, (call) => {
            const id = referencedId(call.body["@odata.id"]);
            if (!directoryObject(call, id)) throw notFound(id);
            const ids = idsOf(findToChange(kind, call));
            checkNew?.(call, id);
            if (ids.some((known) => sameText(known, id)))
                throw badRequest(
                    `One or more added object references already exist for the following modified properties: '${name}'.`,
                );
            ids.push(id);
        }),
        changing(kind.area, "DELETE", `${path}/{}/$ref`, (call) => {
            const ids = idsOf(findToChange(kind, call));
            const index = ids.findIndex((id) => sameText(id, call.keys[1] ?? ""));
            if (index < 0) throw notFound(call.keys[1] ?? "");
            if (lastStays && ids.length === 1) throw badRequest(lastStays);
            ids.splice(index, 1);
        }),
    ];
}

/** The ids in a property such as `owners@odata.bind`, once each; all of them must exist. */
export function boundIds(call: GraphCall, property: string): string[] {
    const bound = call.body[`${property}@odata.bind`] ?? [];
    if (!Array.isArray(bound)) throw badRequest(`The property '${property}@odata.bind' must be a list of references.`);
    const ids = bound.map((reference: unknown) => referencedId(reference));
    for (const id of ids) if (!directoryObject(call, id)) throw notFound(id);
    return [...new Set(ids)];
}

function referencedId(reference: unknown): string {
    const id = typeof reference === "string" ? /\/([0-9a-f-]{36})\/?$/i.exec(reference)?.[1] : undefined;
    if (!id) throw badRequest("The value of '@odata.id' must be the address of a directory object.");
    return id;
}

const supportedOptions = ["$filter", "$select", "$top", "$skiptoken", "$count"];

const noProperty = (name: string, type: string) => `Could not find a property named '${name}' on type '${type}'.`;

/** The objects that `$filter` lets through. Refuses an option whose effect would be missing without a word. */
function queried(call: GraphCall, objects: Json[], known?: { type: string; properties?: string[] }): Json[] {
    const unsupported = [...call.query.keys()].find(
        (option) => option.startsWith("$") && !supportedOptions.includes(option),
    );
    if (unsupported)
        throw new GraphError(501, "NotImplemented", `The emulator's Graph lacks the query option ${unsupported}.`);
    const filter = call.query.get("$filter");
    if (filter === null) return objects;
    try {
        return objects.filter(parseFilter(filter, { properties: known?.properties }));
    } catch (error) {
        if (!(error instanceof FilterError)) throw error;
        const isUnknown = known && error instanceof UnknownProperty;
        const message = isUnknown ? noProperty(error.property, known.type) : error.message;
        throw badRequest(`Invalid filter clause: ${message}`, "BadRequest");
    }
}

/** A list's reply: at most `$top` objects (100 without it), and where to go on. */
function page(call: GraphCall, context: string, objects: Json[]): Reply {
    const start = Number(call.query.get("$skiptoken") ?? 0);
    const size = Number(call.query.get("$top") ?? 100);
    if (!Number.isInteger(size) || size < 1 || size > 999)
        throw badRequest("Invalid page size specified. Must be between 1 and 999 inclusive.");
    const next = new URLSearchParams(call.query);
    next.set("$skiptoken", String(start + size));
    return success(200, context, {
        ...(call.query.get("$count") === "true" && { "@odata.count": objects.length }),
        ...(start + size < objects.length && {
            "@odata.nextLink": `https://graph.microsoft.com/v1.0/${context}?${next}`,
        }),
        value: objects.slice(start, start + size),
    });
}

const select = (json: Json, names: string[] | undefined): Json =>
    names
        ? Object.fromEntries(Object.entries(json).filter(([name]) => names.includes(name) || name.startsWith("@")))
        : json;
