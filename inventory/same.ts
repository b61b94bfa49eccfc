// What is the same in a state and in Azure: registries by their name, which is unique in all of Azure; principals by their
// object id; tokens by registry and name. What is the same on both sides becomes one line of the report.
import type { Gap } from "../estate";
import type { Principal, Registry } from "./model";
import type { Part } from "./part";

/** How far what exists was read, and what is declared. */
export interface Reading {
    gaps: readonly Gap[];
    /** Ids, lower case. */
    subscriptions: readonly string[];
    /** Whether only named registries were read. */
    narrowed: boolean;
    /** Whether a plan leaves resources out: what it does not declare may be declared all the same. */
    partial: boolean;
    asOf: string;
}

export interface Sides {
    registries: Registry[];
    principals: Principal[];
    /** The key, in the joined report, of a registry or principal of the declared side. */
    keyOf(declaredKey: string): string;
    /** The registry of that key in what exists. */
    existing(registryKey: string): Registry | undefined;
    /** The principal of that key in what exists. */
    principal(key: string): Principal | undefined;
}

export function sides(declared: Part, actual: Part): Sides {
    const registryByName = new Map(actual.registries.map((registry) => [registry.name.toLowerCase(), registry]));
    const identitiesOfActual = identities(actual);
    const principalByIdentity = new Map(
        actual.principals.map((principal) => [identitiesOfActual.get(principal.id), principal]),
    );
    const keys = new Map<string, string>();
    const declaredRegistries = new Map<string, Registry>();
    const registriesOnly = declared.registries.filter((registry) => {
        const same = registryByName.get(registry.name.toLowerCase());
        if (same === undefined) return true;
        keys.set(registry.id, same.id);
        declaredRegistries.set(same.id, registry);
        return false;
    });
    const identitiesOfDeclared = identities(declared);
    const declaredPrincipals = new Map<string, Principal>();
    const principalsOnly = declared.principals.filter((principal) => {
        const same = principalByIdentity.get(identitiesOfDeclared.get(principal.id));
        if (same === undefined) return true;
        keys.set(principal.id, same.id);
        declaredPrincipals.set(same.id, principal);
        return false;
    });
    const existingRegistries = new Map(actual.registries.map((registry) => [registry.id, registry]));
    const existingPrincipals = new Map(actual.principals.map((principal) => [principal.id, principal]));
    return {
        registries: [
            ...actual.registries.map((registry) => ({
                ...registry,
                resource: declaredRegistries.get(registry.id)?.resource ?? registry.resource,
            })),
            ...registriesOnly,
        ],
        principals: [
            ...actual.principals.map((principal) => asOne(principal, declaredPrincipals.get(principal.id))),
            ...principalsOnly,
        ],
        keyOf: (key) => keys.get(key) ?? key,
        existing: (key) => existingRegistries.get(key),
        principal: (key) => existingPrincipals.get(key),
    };
}

/** The state knows what a principal is for, Azure what it is called. */
function asOne(existing: Principal, declared: Principal | undefined): Principal {
    if (declared === undefined) return existing;
    const isNamed = declared.name !== declared.objectId;
    return {
        ...existing,
        name: isNamed ? declared.name : existing.name,
        kind: declared.kind === "unknown" ? existing.kind : declared.kind,
        method: declared.method === "unknown identity" ? existing.method : declared.method,
        usedBy: [...new Set([...declared.usedBy, ...existing.usedBy])],
        resource: declared.resource ?? existing.resource,
    };
}

/** By key of the principal: the same text for the same principal on both sides. */
function identities({ principals, grants, registries }: Part): Map<string, string> {
    const names = new Map(registries.map(({ id, name }) => [id, name]));
    const registryOf = new Map(grants.map(({ principal, registry }) => [principal, names.get(registry) ?? ""]));
    return new Map(
        principals.map(({ id, name, kind, objectId }) => {
            const place = kind === "repository token" || kind === "admin user" ? registryOf.get(id) : "";
            return [id, (objectId ?? `${kind} ${place} ${kind === "admin user" ? "" : name}`).toLowerCase()];
        }),
    );
}
