// Tries what was declared and what was not, and returns a result for each. Nothing is written to a registry
// unless that is asked for.

import type { DataAction } from "../azure/actions";
import { everyRepository } from "../azure/repositories";
import type { Answer } from "./answers";
import { type CheckResult, verdict } from "./check-result";
import type { Declared, DeclaredRegistry, RegistryTarget } from "./declared";
import type { EstateOptions } from "./estates";
import type { Http } from "./http";
import { judgeActions } from "./judge";
import { type LoginContext, type Logins, logins } from "./logins";
import { management } from "./management";
import { mapConcurrently } from "./map-concurrently";
import { type Attempt, attemptsFor } from "./plan";
import { managementChecks } from "./prove-management";
import { tryWriting } from "./prove-writing";
import { accessToken, fullScope, grantedActions, type Login } from "./registry";
import { exampleOf } from "./repositories";
import { skippedResults } from "./skipped";

export interface ProveOptions extends LoginContext, EstateOptions {
    /** The time at which credentials and an open admin user are judged. */
    now: Date;
    /** How long to try again what is narrower than declared, because new grants take minutes; in milliseconds. */
    wait: number;
    /** Resolves after so many milliseconds. */
    sleep: (milliseconds: number) => Promise<void>;
    /** The tag of a tiny artifact to push, pull and delete with every current credential; absent: nothing is written. */
    writeTag?: string;
    /** Gets a line when there is something to wait for. */
    progress: (text: string) => void;
}

/** Something that yields results and may be tried again. */
type Check = (logins: Logins) => Promise<CheckResult[]>;

/** Milliseconds from one round of tries to the next. */
const pause = 15_000;
/** Requests under way at once: quick for a large stack, and below what a registry throttles. */
const concurrency = 8;

/** Every result for what a stack declares. */
export async function prove(declared: Declared, options: ProveOptions): Promise<CheckResult[]> {
    const { http, caller, now } = options;
    const checks: Check[] = [
        ...attemptsFor(declared, now).map((attempt) => tryAttempt(attempt, http)),
        ...writingChecks(declared, options),
        ...declared.registries.map((registry) => tryAnonymous(registry, http)),
        ...managementChecks(declared, { ...options, asked: management(http, caller) }),
    ];
    const round = (these: readonly Check[]) => {
        const known = logins(options);
        return mapConcurrently(these, concurrency, (check) => check(known));
    };
    const results = new Map(checks.map((check) => [check, [] as CheckResult[]]));
    let open = checks;
    for (let left = options.wait; ; ) {
        const found = await round(open);
        for (const [index, check] of open.entries()) results.set(check, found[index] ?? []);
        open = open.filter((check) => results.get(check)?.some((result) => verdict(result) === "narrower"));
        if (open.length === 0 || left <= 0) break;
        const next = Math.min(pause, left);
        options.progress(
            `${open.length} of ${checks.length} checks are narrower than declared; next try in ${next / 1000} s`,
        );
        await options.sleep(next);
        left -= next;
    }
    return [...[...results.values()].flat(), ...skippedResults(declared)];
}

function writingChecks(declared: Declared, { http, caller, now, writeTag }: ProveOptions): Check[] {
    if (writeTag === undefined) return [];
    return attemptsFor(declared, now)
        .filter(({ access, credential }) => credential === access.credentials[0])
        .map((attempt) => tryWriting(attempt, { http, caller, tag: writeTag }));
}

function tryAttempt({ access, credential, registry, repository, expected }: Attempt, http: Http): Check {
    const subject = {
        method: access.method,
        client: "acr-auth",
        repository: `${registry.loginServer}/${repository}`,
        identity: `${access.name} (${credential.label})`,
    };
    return async (known) => {
        const login = await known(access, credential, registry);
        const answer = "outcome" in login ? login : await ask(http, registry, login.value, repository);
        return judgeActions(subject, expected, answer);
    };
}

function tryAnonymous({ name, target, anonymousPull }: DeclaredRegistry, http: Http): Check {
    const repository = exampleOf(everyRepository);
    const subject = {
        method: "anonymous pull",
        client: "acr-auth",
        repository: `${target.loginServer}/${repository}`,
        identity: `anonymous at ${name}`,
    } as const;
    const expected = new Set<DataAction>(anonymousPull ? ["pull"] : []);
    return async () => judgeActions(subject, expected, await ask(http, target, { kind: "anonymous" }, repository));
}

async function ask(
    http: Http,
    { loginServer }: RegistryTarget,
    login: Login,
    repository: string,
): Promise<Answer<Set<DataAction>>> {
    const token = await accessToken(http, loginServer, login, fullScope(repository));
    if ("outcome" in token) return token;
    const { status } = token;
    const value = grantedActions(token.value, repository);
    if (value !== undefined) return { value, status };
    const evidence = { status, code: "TOKEN_UNREADABLE", message: "the registry's token does not list what it grants" };
    return { outcome: { actual: "error", evidence } };
}
