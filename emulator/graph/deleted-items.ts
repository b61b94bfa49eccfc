// What was deleted but not purged: applications and service principals, which can be restored as they were.
import type { Json } from "../json";
import type { Application, ServicePrincipal } from "../state/azure-state";
import { sameText } from "../text";
import { applicationJson, servicePrincipalJson } from "./bodies";
import { changing, denied, type GraphCall, notFound, type Operation, posting, reading, success } from "./call";
import { mayWrite } from "./rights";

interface Deleted {
    json: Json;
    owners?: string[];
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
                owners: object.owners,
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

/** The application's or service principal's owners may change it still. */
function findToChange(call: GraphCall): Deleted {
    const item = find(call);
    if (!mayWrite(call.caller, "Application", item)) throw denied();
    return item;
}

const path = "/directory/deletedItems/{}";

export const deletedItemOperations: Operation[] = [
    reading("Application", path, (call) => success(200, "directoryObjects/$entity", find(call).json)),
    changing("Application", "DELETE", path, (call) => findToChange(call).remove(false)),
    posting("Application", `${path}/restore`, (call) => {
        const item = findToChange(call);
        item.remove(true);
        return success(200, "directoryObjects/$entity", { ...item.json, deletedDateTime: null });
    }),
];
