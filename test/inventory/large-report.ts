// A report of any size, for the page and for growth.
import type { AccessReport } from "../../inventory/model";
import { emptyReport, grant, password, principal, registry, rotation } from "./report-parts";

const methods = [
    ["group", "individual identity", "push", "AcrPush"],
    ["service principal", "service principal", "push", "AcrPush"],
    ["managed identity", "managed identity", "pull", "AcrPull"],
    ["kubelet identity", "AKS managed identity", "pull", "AcrPull"],
    ["repository token", "repository token", "pull", "scope map"],
] as const;

/** A report of `registries` registries with `perRegistry` grants each; one principal in five holds rotating passwords. */
export function largeReport(registries: number, perRegistry: number): AccessReport {
    const report = emptyReport();
    for (let r = 0; r < registries; r++) {
        report.registries.push(registry(`contoso${r}`, { roleAssignmentMode: r % 2 === 0 ? "legacy" : "abac" }));
        for (let p = 0; p < perRegistry; p++) {
            const [kind, method, permission, via] = methods[p % methods.length] ?? methods[0];
            const id = `team-${p}-on-${r}`;
            report.principals.push(principal(id, kind, method));
            report.grants.push(
                grant(id, `contoso${r}`, permission, via, { repositories: p % 3 === 0 ? ["*"] : [`team-${p}/*`] }),
            );
            if (kind === "service principal" || kind === "repository token") {
                const credential = kind === "service principal" ? "application password" : "token password";
                report.credentials.push(
                    password(id, credential, 0, "2026-02-16", "2027-02-16"),
                    password(id, credential, 1, "2026-08-15", "2027-08-15"),
                    password(id, credential, 2, "2027-02-11", "2028-02-11"),
                );
                report.rotations.push(rotation(id, 2, "2027-02-11", "2027-02-16"));
            }
        }
    }
    return report;
}
