// Principals with roles on registries: an entry each, with one grant for each registry and permission.
import type { Graph } from "../estate/graph/graph";
import { groupBy } from "../estate/group-by";
import { secretsOf } from "./application-secrets";
import type { Declared } from "./declared";
import { adoptFederation, type Federation } from "./federated-credentials";
import { grantConfig } from "./grants";
import { type Held, readHeld } from "./held";
import { type Holder, indexHolders } from "./holders";
import { keysOf } from "./keys";
import type { ConfigMap, Entry, Finding, Move, Options, Part, Section, Undeclared } from "./model";
import type { Registries } from "./registries";

/** @param taken names of other entries with a credential, which vault secrets refer to alike. */
export function adoptPrincipals(
    graph: Graph,
    declared: Declared,
    registries: Registries,
    options: Options,
    taken: readonly string[],
): Finding {
    const holders = indexHolders(graph, options.subscriptionId);
    const { held, left } = readHeld(graph, declared, registries, holders);
    const undeclared: Undeclared[] = [...left];
    const keys = keysIn(held, declared, taken);
    const entries: Entry[] = [];
    const moves: Move[] = [];
    for (const each of held) {
        const key = each.component?.key ?? keys.get(each.objectId) ?? "";
        const federation = adoptFederation(holders, declared, key, each);
        const secrets = secretsOf(declared, holders, each.holder);
        const entry = toEntry(each, key, federation, options);
        if (entry.parts.length > 0) entries.push(entry);
        undeclared.push(...federation.undeclared, ...secrets.undeclared);
        moves.push(...secrets.moves);
    }
    return { entries, undeclared, moves };
}

const credentials: readonly Section[] = ["servicePrincipals", "repositoryTokens"];

/** The keys of new entries, by object id. */
function keysIn(held: readonly Held[], declared: Declared, taken: readonly string[]): Map<string, string> {
    const bySection = groupBy(
        held.filter(({ component }) => component === undefined),
        ({ holder }) => holder.section,
    );
    return new Map(
        [...bySection].flatMap(([section, ofSection]) => {
            const named = ofSection.map(({ objectId, holder: { name, noun } }) => ({ name, noun, id: objectId }));
            const others = credentials.includes(section)
                ? [...taken, ...credentials.flatMap((each) => declared.keys(each))]
                : declared.keys(section);
            return [...keysOf(named, others)];
        }),
    );
}

function toEntry({ holder, grants, component }: Held, key: string, federation: Federation, { asOf }: Options): Entry {
    const section = component?.section ?? holder.section;
    const config: Record<string, ConfigMap> = {};
    const parts: Part[] = [];
    const keys = grantKeys(grants, component?.grants ?? []);
    for (const [index, { registry, grant }] of grants.entries()) {
        const grantKey = keys[index] ?? "";
        config[grantKey] = grantConfig(registry.key, grant);
        for (const { role, id, changes } of grant.assignments) {
            parts.push({ type: roleAssignmentType, name: `${key}-${grantKey}-${role}`, id, changes });
        }
    }
    const rotates = section === "servicePrincipals" && component === undefined;
    return {
        section,
        key,
        comment: component === undefined ? holder.comment : `${holder.comment}, in addition to what is declared`,
        value: {
            ...(component === undefined ? holder.value : {}),
            ...(rotates ? { startsOn: asOf } : {}),
            ...(federation.parts.length > 0 ? { federatedCredentials: federation.config } : {}),
            ...(grants.length > 0 ? { grants: config } : {}),
        },
        ...(component === undefined ? {} : { declaredBy: component.urn }),
        parts: [...parts, ...federation.parts, ...(rotates ? [newPassword(key, holder)] : [])],
    };
}

const roleAssignmentType = "azure-native:authorization:RoleAssignment";

function newPassword(key: string, { comment }: Holder): Part {
    return {
        type: "azuread:index/applicationPassword:ApplicationPassword",
        name: `${key}-password-0`,
        changes: [`Adds a password to the application of ${comment}. Those that it has stay.`],
    };
}

/** The registry's key; with the permission, where a registry has several grants or the key is taken. */
function grantKeys(grants: Held["grants"], taken: readonly string[]): string[] {
    const used = new Set(taken);
    return grants.map(({ registry: { key }, grant }) => {
        const several = grants.filter(({ registry }) => registry.key === key).length > 1;
        const wanted = several || used.has(key) ? `${key.slice(0, 43)}-${grant.permission}` : key;
        let unique = wanted;
        for (let count = 2; used.has(unique); count++) unique = `${wanted.slice(0, 46)}-${count}`;
        used.add(unique);
        return unique;
    });
}
