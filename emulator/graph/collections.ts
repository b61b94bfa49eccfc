// What all collections of Graph have in common: list with its query options, create, get, update, delete, and the
// references to other objects (`owners`, `members`). A kind of object says how it differs.
import type { Json } from "../json";
import type { Reply } from "../server/service";
import { sameText } from "../text";
import {
    badRequest,
    changing,
    denied,
    type GraphCall,
    notFound,
    type Operation,
    posting,
    reading,
    success,
} from "./call";
import { directoryObject, related } from "./directory-objects";
import { expanded, type Listed, page, queried, selected } from "./query-options";
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
    const listed: Listed = { type, properties, expandable: Object.keys(kind.references ?? {}) };
    const project = (call: GraphCall, json: Json): Json => {
        const shown = selected(call, json, listed, defaultProperties);
        const expand = expanded(call, listed);
        const object = expand && kind.all(call).find(({ id }) => id === json.id);
        if (!expand || !object) return shown;
        const ids = kind.references?.[expand.name]?.idsOf(object) ?? [];
        return { ...shown, [expand.name]: expand.show(relatedObjects(call, ids)) };
    };
    const single = (call: GraphCall, status: number, object: T) => {
        const location = `https://graph.microsoft.com/v2/${call.tenantId}/directoryObjects/${object.id}/Microsoft.DirectoryServices.${resource}`;
        const body = project(call, kind.toJson(call, object));
        return success(status, `${collection}/$entity`, body, status === 201 ? location : undefined);
    };
    const many = (call: GraphCall) => {
        const all = kind.all(call).map((object) => kind.toJson(call, object));
        return page(call, collection, queried(call, all, listed), (json) => project(call, json));
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
            return relatedPage(call, idsOf(findByKey(kind, call)));
        }),
        reading(kind.area, `${path}/$ref`, (call) => {
            const ids = idsOf(findByKey(kind, call));
            const address = `https://graph.microsoft.com/v2/${call.tenantId}/directoryObjects`;
            return page(call, `Collection(directoryObject)`, ids, (id) => ({ "@odata.id": `${address}/${id}` }));
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

const relatedObjects = (call: GraphCall, ids: string[]): Json[] =>
    ids.map((id) => related(call, id)).filter((found) => found !== undefined);

/** A page of the objects of a relationship. */
export function relatedPage(call: GraphCall, ids: string[]): Reply {
    return page(call, "directoryObjects", queried(call, relatedObjects(call, ids)), (json) => selected(call, json));
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
