// What was deleted but not purged: applications and service principals, which can be restored as they were.
import type { Json } from "../json";
import type { Application, ServicePrincipal } from "../state/azure-state";
import { sameText } from "../text";
import { applicationJson, servicePrincipalJson } from "./bodies";
import { changing, type GraphCall, notFound, type Operation, posting, reading, success } from "./call";

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

export const deletedItemOperations: Operation[] = [
    reading("Application", path, (call) => success(200, "directoryObjects/$entity", find(call).json)),
    changing("Application", "DELETE", path, (call) => find(call).remove(false)),
    posting("Application", `${path}/restore`, (call) => {
        const item = find(call);
        item.remove(true);
        return success(200, "directoryObjects/$entity", { ...item.json, deletedDateTime: null });
    }),
];
