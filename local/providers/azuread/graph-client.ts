// Microsoft Graph: what the fake azuread provider reads and writes in a tenant.
import { setTimeout as sleep } from "node:timers/promises";
import type { TokenCredential } from "@azure/identity";
import { tokenPayload } from "../../../azure/token-payload";
import { isObject, type Properties, text } from "../plugin/property-values";
import { isNotFound, type RestError, refusal, restClient } from "../rest-client";

const root = "https://graph.microsoft.com/v1.0";
const scope = "https://graph.microsoft.com/.default";
const product = "acr-auth-local-azuread";

export interface GraphClient {
    /**
     * `undefined` when there is no such object.
     * @param select the properties wanted. Defaults to what Graph shows of such an object, which may not be everything.
     */
    get(path: string, select?: string[]): Promise<Properties | undefined>;
    /** Every page of a collection; `undefined` when the object it belongs to is gone. */
    list(path: string, options?: { filter?: string; select?: string[] }): Promise<Properties[] | undefined>;
    /** @param retry the refusals after which it is sent again. Defaults to none. */
    post(path: string, body: Properties, retry?: Retry): Promise<Properties>;
    patch(path: string, body: Properties, retry?: Retry): Promise<void>;
    /** @throws as well where there is no such object: azuread doesn't take that for success. */
    delete(path: string): Promise<void>;
    /** Object id in this tenant of whom the provider works as. */
    callerId(): Promise<string>;
}

/** Whether a refusal is one that Entra gives while it copies an object to all its parts. */
export type Retry = (refused: RestError) => boolean;

export function graphClient(credential: TokenCredential): GraphClient {
    const send = restClient(credential, scope, product);

    const get = async (url: string): Promise<Properties | undefined> => {
        const answer = await send("GET", url);
        if (isNotFound(answer)) return undefined;
        if (answer.status !== 200) throw refusal("GET", url, answer);
        return isObject(answer.body) ? answer.body : {};
    };
    const write = async (
        method: "POST" | "PATCH" | "DELETE",
        path: string,
        body?: Properties,
        retry: Retry = () => false,
    ): Promise<Properties> => {
        for (let pause = 1, waited = 0; ; waited += pause, pause = Math.min(2 * pause, longestPause)) {
            const answer = await send(method, root + path, body);
            if (answer.status < 300) return isObject(answer.body) ? answer.body : {};
            const refused = refusal(method, root + path, answer);
            if (waited + pause > patienceSeconds || !retry(refused)) throw refused;
            await sleep(pause * 1000);
        }
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
        post: (path, body, retry) => write("POST", path, body, retry),
        async patch(path, body, retry) {
            await write("PATCH", path, body, retry);
        },
        async delete(path) {
            await write("DELETE", path);
        },
        async callerId() {
            const objectId = text((await claimsOf(credential)).oid);
            if (objectId) return objectId;
            throw new Error("The token for Microsoft Graph names no object id, so the calling principal is not known.");
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

/** How long the provider waits for Entra, in seconds; shorter by ACR_AUTH_AZUREAD_PATIENCE, for tests of lasting refusals. */
const patienceSeconds = Number(process.env.ACR_AUTH_AZUREAD_PATIENCE ?? 300);
/** The waits between tries double from one second to this: azuread's own, in go-azure-sdk sdk/client/client.go. */
const longestPause = 61;

/** What the provider's own token for Graph says of it. */
export async function claimsOf(credential: TokenCredential): Promise<Properties> {
    const token = await credential.getToken(scope);
    return tokenPayload(token?.token ?? "") ?? {};
}

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
