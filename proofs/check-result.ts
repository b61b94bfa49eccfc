// One check result: what was tried, what was declared, what happened, and how we know.

/** The ways to log in, in the words of the report. */
export type Method =
    | "individual identity"
    | "service principal"
    | "managed identity"
    | "AKS managed identity"
    | "AKS service principal"
    | "repository token"
    | "admin user"
    | "anonymous pull"
    /** Not a login of its own: reading the password of one. */
    | "Key Vault";

export type Expected = "allowed" | "refused";
export type Actual = Expected | "skipped" | "error";

/**
 * Why something was skipped: nobody can try it from where the proof runs, such as a person's login, or it could be tried
 * with rights or credentials that this run was not given.
 */
export type SkipKind = "impossible from here" | "not asked";

/** Whose access a result is about, by the ids of Azure: what a known exception can name beside what is printed. */
export interface AccessIds {
    /** Object id in Entra of the user, group or service principal. */
    principalId?: string;
    /** The ARM id at which a role is assigned. */
    scope?: string;
    /** Key id of a password or certificate, slot of a token's password, or id of a federated credential. */
    credential?: string;
}

/** How a result's `actual` is known. Never holds a secret. */
export interface Evidence {
    /** Who tried: the name of the component or registry, and which credential, for example `ci (previous)`. */
    identity?: string;
    /** HTTP status of the answer that decided. */
    status?: number;
    /** Exit code of the client that was run. */
    exitCode?: number;
    /** The service's own code, for example `AADSTS7000222`, `UNAUTHORIZED` or `RoleAssignment`. */
    code?: string;
    /** The service's or the client's own words, or the reason for a skip. */
    message?: string;
    /** The command that puts a difference right. */
    remedy?: string;
    /** When an access that is wider began, ISO 8601, where Azure tells. */
    since?: string;
    /** Of an access that is wider, as far as it has ids. */
    access?: AccessIds;
    /** Of a skip; one that does not say counts as not asked. */
    skip?: SkipKind;
}

export interface CheckResult {
    method: Method;
    /** The program that tried: `acr-auth` for the protocol itself, or `docker`, `az`, `crane` and so on. */
    client: string;
    /** `pull`, `push` or `delete`, or what else was tried: `login`, `list tags`, `role AcrPush`, `password`, `read secret`. */
    action: string;
    /** Login server and repository, for example `contoso.azurecr.io/team/app`; the login server alone for a login. */
    repository: string;
    expected: Expected;
    actual: Actual;
    evidence: Evidence;
    /** Of what is wider than declared and known: why it may stay, who answers for it, and the last day, `YYYY-MM-DD`. */
    exception?: { reason: string; owner: string; expires: string };
}

/** What one attempt came to. */
export interface Outcome {
    actual: Actual;
    evidence: Evidence;
}

/** How a result compares with what was declared. */
export type Verdict = "as declared" | "wider" | "excepted" | "narrower" | SkipKind | "error";

export function verdict({ expected, actual, evidence, exception }: CheckResult): Verdict {
    if (actual === expected) return "as declared";
    if (actual === "skipped") return evidence.skip ?? "not asked";
    if (actual === "error") return actual;
    if (actual === "refused") return "narrower";
    return exception === undefined ? "wider" : "excepted";
}
