// The forms of a result of the comparison: as declared, wider, narrower, or not read.
import type { Gap } from "../../estate/gap";
import { plain } from "../../estate/wording";
import type { AccessIds, CheckResult, Evidence, Expected, Method, Outcome } from "../check-result";

export interface Subject {
    method: Method;
    action: string;
    /** Login server, or empty for what belongs to no registry. */
    repository: string;
    /** Whose access it is. */
    identity: string;
}

/** A result of what acr-auth itself found out. */
export const result = (subject: Subject, expected: Expected, { actual, evidence }: Outcome): CheckResult => ({
    method: subject.method,
    client: "acr-auth",
    action: subject.action,
    repository: subject.repository,
    expected,
    actual,
    evidence: { identity: plain(subject.identity), ...evidence },
});

export const asDeclared = (subject: Subject, code: string, message: string): CheckResult =>
    result(subject, "allowed", { actual: "allowed", evidence: { code, message: plain(message) } });

export interface Wider {
    code: string;
    message: string;
    /** The command that removes it. */
    remedy: string;
    /** ISO 8601, where Azure tells. */
    since: string | undefined;
    access?: AccessIds;
}

/** Somebody gets in who should not, or further than declared. */
export function wider(subject: Subject, { since, access, message, ...found }: Wider): CheckResult {
    const evidence: Evidence = {
        ...found,
        message: plain(since === undefined ? message : `${message}; since ${since.slice(0, "YYYY-MM-DD".length)}`),
        ...(since === undefined ? {} : { since }),
        ...(access === undefined ? {} : { access }),
    };
    return result(subject, "refused", { actual: "allowed", evidence });
}

export const narrower = (subject: Subject, code: string, message: string): CheckResult =>
    result(subject, "allowed", { actual: "refused", evidence: { code, message: plain(message) } });

/** One result for each reason why something was not read: without the right it was not asked, and a failure is an error. */
export const notRead = (subject: Subject, gaps: readonly Gap[]): CheckResult[] =>
    gaps.map(({ what, why, cause }) => {
        const message = plain(`${what}: ${why}`);
        return result(
            subject,
            "allowed",
            cause === "failed"
                ? { actual: "error", evidence: { code: /AADSTS\d+/.exec(why)?.[0] ?? "NOT_READ", message } }
                : { actual: "skipped", evidence: { message, skip: "not asked" } },
        );
    });

/** A word of a command line, in single quotes where a shell would read more into it. */
export const quoted = (word: string): string =>
    /^[\w@%+=:,./-]+$/.test(word) ? word : `'${plain(word).replaceAll("'", "'\\''")}'`;
