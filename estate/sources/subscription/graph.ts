// Microsoft Graph in few requests: objects by 1,000 ids, lists by 15 values of a filter, and 20 single questions in a batch.
// Sources: https://learn.microsoft.com/graph/api/directoryobject-getbyids (1,000 ids), https://learn.microsoft.com/graph/
// filter-query-parameter (15 expressions of `in`), https://learn.microsoft.com/graph/json-batching (20 requests).
import { read, text } from "../../value";
import { type Answer, type Client, type Failure, failureOf, isBusy, type Listed, waitFor } from "./client";

const host = "graph.microsoft.com";

/** The objects of these ids; those that are gone are left out without a word. */
export const byIds = (client: Client, ids: readonly string[], types: readonly string[]): Promise<Listed> =>
    joined(
        chunks(ids, 1_000).map(async (some) => {
            const answer = await client.post(host, "/v1.0/directoryObjects/getByIds", { ids: some, types });
            return client.rest(host, answer);
        }),
    );

/** The objects of a collection of which a property has one of these values. */
export const byValues = (
    client: Client,
    collection: string,
    property: string,
    values: readonly string[],
    select: readonly string[],
): Promise<Listed> =>
    joined(
        chunks(values, 15).map((some) => {
            const list = some.map((value) => `'${value.replaceAll("'", "''")}'`).join(",");
            const filter = encodeURIComponent(`${property} in (${list})`);
            return client.list(host, `/v1.0/${collection}?$filter=${filter}&$select=${select.join(",")}`);
        }),
    );

/** The list at each path below `/v1.0`, all pages of it, in the order of the paths. */
export async function lists(client: Client, paths: readonly string[]): Promise<Listed[]> {
    const answers = await Promise.all(chunks(paths, 20).map((some) => batch(client, some)));
    return Promise.all(answers.flat().map((answer) => client.rest(host, answer)));
}

/** One batch. Parts of it that are to be asked again are, without the others. */
async function batch(client: Client, paths: readonly string[], retryCount = 0): Promise<Answer[]> {
    const requests = paths.map((url, index) => ({ id: String(index), method: "GET", url }));
    const whole = await client.post(host, "/v1.0/$batch", { requests });
    if ("failure" in whole) return paths.map(() => whole);
    const responses = read(whole.body, "responses");
    const parts = new Map(
        (Array.isArray(responses) ? responses : []).map((part: Part) => [String(part.id), part] as const),
    );
    const answers = paths.map((_, index) => answerOf(parts.get(String(index))));
    const busy = paths.flatMap((_, index) => (isBusy(parts.get(String(index))?.status ?? 0) ? [index] : []));
    const [first] = busy;
    if (first === undefined) return answers;
    const delays = busy.map((index) => headerOf(parts.get(String(index)), "retry-after"));
    const longest = delays.sort((one, other) => Number(other ?? 0) - Number(one ?? 0))[0];
    if (!(await waitFor(longest, retryCount))) return answers;
    const again = await batch(
        client,
        busy.map((index) => paths[index] ?? ""),
        retryCount + 1,
    );
    for (const [place, index] of busy.entries()) answers[index] = again[place] ?? answers[index] ?? noAnswer;
    return answers;
}

interface Part {
    id: unknown;
    status: number;
    headers?: Readonly<Record<string, string>>;
    body?: unknown;
}

const noAnswer: Answer = {
    failure: { cause: "failed", why: `${host} left a part of a batch without an answer`, code: "", status: undefined },
};

function answerOf(part: Part | undefined): Answer {
    if (part === undefined) return noAnswer;
    const { status, body } = part;
    if (status === 200 && typeof body === "object" && body !== null) return { body };
    return { failure: failureOf(host, status, body) };
}

const headerOf = (part: Part | undefined, name: string): string | undefined =>
    Object.entries(part?.headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];

async function joined(lists: readonly Promise<Listed>[]): Promise<Listed> {
    const all = await Promise.all(lists);
    const failure: Failure | undefined = all.find((list) => list.failure !== undefined)?.failure;
    return { items: all.flatMap(({ items }) => items), ...(failure === undefined ? {} : { failure }) };
}

export function chunks<T>(values: readonly T[], size: number): T[][] {
    return Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
        values.slice(index * size, (index + 1) * size),
    );
}

/** The id of an object of Graph, lower case; `undefined` for what is none. */
export const objectIdOf = (item: unknown): string | undefined => text(read(item, "id"))?.toLowerCase();
