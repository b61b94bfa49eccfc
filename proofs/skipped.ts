// Check results for what was declared and can't be tried from here, each with the reason, so that nothing is silently left out.
// Pure.

import { permissions } from "../azure/permissions";
import type { CheckResult, Evidence, Method } from "./check-result";
import type { Declared, DeclaredAccess } from "./declared";

type Reason = Required<Pick<Evidence, "message" | "skip">>;

const impossible = (why: string): Reason => ({
    message: `${why}; the role assignments are compared instead`,
    skip: "impossible from here",
});
const notAsked = (message: string): Reason => ({ message, skip: "not asked" });

const reasons: Readonly<Record<Method, Reason>> = {
    "individual identity": impossible("only the person can log in"),
    "service principal": notAsked("the state holds no credential of this principal"),
    "managed identity": impossible("a managed identity can log in only from inside Azure"),
    "AKS managed identity": impossible("a kubelet identity can log in only from its cluster"),
    "AKS service principal": notAsked(
        "its credential is in the stack of the cluster's tenant; pass the state of that stack as well",
    ),
    "repository token": notAsked("the state holds no password of this token"),
    "admin user": notAsked("the state holds no password of the admin user"),
    "anonymous pull": notAsked("there is nothing to log in with"),
    "Key Vault": impossible("reading a secret takes the reader's own credentials"),
};

/** Of a principal that no component made: no state can hold a credential of it. */
const madeElsewhere = impossible("only who holds a credential of this principal can log in");

const reasonOf = ({ method, application }: DeclaredAccess): Reason =>
    method === "service principal" && application === undefined ? madeElsewhere : reasons[method];

/** Skipped results for every grant of an entry without credentials, and for entries that the state holds only in part. */
export function skippedResults(declared: Declared): CheckResult[] {
    const skipped = declared.access.filter(({ credentials }) => credentials.length === 0).flatMap(resultsOf);
    const incomplete = declared.unread.map(
        ({ name, method, why }): CheckResult => ({
            method,
            client: "acr-auth",
            action: "login",
            repository: "",
            expected: "allowed",
            actual: "skipped",
            evidence: {
                identity: name,
                ...notAsked(`its entry in the state is incomplete (${why})`),
                remedy: "pulumi up",
            },
        }),
    );
    return [...skipped, ...incomplete];
}

const resultsOf = (access: DeclaredAccess): CheckResult[] =>
    access.grants.flatMap(({ registry, permission, repositories }) =>
        repositories.flatMap((repository) =>
            permissions[permission].data.map((action): CheckResult => {
                const where = `${registry.loginServer}/${repository}`;
                const evidence = { identity: access.name, ...reasonOf(access) };
                return {
                    method: access.method,
                    client: "acr-auth",
                    action,
                    repository: where,
                    expected: "allowed",
                    actual: "skipped",
                    evidence,
                };
            }),
        ),
    );
