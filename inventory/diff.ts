// What access a change adds and removes, in sentences for a reviewer. Principals and registries are compared by name,
// because a plan does not hold the ids of what it will create.

import { type DataAction, orderedActions } from "../azure/actions";
import { groupBy } from "../estate/group-by";
import { lastPasswords } from "./attention";
import type { AccessReport, Principal } from "./model";
import { permissionOf } from "./permissions";

export interface Change {
    /** `wider` gives more access than before, `narrower` less; everything else is `other`. */
    direction: "wider" | "narrower" | "other";
    message: string;
}

/** Every difference of two reports that concerns access, the wider ones first. */
export function compare(before: AccessReport, after: AccessReport): Change[] {
    const order: Change["direction"][] = ["wider", "narrower", "other"];
    return [
        ...grants(before, after),
        ...roles(before, after),
        ...registries(before, after),
        ...passwords(before, after),
    ].sort((a, b) => order.indexOf(a.direction) - order.indexOf(b.direction));
}

interface Access {
    principal: Principal;
    registry: string;
    repository: string;
    actions: DataAction[];
}

function grants(before: AccessReport, after: AccessReport): Change[] {
    const [old, now] = [accessOf(before), accessOf(after)];
    const changes = [...new Set([...old.keys(), ...now.keys()])].flatMap((key) => {
        const [was, is] = [old.get(key), now.get(key)];
        const subject = is ?? was;
        return subject === undefined || permissionOf(was?.actions ?? []) === permissionOf(is?.actions ?? [])
            ? []
            : [{ ...subject, was: was?.actions ?? [], is: is?.actions ?? [] }];
    });
    // One sentence for all repositories of a registry that change in the same way.
    const alike = groupBy(changes, ({ principal, registry, was, is }) =>
        JSON.stringify([nameOf(principal), registry, was, is]),
    );
    return [...alike.values()].map((same) => {
        const [{ principal, registry, was, is }] = same as [(typeof changes)[number]];
        return sentence(
            principal,
            placeOf(
                registry,
                same.map(({ repository }) => repository),
            ),
            was,
            is,
        );
    });
}

function sentence(principal: Principal, place: string, was: DataAction[], is: DataAction[]): Change {
    const name = nameOf(principal);
    if (was.length === 0) {
        return { direction: "wider", message: `${name} gains ${permissionOf(is)} on ${place}` };
    }
    if (is.length === 0) {
        return { direction: "narrower", message: `${name} loses ${permissionOf(was)} on ${place}` };
    }
    return {
        direction: is.some((action) => !was.includes(action)) ? "wider" : "narrower",
        message: `${name} changes from ${permissionOf(was)} to ${permissionOf(is)} on ${place}`,
    };
}

function placeOf(registry: string, repositories: string[]): string {
    const named = repositories.filter((repository) => repository !== "*").sort();
    if (named.length < repositories.length) {
        return `registry ${registry}`;
    }
    const [only] = named;
    return named.length === 1
        ? `${quoted(only ?? "")} in registry ${registry}`
        : `${named.length} repositories (${named.join(", ")}) in registry ${registry}`;
}

const quoted = (pattern: string): string => (pattern === "" ? "unknown repositories" : `repository ${pattern}`);

const nameOf = ({ kind, name }: Principal): string =>
    kind === "everyone"
        ? "everyone on the internet"
        : kind === "admin user"
          ? `the ${name}`
          : kind === "unknown"
            ? `principal ${name}`
            : `${kind} ${name}`;

function accessOf(report: AccessReport): Map<string, Access> {
    const principals = new Map(report.principals.map((principal) => [principal.id, principal]));
    const names = new Map(report.registries.map(({ id, name }) => [id, name]));
    const entries = report.grants.flatMap((grant): Access[] => {
        const principal = principals.get(grant.principal);
        const registry = names.get(grant.registry) ?? grant.registry;
        const repositories = grant.repositories.length === 0 ? [""] : grant.repositories;
        return principal === undefined
            ? []
            : repositories.map((repository) => ({ principal, registry, repository, actions: grant.actions }));
    });
    return new Map(
        [
            ...groupBy(entries, ({ principal, registry, repository }) =>
                JSON.stringify([nameOf(principal), registry, repository]),
            ),
        ].map(([key, same]) => {
            const [first] = same as [Access];
            return [key, { ...first, actions: orderedActions(same.flatMap(({ actions }) => actions)) }];
        }),
    );
}

/** Roles with a note: they allow something besides images, or it is unknown what they allow. */
function roles(before: AccessReport, after: AccessReport): Change[] {
    const [old, now] = [rolesWithNotes(before), rolesWithNotes(after)];
    const only = (these: Map<string, string>, others: Map<string, string>) =>
        [...these].filter(([role]) => !others.has(role)).map(([role, note]) => [...role.split("\0"), note]);
    return [
        ...only(now, old).map(
            ([who, what, note]): Change => ({
                direction: "wider",
                message: `${who} gains ${what} (${note?.replace(/\.$/, "")})`,
            }),
        ),
        ...only(old, now).map(([who, what]): Change => ({ direction: "narrower", message: `${who} loses ${what}` })),
    ];
}

/** The note of each such role, by who holds what. */
function rolesWithNotes(report: AccessReport): Map<string, string> {
    const principals = new Map(report.principals.map((principal) => [principal.id, principal]));
    const names = new Map(report.registries.map(({ id, name }) => [id, name]));
    return new Map(
        report.grants.flatMap(({ principal, login, registry, via, note }) => {
            const holder = principals.get(principal);
            return note === null || login !== null || holder === undefined || withoutRoles.has(holder.kind)
                ? []
                : [[`${nameOf(holder)}\0${via} on registry ${names.get(registry)}`, note] as const];
        }),
    );
}

const withoutRoles: ReadonlySet<Principal["kind"]> = new Set(["repository token", "admin user", "everyone"]);

function registries(before: AccessReport, after: AccessReport): Change[] {
    const old = new Map(before.registries.map((registry) => [registry.name, registry]));
    const names = new Set(after.registries.map(({ name }) => name));
    return [
        ...after.registries.flatMap((registry): Change[] => {
            const was = old.get(registry.name);
            if (was === undefined) {
                return registry.declared ? [{ direction: "other", message: `registry ${registry.name} is new` }] : [];
            }
            return was.roleAssignmentMode === registry.roleAssignmentMode
                ? []
                : [
                      {
                          direction: "other",
                          message: `registry ${registry.name} changes from ${was.roleAssignmentMode} to ${registry.roleAssignmentMode} mode`,
                      },
                  ];
        }),
        ...before.registries
            .filter(({ name, declared }) => declared && !names.has(name))
            .map(({ name }): Change => ({ direction: "other", message: `registry ${name} is no longer declared` })),
    ];
}

/** When access by password ends, for principals of both reports. */
function passwords(before: AccessReport, after: AccessReport): Change[] {
    const old = endsByName(before);
    return [...endsByName(after)].flatMap(([name, end]): Change[] => {
        const was = old.get(name);
        return was === undefined || was === end
            ? []
            : [{ direction: "other", message: `the last password of ${name} expires on ${end} instead of ${was}` }];
    });
}

function endsByName(report: AccessReport): Map<string, string> {
    const principals = new Map(report.principals.map((principal) => [principal.id, principal]));
    return new Map(
        lastPasswords(report.credentials).flatMap(({ principal, expiresOn }) => {
            const owner = principals.get(principal);
            return owner === undefined || expiresOn === null ? [] : [[nameOf(owner), expiresOn] as const];
        }),
    );
}
