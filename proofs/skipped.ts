// Check results for what was declared and can't be tried from here, each with the reason, so that nothing is silently left out.
// Pure.

import { permissions } from "../azure/permissions";
import type { CheckResult, Method } from "./check-result";
import type { Declared, DeclaredAccess } from "./declared";

const reasons: Readonly<Record<Method, string>> = {
    "individual identity": "only the person can log in; the role assignments are compared instead",
    "service principal": "the state holds no credential of this principal; its role assignments are compared instead",
    "managed identity":
        "a managed identity can log in only from inside Azure; its role assignments are compared instead",
    "AKS managed identity":
        "a kubelet identity can log in only from its cluster; its role assignments are compared instead",
    "AKS service principal":
        "its credential is in the stack of the cluster's tenant; pass the state of that stack as well",
    "repository token": "the state holds no password of this token",
    "admin user": "the state holds no password of the admin user",
    "anonymous pull": "there is nothing to log in with",
    "Key Vault": "reading a secret takes the reader's own credentials; the role assignments are compared instead",
};

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
                message: `its entry in the state is incomplete (${why})`,
                remedy: "pulumi up",
            },
        }),
    );
    return [...skipped, ...incomplete];
}

const resultsOf = ({ name, method, grants }: DeclaredAccess): CheckResult[] =>
    grants.flatMap(({ registry, permission, repositories }) =>
        repositories.flatMap((repository) =>
            permissions[permission].data.map((action): CheckResult => {
                const where = `${registry.loginServer}/${repository}`;
                const evidence = { identity: name, message: reasons[method] };
                return {
                    method,
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
