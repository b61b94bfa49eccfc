// Microsoft Graph: what the fake azuread provider reads and writes in a tenant.
import { setTimeout as sleep } from "node:timers/promises";
import type { TokenCredential } from "@azure/identity";
import { isObject, type Properties } from "../plugin/property-values";
import { isNotFound, refusal, restClient } from "../rest-client";

const root = "https://graph.microsoft.com/v1.0";
const product = "acr-auth-local-azuread";

export interface GraphClient {
    /**
     * `undefined` when there is no such object.
     * @param select the properties wanted. Defaults to what Graph shows of such an object, which may not be everything.
     */
    get(path: string, select?: string[]): Promise<Properties | undefined>;
    /** Every page of a collection; `undefined` when the object it belongs to is gone. */
    list(path: string, options?: { filter?: string; select?: string[] }): Promise<Properties[] | undefined>;
    post(path: string, body: Properties): Promise<Properties>;
    patch(path: string, body: Properties): Promise<void>;
    /** An object that is not there is deleted already. */
    delete(path: string): Promise<void>;
}

export function graphClient(credential: TokenCredential): GraphClient {
    const send = restClient(credential, "https://graph.microsoft.com/.default", product);

    const get = async (url: string): Promise<Properties | undefined> => {
        const answer = await send("GET", url);
        if (isNotFound(answer)) return undefined;
        if (answer.status !== 200) throw refusal("GET", url, answer);
        return isObject(answer.body) ? answer.body : {};
    };
    const write = async (method: "POST" | "PATCH" | "DELETE", path: string, body?: Properties): Promise<Properties> => {
        const answer = await send(method, root + path, body);
        if (answer.status >= 300 && !(method === "DELETE" && isNotFound(answer))) {
            throw refusal(method, root + path, answer);
        }
        return isObject(answer.body) ? answer.body : {};
    };

    return {
        get: (path, select) => get(root + path + query({ $select: select?.join(",") })),
        async list(path, { filter, select } = {}) {
            const items: Properties[] = [];
            let url: unknown = root + path + query({ $filter: filter, $select: select?.join(",") });
            while (typeof url === "string") {
                const page = await get(url);
                if (!page) return undefined;
                if (Array.isArray(page.value)) items.push(...page.value.filter(isObject));
                url = page["@odata.nextLink"];
            }
            return items;
        },
        post: (path, body) => write("POST", path, body),
        async patch(path, body) {
            await write("PATCH", path, body);
        },
        async delete(path) {
            await write("DELETE", path);
        },
    };
}

const query = (options: Record<string, string | undefined>): string => {
    const given = Object.entries(options).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const text = given.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
    return text ? `?${text}` : "";
};

/** `displayName eq 'Platform engineers'`, quotes doubled. */
export const equals = (property: string, value: string): string => `${property} eq '${value.replaceAll("'", "''")}'`;

const patienceSeconds = 300;

/**
 * What was written may take minutes to be readable everywhere in Entra: reads until it is.
 * @throws when it does not appear within five minutes.
 */
export async function readable<T>(what: string, read: () => Promise<T | undefined>): Promise<T> {
    for (let second = 0; second < patienceSeconds; second++) {
        const found = await read();
        if (found !== undefined) return found;
        await sleep(1000);
    }
    throw new Error(`Waiting for ${what}: it was written, but cannot be read after ${patienceSeconds} seconds.`);
}
