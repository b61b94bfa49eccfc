// What `--write` adds: a tiny artifact pushed, pulled and deleted with each credential, and pushed where that must be
// refused. Whatever was written is removed again, with the operator's credentials if necessary.

import type { DataAction } from "../azure/actions";
import type { Answer } from "./answers";
import type { CheckResult, Outcome } from "./check-result";
import { registryAudience } from "./entra";
import type { Http } from "./http";
import type { Logins } from "./logins";
import type { Caller } from "./management";
import { deleteManifest, pullManifest, pushEmptyArtifact, type Repository } from "./oci";
import type { Attempt } from "./plan";
import { accessToken, exchange, fullScope } from "./registry";

export interface Writing {
    http: Http;
    caller: Caller;
    /** The tag to push, different in each run. */
    tag: string;
}

/** The results of one credential on one repository. */
export function tryWriting(attempt: Attempt, writing: Writing): (known: Logins) => Promise<CheckResult[]> {
    const { access, credential, registry, repository, expected } = attempt;
    const result = (action: DataAction, { actual, evidence }: Outcome): CheckResult => ({
        method: access.method,
        client: "oci",
        action,
        repository: `${registry.loginServer}/${repository}`,
        expected: expected.has(action) ? "allowed" : "refused",
        actual,
        evidence: { identity: `${access.name} (${credential.label})`, ...evidence },
    });
    return async (known) => {
        const login = await known(access, credential, registry);
        if ("outcome" in login) return [result("push", login.outcome)];
        const token = await accessToken(writing.http, registry.loginServer, login.value, fullScope(repository));
        if ("outcome" in token) return [result("push", token.outcome)];
        const there = { http: writing.http, loginServer: registry.loginServer, repository, token: token.value };
        const pushed = await pushEmptyArtifact(there, writing.tag);
        if ("outcome" in pushed) return [result("push", pushed.outcome)];
        const pulled = await pullManifest(there, pushed.value);
        const deleted = await deleteManifest(there, pushed.value);
        const left = "outcome" in deleted ? await cleanUp(there, pushed.value, writing.caller) : undefined;
        return [result("push", said(pushed, left)), result("pull", said(pulled)), result("delete", said(deleted))];
    };
}

const said = (answer: Answer<unknown>, message?: string): Outcome =>
    "outcome" in answer
        ? answer.outcome
        : { actual: "allowed", evidence: { status: answer.status, ...(message === undefined ? {} : { message }) } };

/** Removes what a credential wrote and may not delete. Answers what is left behind, if anything. */
async function cleanUp(there: Repository, digest: string, caller: Caller): Promise<string | undefined> {
    const leftBehind = `left behind: ${there.loginServer}/${there.repository}@${digest}`;
    try {
        const refresh = await exchange(there.http, there.loginServer, await caller(registryAudience));
        if ("outcome" in refresh) return leftBehind;
        const login = { kind: "refreshToken", refreshToken: refresh.value } as const;
        const token = await accessToken(there.http, there.loginServer, login, fullScope(there.repository));
        if ("outcome" in token) return leftBehind;
        const deleted = await deleteManifest({ ...there, token: token.value }, digest);
        return "outcome" in deleted ? leftBehind : undefined;
    } catch {
        return leftBehind;
    }
}
