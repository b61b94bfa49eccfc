// What was deleted but not purged: applications and service principals, which can be restored as they were.

import type { Application, ServicePrincipal } from "../state/azure-state";
import { sameText } from "../state/directory";
import { applicationJson, servicePrincipalJson } from "./bodies";
import { changing } from "./collections";
import { type GraphCall, type Json, notFound, type Operation, success } from "./graph-call";

interface Deleted {
    json: Json;
    /** Takes it out of the deleted ones, and brings it back if `restore` says so. */
    remove(restore: boolean): void;
}

function find({ emulator, tenantId, keys }: GraphCall): Deleted {
    const { state } = emulator;
    const [key = ""] = keys;
    const of = <T extends Application | ServicePrincipal>(
        deleted: T[],
        alive: T[],
        type: string,
        toJson: (object: T) => Json,
    ) => {
        const object = deleted.find((item) => item.tenantId === tenantId && sameText(item.id, key));
        return (
            object && {
                json: { "@odata.type": `#microsoft.graph.${type}`, ...toJson(object) },
                remove(restore: boolean) {
                    deleted.splice(deleted.indexOf(object), 1);
                    if (!restore) return;
                    delete object.properties.deletedDateTime;
                    alive.push(object);
                },
            }
        );
    };
    const found =
        of(state.deletedItems.applications, state.applications, "application", (item) =>
            applicationJson(state, item),
        ) ??
        of(state.deletedItems.servicePrincipals, state.servicePrincipals, "servicePrincipal", (item) =>
            servicePrincipalJson(state, item),
        );
    if (!found) throw notFound(key);
    return found;
}

const path = "/directory/deletedItems/{}";
const [read, write] = [
    { area: "Application", write: false },
    { area: "Application", write: true },
] as const;

export const deletedItemOperations: Operation[] = [
    {
        method: "GET",
        path,
        right: read,
        handle: (call) => success(200, "directoryObjects/$entity", find(call).json),
    },
    changing("DELETE", path, write, (call) => find(call).remove(false)),
    {
        method: "POST",
        path: `${path}/restore`,
        right: write,
        handle: (call) => {
            const item = find(call);
            item.remove(true);
            call.emulator.save();
            return success(200, "directoryObjects/$entity", { ...item.json, deletedDateTime: null });
        },
    },
];
