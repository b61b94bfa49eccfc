// The rows of the tables in text and Markdown.

import { groupBy } from "../../estate/group-by";
import type { AccessReport, Grant, Principal, Registry } from "../model";
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
    /** Null where nothing is compared. */
    declaration: string | null;
    note: string | null;
}

/** Whether the report compares what exists with what is declared. */
export const isCompared = ({ grants, credentials }: AccessReport): boolean =>
    [...grants, ...credentials].some(({ declaration }) => declaration !== null);

/** Who is in a group, cut short. */
export function membersOf({ members }: Pick<Principal, "members">): string | null {
    if (members === null) return null;
    if (members.length === 0) return "nobody is in it";
    const rest = members.length - listed;
    return `in it: ${members.slice(0, listed).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

const listed = 10;

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
                declaration: grant.declaration,
                note: sentences(grant.note, principal === undefined ? null : membersOf(principal)),
            };
        }),
    }));
}

/** A note, and who is in the group. */
function sentences(note: string | null, members: string | null): string | null {
    const who = members === null ? null : `${members[0]?.toUpperCase()}${members.slice(1)}.`;
    return note === null || who === null ? (note ?? who) : `${note} ${who}`;
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

export interface CredentialRow {
    principal: string;
    kind: string;
    name: string;
    since: string;
    until: string;
    declaration: string;
}

/** Every credential that is declared by no state, or missing. */
export function unmatchedCredentials({ credentials, principals }: AccessReport): CredentialRow[] {
    const names = new Map(principals.map(({ id, name }) => [id, name]));
    return credentials
        .filter(({ declaration }) => declaration === "undeclared" || declaration === "missing")
        .map(({ principal, kind, name, startsOn, expiresOn, declaration }) => ({
            principal: names.get(principal) ?? principal,
            kind,
            name,
            since: startsOn ?? "unknown",
            until: expiresOn ?? "no end date",
            declaration: declaration ?? "",
        }));
}

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
