// The token of the workload that runs the proof - a job of a pipeline, a pod - where it has one.
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { tokenPayload } from "../azure/token-payload";
import { type Http, json } from "./http";

export type Environment = Readonly<Record<string, string | undefined>>;

/** What a token is wanted for; a workload can choose the audience, and is who it is. */
export interface Wanted {
    audience: string;
    issuer?: string;
    subject?: string;
}

/** Asks for the workload's own token; `undefined` where there is none. */
export type JobToken = (wanted: Wanted) => Promise<string | undefined>;

/** By the variables that Pulumi's providers, GitHub Actions and AKS set, in this order. */
export function jobTokenFrom(env: Environment, http: Http): JobToken {
    return async ({ audience }) => {
        if (env.ARM_OIDC_TOKEN) return env.ARM_OIDC_TOKEN;
        const file = env.ARM_OIDC_TOKEN_FILE_PATH ?? env.AZURE_FEDERATED_TOKEN_FILE;
        if (file) return (await readFile(file, "utf8")).trim();
        const url = env.ARM_OIDC_REQUEST_URL ?? env.ACTIONS_ID_TOKEN_REQUEST_URL;
        const bearer = env.ARM_OIDC_REQUEST_TOKEN ?? env.ACTIONS_ID_TOKEN_REQUEST_TOKEN;
        if (!url || !bearer) return undefined;
        const address = new URL(url);
        address.searchParams.set("audience", audience);
        const reply = await http({ method: "GET", url: address.href, headers: { authorization: `Bearer ${bearer}` } });
        const { data } = z.object({ value: z.string() }).safeParse(json(reply));
        if (reply.status !== 200 || data === undefined) {
            throw new Error(`${address.host} issued no token for this job (HTTP ${reply.status})`);
        }
        return data.value;
    };
}

const claims = z.object({ iss: z.string(), sub: z.string() });

/** Who a token is about, as it says itself; `undefined` when it is no JSON web token. */
export function subjectOf(token: string): { issuer: string; subject: string } | undefined {
    const { data } = claims.safeParse(tokenPayload(token));
    return data && { issuer: data.iss, subject: data.sub };
}
