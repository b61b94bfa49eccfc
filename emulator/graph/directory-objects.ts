// Objects of any kind by their id, as references, `getByIds` and `memberOf` need them.
import { principalAndGroups } from "../authorization/access-control";
import type { Json } from "../json";
import { sameText } from "../text";
import { applicationJson, groupJson, servicePrincipalJson, userJson } from "./bodies";
import { type GraphCall, notFound, type Operation, reading, success } from "./call";

interface Found {
    type: string;
    json: Json;
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

const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

function getByIds(call: GraphCall) {
    const types = texts(call.body.types);
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
const asking = (path: string, handle: Operation["handle"]): Operation => ({
    ...reading("Directory", path, handle),
    method: "POST",
});

export const directoryObjectOperations: Operation[] = [
    asking("/directoryObjects/getByIds", getByIds),
    reading("Directory", "/directoryObjects/{}", (call) => {
        const [key = ""] = call.keys;
        const object = directoryObject(call, key);
        if (!object) throw notFound(key);
        return success(200, "directoryObjects/$entity", object);
    }),
    ...["directoryObjects", "users", "servicePrincipals", "groups"].flatMap((collection) =>
        Object.entries(memberActions).map(([action, handle]) => asking(`/${collection}/{}/${action}`, handle)),
    ),
];
