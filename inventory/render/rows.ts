// The rows of the tables in text and Markdown.

import { groupBy } from "../../estate/group-by";
import type { AccessReport, Grant, Registry } from "../model";
import { timeline } from "../timeline";
import { distance } from "../wording";

export interface GrantRow {
    principal: string;
    kind: string;
    method: string;
    permission: string;
    repositories: string;
    via: string;
    until: string;
    note: string | null;
}

export function grantRows(report: AccessReport): { registry: Registry; rows: GrantRow[] }[] {
    const principals = new Map(report.principals.map((principal) => [principal.id, principal]));
    const grants = groupBy(report.grants, ({ registry }) => registry);
    return report.registries.map((registry) => ({
        registry,
        rows: (grants.get(registry.id) ?? []).map((grant) => {
            const principal = principals.get(grant.principal);
            const login = grant.login === null ? principal : principals.get(grant.login);
            return {
                principal: principal?.name ?? grant.principal,
                kind: principal?.kind ?? "",
                method: login?.method ?? "",
                permission: grant.permission,
                repositories: repositoriesOf(grant),
                via: grant.scope === "registry" ? grant.via : `${grant.via} on ${grant.scope}`,
                until: grant.until ?? "no end date",
                note: grant.note,
            };
        }),
    }));
}

const repositoriesOf = ({ repositories }: Grant): string =>
    repositories.length === 0 ? "unknown" : repositories.map((name) => (name === "*" ? "all" : name)).join(", ");

/** A registry's settings in a few words. */
export const factsOf = ({ roleAssignmentMode, adminUser, anonymousPull, declared }: Registry): string[] => [
    ...(declared ? [] : ["managed outside these stacks"]),
    `${roleAssignmentMode === "abac" ? "ABAC" : roleAssignmentMode} mode`,
    `admin user ${adminUser}`,
    `anonymous pull ${anonymousPull}`,
];

export interface PasswordRow {
    principal: string;
    method: string;
    rotation: string;
    ends: string;
}

/** Principals that log in with a password, in the order in which they are due. */
export function passwordRows(report: AccessReport): PasswordRow[] {
    const dated = (day: string) => `${day} (${distance(report.asOf, day)})`;
    return timeline(report).rows.map(({ principal, nextRotation, endsOn }) => ({
        principal: principal.name,
        method: principal.method,
        rotation: nextRotation === null ? "not scheduled" : dated(nextRotation),
        ends: endsOn === null ? "never" : dated(endsOn),
    }));
}
