// Objects of any kind by their id, as references, `getByIds` and `memberOf` need them.
import { principalAndGroups } from "../access-control";
import { sameText } from "../directory";
import { applicationJson, groupJson, servicePrincipalJson, userJson } from "./bodies";
import { type GraphCall, type Json, notFound, type Operation, success } from "./graph-call";

interface Found {
    type: string;
    json: Json;
}

function find({ cloud, tenantId }: GraphCall, id: string): Found | undefined {
    const { applications, servicePrincipals, groups, users } = cloud.world;
    const inTenant = <T extends { id: string; tenantId: string }>(objects: T[]) =>
        objects.find((object) => object.tenantId === tenantId && sameText(object.id, id));
    const user = inTenant(users);
    if (user) return { type: "user", json: userJson(user) };
    const group = inTenant(groups);
    if (group) return { type: "group", json: groupJson(group) };
    const principal = inTenant(servicePrincipals);
    if (principal) return { type: "servicePrincipal", json: servicePrincipalJson(cloud.world, principal) };
    const application = inTenant(applications);
    return application && { type: "application", json: applicationJson(cloud.world, application) };
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

function getMemberGroups(call: GraphCall) {
    const [key = ""] = call.keys;
    const named = call.cloud.world.users.find(({ userPrincipalName }) => sameText(userPrincipalName, key));
    const id = named?.id ?? key;
    if (!find(call, id)) throw notFound(key);
    const groups = [...principalAndGroups(call.cloud.world, id)].filter((member) => !sameText(member, id));
    return success(200, "Collection(Edm.String)", { value: groups });
}

const read = { area: "Directory", write: false } as const;

export const directoryObjectOperations: Operation[] = [
    { method: "POST", path: "/directoryObjects/getByIds", right: read, handle: getByIds },
    {
        method: "GET",
        path: "/directoryObjects/{}",
        right: read,
        handle: (call) => {
            const [key = ""] = call.keys;
            const object = directoryObject(call, key);
            if (!object) throw notFound(key);
            return success(200, "directoryObjects/$entity", object);
        },
    },
    ...["directoryObjects", "users", "servicePrincipals", "groups"].map(
        (collection): Operation => ({
            method: "POST",
            path: `/${collection}/{}/getMemberGroups`,
            right: read,
            handle: getMemberGroups,
        }),
    ),
];
