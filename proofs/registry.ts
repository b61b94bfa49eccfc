// The registry's own authentication: exchange of an Entra token, and access tokens for every kind of login. A registry answers
// a request for more than is granted with a token that holds less, so the token's list of actions is the proof.
import { z } from "zod";
import { type DataAction, dataActions } from "../azure/actions";
import { isLoginServer } from "../azure/names";
import { everyRepository } from "../azure/repositories";
import { tokenPayload } from "../azure/token-payload";
import { type Answer, noAnswer, registryFailure } from "./answers";
import type { Outcome } from "./check-result";
import { type Http, type HttpReply, json } from "./http";

/** How a client authenticates to a registry. */
export type Login =
    | { kind: "anonymous" }
    | { kind: "password"; username: string; password: string }
    | { kind: "refreshToken"; refreshToken: string };

/**
 * What it comes to that a state names something else as login server; `undefined` for a registry of Azure. Whoever can write the
 * state would otherwise decide where its passwords are sent. Nothing that a registry answers is a place to send to either: the
 * address of its tokens is fixed, and the realm of a challenge is not read.
 */
export function notARegistry(loginServer: string): { outcome: Outcome } | undefined {
    if (isLoginServer(loginServer)) return undefined;
    const message = `the state names '${loginServer}' as login server, which is not NAME.azurecr.io; nothing was sent there`;
    return { outcome: { actual: "error", evidence: { code: "NOT_A_REGISTRY", message } } };
}

const refreshReply = z.object({ refresh_token: z.string() });
const accessReply = z.object({ access_token: z.string().optional(), token: z.string().optional() });

/** Azure's registries write these keys with capitals, the token specification without. */
const accessEntry = z
    .record(z.string(), z.unknown())
    .transform((entry) => Object.fromEntries(Object.entries(entry).map(([key, value]) => [key.toLowerCase(), value])))
    .pipe(z.object({ type: z.string(), name: z.string(), actions: z.array(z.string()) }));
const claims = z.object({ access: z.array(accessEntry).nullish() });

/** A refresh token of the registry for an Entra access token. */
export function exchange(
    http: Http,
    loginServer: string,
    entraToken: string,
    tenantId?: string,
): Promise<Answer<string>> {
    return ask(
        loginServer,
        () =>
            http({
                method: "POST",
                url: `https://${loginServer}/oauth2/exchange`,
                form: {
                    grant_type: "access_token",
                    service: loginServer,
                    access_token: entraToken,
                    ...(tenantId === undefined ? {} : { tenant: tenantId }),
                },
            }),
        (reply) => refreshReply.safeParse(json(reply)).data?.refresh_token,
    );
}

/** An access token for everything of `scope` that the login may do; `scope` absent asks for a login and no more. */
export function accessToken(http: Http, loginServer: string, login: Login, scope?: string): Promise<Answer<string>> {
    return ask(
        loginServer,
        () => http(tokenRequest(loginServer, login, scope)),
        (reply) => {
            const { data } = accessReply.safeParse(json(reply));
            return data?.access_token ?? data?.token;
        },
    );
}

function tokenRequest(loginServer: string, login: Login, scope: string | undefined) {
    const url = `https://${loginServer}/oauth2/token`;
    const asked: Record<string, string> = { service: loginServer, ...(scope === undefined ? {} : { scope }) };
    if (login.kind === "refreshToken") {
        const form = { grant_type: "refresh_token", refresh_token: login.refreshToken, ...asked };
        return { method: "POST", url, form } as const;
    }
    const basic = (username: string, password: string) =>
        `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
    const headers: Record<string, string> =
        login.kind === "password" ? { authorization: basic(login.username, login.password) } : {};
    return { method: "GET", url: `${url}?${new URLSearchParams(asked)}`, headers } as const;
}

async function ask(
    loginServer: string,
    send: () => Promise<HttpReply>,
    read: (reply: HttpReply) => string | undefined,
): Promise<Answer<string>> {
    const elsewhere = notARegistry(loginServer);
    if (elsewhere) return elsewhere;
    try {
        const reply = await send();
        const value = reply.status === 200 ? read(reply) : undefined;
        return value === undefined ? { outcome: registryFailure(reply) } : { value, status: reply.status };
    } catch (error) {
        return { outcome: noAnswer(error) };
    }
}

/** The scope that asks for every judged action on one repository. */
export const fullScope = (repository: string): string => `repository:${repository}:${dataActions.join(",")}`;

/**
 * The judged actions that an access token holds for a repository; `undefined` when it can't be read. The token is read
 * and not verified: it came over TLS from the registry that will check it.
 */
export function grantedActions(token: string, repository: string): Set<DataAction> | undefined {
    const { data } = claims.safeParse(tokenPayload(token));
    if (data === undefined) return undefined;
    const granted = (data.access ?? [])
        .filter(({ type, name }) => type === "repository" && (name === repository || name === everyRepository))
        .flatMap((entry) => entry.actions);
    return new Set(dataActions.filter((action) => granted.includes(action) || granted.includes("*")));
}
