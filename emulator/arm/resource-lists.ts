// Lists of resources: of one type at a subscription, a group or a resource, and of everything in a subscription or group.
import { isAllowed } from "../authorization/access-control";
import { defined, type Json } from "../json";
import type { FilterLanguage } from "../odata/filter";
import type { Reply } from "../server/service";
import type { ArmResource, AzureState } from "../state/azure-state";
import { hostOf, isWithin, resourceGroupOf } from "../state/resource-id";
import { findResource, resourcesOf } from "../state/resources";
import { sameText } from "../text";
import { authorize, readableOf } from "./caller";
import { filtered, page } from "./lists";
import { type ArmRequest, locate, resolveScope, topLevelNotFound } from "./locate";
import { findType } from "./providers/table";
import { present } from "./resource";
import { resourceGroupType } from "./resource-groups";
import type { ResourceType } from "./resource-type";

/** What a list at a scope holds, as far as the scope goes. */
const listedAt = (state: AzureState, { type, listed }: ResourceType, scope: string): readonly ArmResource[] => {
    if (listed === "own") return resourcesOf(state, type, scope).filter(({ id }) => sameText(hostOf(id), scope));
    if (listed !== "inherited") return resourcesOf(state, type, scope);
    return resourcesOf(state, type).filter(({ id }) => isWithin(id, scope) || isWithin(scope, hostOf(id)));
};

/** `atScope()` leaves out what is below, where a list also holds what is inherited; other filters are refused. */
const languageOf = ({ listed }: ResourceType, scope: string): FilterLanguage => ({
    properties: [],
    functions:
        listed === "inherited"
            ? { atscope: { parameters: 0, test: (_, item) => isWithin(scope, hostOf((item as ArmResource).id)) } }
            : {},
});

/** One type's resources. At a subscription or a group they are those that the caller may read; see `readableOf`. */
export const list = (arm: ArmRequest, type: ResourceType): Reply => {
    const { emulator, caller, id, request } = arm;
    const { state } = emulator;
    const action = `${type.type}/read`;
    const isChild = type.type.split("/").length > 2;
    const isWide = !isChild && !/\/providers\//i.test(id.scope);
    if (!isWide) authorize(state, caller, action, request.path);
    const holder = isChild ? locate(arm, parentType(type)).existing : undefined;
    if (isChild && holder === undefined) throw topLevelNotFound(request.path);
    const scope = holder?.id ?? resolveScope(state, id.scope).id;
    const kept = listedAt(state, type, scope);
    const builtIn = [...((holder && type.builtIn?.(holder)) ?? []), ...(type.builtInAt?.(scope) ?? [])];
    const all = [...builtIn.filter((item) => findResource(state, item.id) === undefined), ...kept];
    const own = isWide ? readableOf(state, caller, action, scope, all, (item) => item.id) : all;
    return page(filtered(own, arm, languageOf(type, scope)), (item) => present(type, item, arm), arm);
};

const parentType = (type: ResourceType): ResourceType => {
    const found = findType(type.type.split("/").slice(0, -1).join("/"));
    if (found === undefined) throw new Error(`The type ${type.type} has no parent in the table.`);
    return found;
};

/** `GET /resources` of a subscription or group: what the caller may read, without properties. */
export const listResources = (arm: ArmRequest, scope: string): Reply => {
    const { emulator, caller, apiVersion } = arm;
    const { state } = emulator;
    const within = resolveScope(state, scope).id;
    const readable = Object.values(state.resources)
        .filter((item) => item.location !== undefined && item.type !== resourceGroupType && isWithin(item.id, within))
        .filter((item) => isAllowed(state, caller.objectId, `${item.type}/read`, item.id))
        .map(({ type: resourceType, ...item }) => ({ ...item, resourceType, resourceGroup: resourceGroupOf(item.id) }));
    const show = ({ resourceType: type, id, name, sku, location, identity, tags, systemData }: Listed): Json =>
        defined({
            id,
            name,
            type,
            sku,
            location,
            identity,
            tags,
            systemData: apiVersion >= "2022" ? inZulu(systemData) : undefined,
        });
    return page(filtered(readable, arm, resourceFilter), show, arm);
};

type Listed = Omit<ArmResource, "type"> & { resourceType: string };

/** Recorded with `systemData` in 2022-09-01 and later, without it in 2015-11-01 and 2019-10-01; between them, a guess. */
const inZulu = (systemData: ArmResource["systemData"]) =>
    systemData &&
    Object.fromEntries(
        Object.entries(systemData).map(([key, value]) => [key, String(value).replace(/(T.*)\+00:00$/, "$1Z")]),
    );

/** What Azure filters resources by is more: tags, plans, identities, `expand`; those are refused here. */
const resourceFilter: FilterLanguage = {
    properties: ["resourceType", "name", "location", "resourceGroup"],
    functions: {
        substringof: {
            parameters: 2,
            test: ([part, whole]) => String(whole).toLowerCase().includes(String(part).toLowerCase()),
        },
    },
};
