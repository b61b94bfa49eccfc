// Objects of any kind by their id, as references, `getByIds` and `memberOf` need them.
import { principalAndGroups } from "../authorization/access-control";
import type { Json } from "../json";
import { sameText } from "../text";
import { applicationJson, groupJson, servicePrincipalJson, userJson } from "./bodies";
import { badRequest, type GraphCall, notFound, type Operation, reading, success } from "./call";
import { type Area, mayRead } from "./rights";

interface Found {
    type: "user" | "group" | "servicePrincipal" | "application";
    json: Json;
}

/** What it takes to read objects of a type. */
const areas: Record<Found["type"], Area> = {
    user: "User",
    group: "Group",
    servicePrincipal: "Application",
    application: "Application",
};

/** Whether the caller may read the object of an id; false where there is none. */
export function mayReadObject(call: GraphCall, id: string): boolean {
    const found = find(call, id);
    return found !== undefined && mayRead(call.caller, areas[found.type]);
}

function find({ emulator, tenantId }: GraphCall, id: string): Found | undefined {
    const { applications, servicePrincipals, groups, users } = emulator.state;
    const inTenant = <T extends { id: string; tenantId: string }>(objects: T[]) =>
        objects.find((object) => object.tenantId === tenantId && sameText(object.id, id));
    const user = inTenant(users);
    if (user) return { type: "user", json: userJson(user) };
    const group = inTenant(groups);
    if (group) return { type: "group", json: groupJson(group) };
    const principal = inTenant(servicePrincipals);
    if (principal) return { type: "servicePrincipal", json: servicePrincipalJson(emulator.state, principal) };
    const application = inTenant(applications);
    return application && { type: "application", json: applicationJson(emulator.state, application) };
}

const typed = ({ type, json }: Found): Json => ({ "@odata.type": `#microsoft.graph.${type}`, ...json });

/** The object with its `@odata.type`, or `undefined` if the tenant has none of that id. */
export function directoryObject(call: GraphCall, id: string): Json | undefined {
    const found = find(call, id);
    return found && typed(found);
}

/**
 * The object as relationships show it: nothing but type and id where the caller may not read objects of its type, with the
 * other properties null. Source: https://learn.microsoft.com/graph/permissions-overview
 */
export function related(call: GraphCall, id: string): Json | undefined {
    const found = find(call, id);
    if (found === undefined) return undefined;
    const { json } = found;
    if (mayRead(call.caller, areas[found.type])) return typed(found);
    const hidden = Object.fromEntries(Object.keys(json).map((name) => [name, null]));
    return typed({ ...found, json: { ...hidden, id: json.id } });
}

const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** Source: https://learn.microsoft.com/graph/api/directoryobject-getbyids */
const maximumIds = 1000;

function getByIds(call: GraphCall) {
    const types = texts(call.body.types);
    if (texts(call.body.ids).length > maximumIds)
        throw badRequest(`The number of ids exceeds the maximum of ${maximumIds}.`);
    const found = texts(call.body.ids).flatMap((id) => find(call, id) ?? []);
    const wanted = found.filter(({ type }) => types.length === 0 || types.includes(type));
    return success(200, "directoryObjects", { value: wanted.map(typed) });
}

/** The groups that hold the object a path names, directly or through other groups. */
function memberGroups(call: GraphCall): string[] {
    const [key = ""] = call.keys;
    const named = call.emulator.state.users.find(({ userPrincipalName }) => sameText(userPrincipalName, key));
    const id = named?.id ?? key;
    if (!find(call, id)) throw notFound(key);
    return [...principalAndGroups(call.emulator.state, id)].filter((member) => !sameText(member, id));
}

const ids = (value: string[]) => success(200, "Collection(Edm.String)", { value });

const memberActions: Record<string, Operation["handle"]> = {
    getMemberGroups: (call) => ids(memberGroups(call)),
    checkMemberGroups: (call) => {
        const asked = texts(call.body.groupIds).map((id) => id.toLowerCase());
        return ids(memberGroups(call).filter((group) => asked.includes(group)));
    },
};

/** A POST that only reads. */
const asking = (area: Area, path: string, handle: Operation["handle"]): Operation => ({
    ...reading(area, path, handle),
    method: "POST",
});

/** The collections whose objects can be in groups, with what it takes to read them. */
const collections: Record<string, Area> = {
    directoryObjects: "Directory",
    users: "User",
    servicePrincipals: "Application",
    groups: "Group",
};

export const directoryObjectOperations: Operation[] = [
    asking("Directory", "/directoryObjects/getByIds", getByIds),
    reading("Directory", "/directoryObjects/{}", (call) => {
        const [key = ""] = call.keys;
        const object = directoryObject(call, key);
        if (!object) throw notFound(key);
        return success(200, "directoryObjects/$entity", object);
    }),
    ...Object.entries(collections).flatMap(([collection, area]) =>
        Object.entries(memberActions).map(([action, handle]) => asking(area, `/${collection}/{}/${action}`, handle)),
    ),
];
