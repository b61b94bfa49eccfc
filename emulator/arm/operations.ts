// Long-running operations. The change itself is made at once; an operation only says for how many more polls it is
// still under way, so nothing of it is kept in the world and a cloud that starts again has none.
import type { Cloud, Reply } from "../server/service";
import type { World } from "../state/world";

interface Operation {
    polls: number;
    state: string;
}

const underWay = new WeakMap<World, Map<string, Operation>>();

const operations = (cloud: Cloud): Map<string, Operation> => {
    const found = underWay.get(cloud.world) ?? new Map<string, Operation>();
    underWay.set(cloud.world, found);
    return found;
};

/** Azure's clients wait 30 seconds between polls unless told otherwise. */
export const retryAfter = { "retry-after": "1" };

export const begin = (cloud: Cloud, id: string, state: string): void => {
    const polls = cloud.settings.operationPolls ?? 0;
    if (polls > 0) operations(cloud).set(id.toLowerCase(), { polls, state });
};

/** Counts one poll. The state while the operation is under way, `undefined` once it is over. */
export const poll = (cloud: Cloud, id: string): string | undefined => {
    const operation = operations(cloud).get(id.toLowerCase());
    if (operation === undefined) return undefined;
    operation.polls -= 1;
    if (operation.polls <= 0) operations(cloud).delete(id.toLowerCase());
    return operation.state;
};

/** The answer to a poll of `azure-asyncoperation`: its body holds the status and nothing else. */
export const operationStatus = (cloud: Cloud, id: string, self: string): Reply => ({
    status: 200,
    headers: { "azure-asyncoperation": self, ...retryAfter },
    body: { status: poll(cloud, id) ?? "Succeeded" },
});

/** The answer to a poll of `location`: 202 with a new location, then 200 without a body. */
export const operationResult = (cloud: Cloud, id: string, self: string): Reply =>
    poll(cloud, id) === undefined ? { status: 200 } : { status: 202, headers: { location: self, ...retryAfter } };
