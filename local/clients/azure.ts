// The emulator as its deployers see it, from within this process: for preparing what is to be tried and for changing
// what a proof needs changed. The proofs' own HTTP client, with the emulator's proxy and certificate authority.
import { readFileSync } from "node:fs";
import type { Agent } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import type { RunningEmulator } from "acr-emulator";
import { HttpsProxyAgent } from "https-proxy-agent";
import { clientCredentialsToken } from "../../proofs/entra";
import { createHttp, type Http, type HttpReply, json } from "../../proofs/http";
import { armAudience, type Caller } from "../../proofs/management";
import type { Deployer } from "../engine/environment";

/** Connects to the emulated hosts and to no other. */
export function emulatorAgent({ proxyUrl, caFile }: Pick<RunningEmulator, "proxyUrl" | "caFile">): Agent {
    const agent = new HttpsProxyAgent(proxyUrl, { keepAlive: true });
    // What is given to the constructor counts for the connection to the proxy only, and this for the one through it.
    Object.assign(agent.options, { ca: readFileSync(caFile) });
    return agent;
}

/** Reaches the emulated hosts and no other. */
export const emulatorHttp = (emulator: Pick<RunningEmulator, "proxyUrl" | "caFile">): Http =>
    createHttp({ agent: emulatorAgent(emulator) });

/** The deployer of the tenant, or of the subscription that a resource is in. */
export function deployerOf(
    { deployer, partnerDeployer }: RunningEmulator,
    resourceId: string,
    tenantId = "",
): Deployer {
    const subscription = resourceId.split("/")[2]?.toLowerCase();
    const partners = tenantId === partnerDeployer.tenantId || subscription === partnerDeployer.subscriptionId;
    return partners ? partnerDeployer : deployer;
}

/** Tokens of a deployer. */
export function callerOf(http: Http, { tenantId, clientId, clientSecret }: Deployer): Caller {
    return async (audience) => {
        const application = { tenantId, clientId, proof: { secret: clientSecret } };
        const token = await clientCredentialsToken(http, application, audience);
        if ("outcome" in token) throw new Error(`the deployer got no token: ${JSON.stringify(token.outcome.evidence)}`);
        return token.value;
    };
}

/** ARM as a deployer changes it, one resource at a time. */
export class Arm {
    constructor(
        private readonly http: Http,
        private readonly caller: Caller,
        private readonly apiVersion: string,
    ) {}

    /** Sends one request and waits for what it started. Answers the body of the first reply. */
    async change(method: "PUT" | "PATCH" | "POST" | "DELETE", path: string, body?: unknown): Promise<unknown> {
        const reply = await this.#send(method, path, body);
        if (reply.status >= 300) throw new Error(`${method} ${path}: HTTP ${reply.status} ${reply.text}`);
        await this.#waitFor(reply);
        return json(reply);
    }

    /** Follows a long-running operation to its end. */
    async #waitFor(started: HttpReply): Promise<void> {
        const operation = started.header("azure-asyncoperation") ?? started.header("location");
        if (operation === undefined || started.status === 200) return;
        for (;;) {
            const reply = await this.#send("GET", operation);
            const { status } = (json(reply) ?? {}) as { status?: string };
            if (status === "Failed" || status === "Canceled") throw new Error(`${operation}: ${reply.text}`);
            if (reply.status === 200 && (status === undefined || status === "Succeeded")) return;
            await sleep(Number(reply.header("retry-after") ?? 1) * 1_000);
        }
    }

    async #send(method: "GET" | "PUT" | "PATCH" | "POST" | "DELETE", path: string, body?: unknown): Promise<HttpReply> {
        const url = new URL(path, armAudience);
        if (!url.searchParams.has("api-version")) url.searchParams.set("api-version", this.apiVersion);
        const authorization = `Bearer ${await this.caller(armAudience)}`;
        return this.http({ method, url: url.href, headers: { authorization }, body });
    }
}
