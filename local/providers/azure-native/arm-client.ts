// Azure Resource Manager: resources read, written and deleted by id, with long-running operations followed to their
// end.
import { setTimeout as sleep } from "node:timers/promises";
import type { TokenCredential } from "@azure/identity";
import { isObject, type Properties } from "../plugin/property-values";
import { type Answer, errorOf, isNotFound, refusal, restClient, type Send } from "../rest-client";

const host = "https://management.azure.com";
const product = "acr-auth-local-azure-native";
/** Between two questions about an operation, when the service does not say; azure-native asks every ten seconds. */
const pollSeconds = 2;
/** How long a write may take without a timeout in the program: azure-native's own limit. */
const defaultTimeoutSeconds = 2 * 60 * 60;

/** The write was accepted, so the resource exists, but its operation ended badly or was not waited for. */
export class OperationFailed extends Error {}

export interface ArmClient {
    /** `undefined` when there is no such resource. */
    get(id: string, apiVersion: string): Promise<Properties | undefined>;
    /**
     * Creates or replaces, and waits until that is done.
     * @throws {@link OperationFailed} when the service took the request and did not bring it to a good end.
     */
    put(id: string, apiVersion: string, body: Properties, timeoutSeconds?: number): Promise<Properties>;
    post(path: string, apiVersion: string, body: Properties): Promise<Properties>;
    /** A resource that is not there is deleted already. */
    delete(id: string, apiVersion: string, timeoutSeconds?: number): Promise<void>;
}

/** @param cancelled ends the waits for operations, never a request that was sent. */
export function armClient(credential: TokenCredential, cancelled: AbortSignal): ArmClient {
    const send = restClient(credential, `${host}/.default`, product);
    const url = (id: string, apiVersion: string) => `${host}${id}?api-version=${apiVersion}`;

    const get = async (id: string, apiVersion: string): Promise<Properties | undefined> => {
        const answer = await send("GET", url(id, apiVersion));
        if (isNotFound(answer)) return undefined;
        if (answer.status !== 200) throw refusal("GET", url(id, apiVersion), answer);
        return bodyOf(answer);
    };

    return {
        get,
        async put(id, apiVersion, body, timeoutSeconds = defaultTimeoutSeconds) {
            const target = url(id, apiVersion);
            const answer = await send("PUT", target, body);
            if (answer.status >= 300) throw refusal("PUT", target, answer);
            const wait = waiting(`PUT ${id}`, timeoutSeconds, cancelled);
            if (!operationOf(answer)) return untilProvisioned(() => get(id, apiVersion), bodyOf(answer), wait);
            await untilDone(send, answer, wait);
            return (await get(id, apiVersion)) ?? bodyOf(answer);
        },
        async post(path, apiVersion, body) {
            const target = url(path, apiVersion);
            const answer = await send("POST", target, body);
            if (answer.status >= 300) throw refusal("POST", target, answer);
            return bodyOf(answer);
        },
        async delete(id, apiVersion, timeoutSeconds = defaultTimeoutSeconds) {
            const target = url(id, apiVersion);
            const answer = await send("DELETE", target);
            if (isNotFound(answer)) return;
            if (answer.status >= 300) throw refusal("DELETE", target, answer);
            if (operationOf(answer)) await untilDone(send, answer, waiting(`DELETE ${id}`, timeoutSeconds, cancelled));
        },
    };
}

/** One wait for an operation: what is waited for, and the pause between two questions about it. */
interface Wait {
    what: string;
    pause(seconds: number): Promise<void>;
}

function waiting(what: string, timeoutSeconds: number, cancelled: AbortSignal): Wait {
    const end = Date.now() + timeoutSeconds * 1000;
    return {
        what,
        async pause(seconds) {
            if (Date.now() + seconds * 1000 > end) {
                throw new OperationFailed(`${what}: the operation did not end within ${timeoutSeconds} seconds`);
            }
            await sleep(seconds * 1000, undefined, { signal: cancelled }).catch(() => {
                throw new OperationFailed(`${what}: the deployment was cancelled before the operation ended`);
            });
        },
    };
}

const bodyOf = (answer: Answer): Properties => (isObject(answer.body) ? answer.body : {});

/** Where to ask about the operation: a `Location` counts on 202 only, since a 201 names the new resource with it. */
const operationOf = (answer: Answer): string | undefined =>
    answer.header("azure-asyncoperation") ?? (answer.status === 202 ? answer.header("location") : undefined);

async function untilDone(send: Send, accepted: Answer, { what, pause }: Wait): Promise<void> {
    let latest = accepted;
    let target = host;
    for (let wait = retryAfter(accepted) ?? 0; ; wait = retryAfter(latest) ?? pollSeconds) {
        target = new URL(operationOf(latest) ?? target, host).href;
        await pause(wait);
        latest = await send("GET", target);
        // A resource that was to be deleted may be gone before its operation is.
        if (isNotFound(latest) && what.startsWith("DELETE")) return;
        if (latest.status >= 300) throw new OperationFailed(refusal("GET", target, latest).message);
        const status = bodyOf(latest).status;
        if (status === "Failed" || status === "Canceled") throw new OperationFailed(ending(what, status, latest.body));
        if (typeof status === "string" ? status === "Succeeded" : latest.status !== 202) return;
    }
}

/** Some services answer at once and tell by the resource itself how far it is. */
async function untilProvisioned(
    get: () => Promise<Properties | undefined>,
    first: Properties,
    { what, pause }: Wait,
): Promise<Properties> {
    for (let resource = first; ; resource = (await get()) ?? resource) {
        const state = isObject(resource.properties) ? resource.properties.provisioningState : undefined;
        if (state === "Failed" || state === "Canceled") {
            throw new OperationFailed(ending(what, state, resource.properties));
        }
        if (typeof state !== "string" || state === "Succeeded") return resource;
        await pause(pollSeconds);
    }
}

/** Seconds; a date, which the header may hold as well, is not used by Azure Resource Manager. */
const retryAfter = (answer: Answer): number | undefined => {
    const seconds = Number(answer.header("retry-after") ?? Number.NaN);
    return Number.isFinite(seconds) ? seconds : undefined;
};

function ending(what: string, status: string, body: unknown): string {
    const { code, message } = errorOf(body);
    return `${what}: the operation ended as ${status}${code ? `, code ${code}` : ""}${message ? `: ${message}` : ""}`;
}
