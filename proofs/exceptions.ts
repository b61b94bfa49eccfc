// Known exceptions: what is wider than declared, and somebody answers for until a day. A file says which, in the terms of the
// printed result: who, what, and where. Pure.
import { z } from "zod";
import { isDay, isOver, timeOf } from "../azure/days";
import { matchesGlob } from "../estate/glob";
import { type CheckResult, verdict } from "./check-result";

/** What zod calls an issue of another type or none, in our words. */
const otherThan =
    (kind: string) =>
    ({ code, input }: { code?: string; input?: unknown }): string | undefined =>
        code !== "invalid_type"
            ? undefined
            : input === undefined
              ? "is missing"
              : `must be ${kind}, not ${given(input)}`;
const object = { error: otherThan("an object") };

const text = z.string({ error: otherThan("a text") }).refine((value) => value.trim() !== "", "must not be empty");
const day = text.refine(isDay, { error: ({ input }) => `must be a date, YYYY-MM-DD, not ${given(input)}` });
const exception = z.strictObject(
    {
        /** Glob over who has access: the name as printed, with or without the credential in brackets, or the object id. */
        who: text,
        /** Glob over what was tried, as printed: `role Owner`, `pull`, `password`, `list credentials`. */
        action: text,
        /** Glob over the registry's name or login server. Any registry unless given. */
        registry: text.optional(),
        /** Glob over the ARM id at which a role is assigned. Any scope unless given. */
        scope: text.optional(),
        /** Glob over the id of a password, certificate or federated credential. Any unless given. */
        credential: text.optional(),
        /** Why it may stay. */
        reason: text,
        /** Who answers for it. */
        owner: text,
        /** The last day on which it holds, `YYYY-MM-DD`. */
        expires: day,
    },
    object,
);
const file = z.strictObject({ exceptions: z.array(exception, { error: otherThan("a list") }) }, object);

export type Exception = z.infer<typeof exception>;

/** The exceptions of a file's JSON, or everything that is wrong with it, each with its path. */
export function parseExceptions(json: unknown): { exceptions: Exception[]; problems: string[] } {
    const { data, error } = file.safeParse(json);
    return { exceptions: data?.exceptions ?? [], problems: error?.issues.flatMap(problemsOf) ?? [] };
}

function problemsOf(issue: z.core.$ZodIssue): string[] {
    const at = issue.path.reduce<string>(
        (path, key) =>
            typeof key === "number" ? `${path}[${key}]` : path === "" ? String(key) : `${path}.${String(key)}`,
        "",
    );
    if (issue.code !== "unrecognized_keys") return [at === "" ? issue.message : `${at} ${issue.message}`];
    return issue.keys.map((key) => `unknown key '${at === "" ? key : `${at}.${key}`}'`);
}

/** A value as it was given, cut short. */
function given(value: unknown): string {
    const json = JSON.stringify(value);
    return json.length > 40 ? `${json.slice(0, 40)}...` : json;
}

export interface Excepted {
    /** The same results, in order; those that are excepted say by which exception. */
    results: CheckResult[];
    /** A line for each exception that has expired or that nothing is excepted by. */
    notices: string[];
}

/**
 * Applies the exceptions to what is wider, and to nothing else. One that has expired has no effect.
 * @param today midnight UTC of the day that counts as today, in milliseconds.
 */
export function withExceptions(
    results: readonly CheckResult[],
    exceptions: readonly Exception[],
    today: number,
): Excepted {
    const used = new Set<Exception>();
    const applied = results.map((result) => {
        const found =
            verdict(result) === "wider"
                ? exceptions.filter((each) => !isExpired(each, today) && matches(each, result))
                : [];
        for (const each of found) used.add(each);
        const [first] = found;
        if (first === undefined) return result;
        const { reason, owner, expires } = first;
        return { ...result, exception: { reason, owner, expires } };
    });
    const notices = exceptions.flatMap((each, index) => {
        const name = `exceptions[${index}] (${each.who}, ${each.action}; owner: ${each.owner})`;
        if (isExpired(each, today))
            return [`${name} expired on ${each.expires} and has no effect: renew it or remove it`];
        return used.has(each) ? [] : [`${name} is not needed: nothing that it names is wider than declared; remove it`];
    });
    return { results: applied, notices };
}

const isExpired = ({ expires }: Exception, today: number): boolean => isOver(timeOf(expires), today);

function matches(exception: Exception, { action, repository, evidence }: CheckResult): boolean {
    const { identity = "", access = {} } = evidence;
    const [loginServer = ""] = repository.split("/");
    const [registryName = ""] = loginServer.split(".");
    const is = (pattern: string | undefined, ...values: (string | undefined)[]) =>
        pattern === undefined ||
        values.some((value = "") => value !== "" && matchesGlob(pattern.toLowerCase(), value.toLowerCase()));
    return (
        is(exception.who, identity, identity.replace(/ \([^()]*\)$/, ""), access.principalId) &&
        is(exception.action, action) &&
        is(exception.registry, loginServer, registryName) &&
        is(exception.scope, access.scope) &&
        is(exception.credential, access.credential)
    );
}
