// Long-running operations. The change itself is made at once; an operation only says for how many more polls it is
// still under way, so nothing of it is kept in the state and an emulator that starts again has none.
import type { Json } from "../json";
import type { Emulator, Reply } from "../server/service";
import type { AzureState } from "../state/azure-state";

interface Operation {
    polls: number;
    state: string;
}

const underWay = new WeakMap<AzureState, Map<string, Operation>>();

const operations = (emulator: Emulator): Map<string, Operation> => {
    const found = underWay.get(emulator.state) ?? new Map<string, Operation>();
    underWay.set(emulator.state, found);
    return found;
};

/** Azure's clients wait 30 seconds between polls unless told otherwise. */
export const retryAfter = { "retry-after": "1" };

/** Begins an operation; false where the settings make it end at once. */
export const begin = (emulator: Emulator, id: string, state: string): boolean => {
    const polls = emulator.settings.operationPolls;
    if (polls > 0) operations(emulator).set(id.toLowerCase(), { polls, state });
    return polls > 0;
};

/** Counts one poll. The state while the operation is under way, `undefined` once it is over. */
export const poll = (emulator: Emulator, id: string): string | undefined => {
    const operation = operations(emulator).get(id.toLowerCase());
    if (operation === undefined) return undefined;
    operation.polls -= 1;
    if (operation.polls <= 0) operations(emulator).delete(id.toLowerCase());
    return operation.state;
};

/** The answer to a poll of `azure-asyncoperation`: its body holds the status and nothing else. */
export const operationStatus = (emulator: Emulator, id: string, self: string): Reply => ({
    status: 200,
    headers: { "azure-asyncoperation": self, ...retryAfter },
    body: { status: poll(emulator, id) ?? "Succeeded" },
});

/** What the result of an operation tells: its status after an import, times as well of a vault, nothing of a deletion. */
const resultBody = (emulator: Emulator, path: string, status: string, isDone: boolean): Json | undefined => {
    if (/\/microsoft\.keyvault\//i.test(path)) {
        const now = emulator.clock.now().toISOString().replace("T", " ").replace(/\.\d+/, "");
        return { createdDateTime: now, ...(isDone ? { lastActionDateTime: now } : {}), status };
    }
    return /\/operationresults\/registries-/i.test(path) ? { status } : undefined;
};

/** The answer to a poll of `location`: 202 with a new location, then 200. */
export const operationResult = (emulator: Emulator, id: string, self: string): Reply => {
    const state = poll(emulator, id);
    const body = resultBody(emulator, self, state ?? "Succeeded", state === undefined);
    if (state === undefined) return { status: 200, body };
    return { status: 202, headers: { location: self, ...retryAfter }, body };
};

/** Whether something is still being done to a resource; asking counts as no poll. */
export const isUnderWay = (emulator: Emulator, id: string): boolean => operations(emulator).has(id.toLowerCase());
