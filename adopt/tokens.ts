// Repository tokens: their entries, and which of the two passwords is kept until the first rotation.
import { lastSegment, parseRegistryChildId } from "../azure/arm-id";
import { addDays, formatDay, midnight, parseTime, timeOf } from "../azure/days";
import { isTokenName } from "../azure/names";
import { defaultLifetime, defaultPeriod } from "../azure/rotation";
import { isSystemScopeMap } from "../azure/scope-maps";
import { dynamicType } from "../estate/components";
import type { Graph } from "../estate/graph/graph";
import { groupBy } from "../estate/group-by";
import { get, type Resource } from "../estate/resource";
import { items, type PropertyMap, read, text } from "../estate/value";
import { plain } from "../estate/wording";
import type { Declared } from "./declared";
import { keysOf } from "./keys";
import type { Entry, Finding, Move, Options, Part, Undeclared } from "./model";
import { type AdoptedRegistry, hasGap, type Registries } from "./registries";
import { grantsOfScopeMap } from "./scope-map-grants";

type Slot = "password1" | "password2";

const HOUR = 3_600_000;

interface Password {
    name: Slot;
    /** Milliseconds since 1970. */
    createdAt: number;
    /** ISO 8601; absent for one without an end. */
    expiry: string | undefined;
}

export function adoptTokens(graph: Graph, declared: Declared, registries: Registries, options: Options): Finding {
    const all = graph.ofKind("token").flatMap((token) => {
        const id = token.id ?? token.urn;
        const parent = parseRegistryChildId(id)?.registry;
        const registry = parent && registries.byId(id.slice(0, id.lastIndexOf("/tokens/")));
        return registry === undefined ? [] : [{ token, id, registry }];
    });
    const found = all.filter(({ id }) => !declared.has(id));
    const keys = keysOf(
        found.map(({ token, id }) => ({ name: token.name, noun: "token", id })),
        // A vault secret or an exported password names a credential alone, whatever its section.
        [...declared.keys("repositoryTokens"), ...declared.keys("servicePrincipals")],
    );
    const maps = scopeMapsOf(graph);
    const entries: Entry[] = [];
    const undeclared: Undeclared[] = [];
    const moves = all.filter(({ id }) => declared.has(id)).flatMap((each) => keptBefore(each, declared, options));
    for (const each of [...found].sort((one, other) => (one.id.toLowerCase() < other.id.toLowerCase() ? -1 : 1))) {
        const { token, id, registry } = each;
        const mapId = text(get(token, "scopeMapId")) ?? "";
        const outcome = fits(graph, token, mapId, maps);
        if ("why" in outcome) {
            undeclared.push({
                what: `Token ${plain(token.name)} of registry ${plain(registry.name)}`,
                id,
                why: outcome.why,
                command: `az acr token delete --registry ${registry.name} --name ${token.name} --yes`,
            });
            continue;
        }
        const key = keys.get(id) ?? "";
        const passwords = passwordsOf(token, options.asOf);
        const kept = keptPassword(passwords);
        entries.push(toEntry(each, key, outcome, kept, options));
        if (kept !== undefined) moves.push(toMove(each, passwords, kept));
    }
    return { entries, undeclared, moves };
}

/** What a declared token still has from before its adoption. */
function keptBefore(each: Found, declared: Declared, { asOf }: Options): Move[] {
    const generated = declared.passwordNames(each.id);
    const [kept] = passwordsOf(each.token, asOf).filter(({ name }) => !generated.has(name));
    return kept === undefined || generated.size === 0 ? [] : [toMove(each, [kept], kept)];
}

interface Found {
    token: Resource;
    id: string;
    registry: AdoptedRegistry;
}

/** The scope maps by ARM id, and the names of the tokens that use each. */
function scopeMapsOf(graph: Graph) {
    const maps = new Map(graph.ofKind("scopeMap").map((map) => [(map.id ?? map.urn).toLowerCase(), map]));
    const users = groupBy(graph.ofKind("token"), (token) => text(get(token, "scopeMapId"))?.toLowerCase());
    return {
        users: (id: string) => (users.get(id.toLowerCase()) ?? []).map(({ name }) => name),
        find: (id: string) => maps.get(id.toLowerCase()),
    };
}

type Fit = { scopeMap: Resource; grants: Entry["value"]; added: readonly string[] };

function fits(
    graph: Graph,
    token: Resource,
    mapId: string,
    maps: ReturnType<typeof scopeMapsOf>,
): Fit | { why: string } {
    const mapName = plain(lastSegment(mapId));
    if (!isTokenName(token.name)) return { why: "the component does not take its name" };
    if (mapId === "") return { why: "it has no scope map" };
    if (isSystemScopeMap(lastSegment(mapId))) {
        return {
            why: `its scope map ${mapName} belongs to the registry; give it one of its own (\`az acr scope-map create\`, \`az acr token update --scope-map\`) and adopt again`,
        };
    }
    const [other] = maps.users(mapId).filter((name) => name !== token.name);
    if (other !== undefined) {
        return {
            why: `it shares its scope map ${mapName} with ${plain(other)}; give each token one of its own and adopt again`,
        };
    }
    const scopeMap = maps.find(mapId);
    if (scopeMap === undefined) {
        return {
            why: hasGap(graph, "scopeMap", mapId) ? "its scope map was not read" : "its scope map does not exist",
        };
    }
    const actions = items(get(scopeMap, "actions"))?.map(String);
    const result = actions === undefined ? { misfit: "its scope map was not read" } : grantsOfScopeMap(actions);
    return "misfit" in result
        ? { why: plain(result.misfit) }
        : { scopeMap, grants: result.grants, added: result.added };
}

function passwordsOf(token: Resource, asOf: string): Password[] {
    return (items(get(token, "credentials.passwords")) ?? [])
        .flatMap((password): Password[] => {
            const name = text(read(password, "name"));
            const expiry = text(read(password, "expiry"));
            const createdAt = parseTime(text(read(password, "creationTime")) ?? "") ?? 0;
            return name === "password1" || name === "password2" ? [{ name, createdAt, expiry }] : [];
        })
        .filter(({ expiry }) => expiry === undefined || (parseTime(expiry) ?? Number.POSITIVE_INFINITY) > timeOf(asOf))
        .sort((one, other) => (one.name < other.name ? -1 : 1));
}

/**
 * The password that is kept until the first rotation: the one that consumers most likely use. That is the newer one, since
 * consumers are moved to what was generated last; the first one if both were generated together, since that is the one
 * that portal and az show first.
 */
export function keptPassword(passwords: readonly Password[]): Password | undefined {
    const [first, second] = passwords;
    return first !== undefined && second !== undefined && isNewer(second, first) ? second : first;
}

const isNewer = (one: Password, other: Password): boolean => one.createdAt - other.createdAt > HOUR;

const otherSlot = (slot: Slot): Slot => (slot === "password1" ? "password2" : "password1");

function toEntry(
    { token, id, registry }: Found,
    key: string,
    { scopeMap, grants, added }: Fit,
    kept: Password | undefined,
    { asOf }: Options,
): Entry {
    const disabled = text(get(token, "status"))?.toLowerCase() === "disabled";
    const slot = kept === undefined ? "password1" : otherSlot(kept.name);
    const rotation = addDays(asOf, defaultPeriod);
    const keeps =
        kept === undefined
            ? "It has no other password that works."
            : `${kept.name} is kept until the first rotation, on ${rotation}${kept.expiry === undefined ? "" : `, or until its end on ${formatDay(parseTime(kept.expiry) ?? 0)}`}.`;
    const passwords: Part = {
        type: dynamicType("TokenPassword"),
        name: `${key}-${slot}`,
        changes: [
            `Generates ${slot} of token ${plain(token.name)}, which ends on ${addDays(asOf, defaultLifetime)}. ${keeps}`,
        ],
        edits: [{ id, change: (properties) => withSlot(properties, slot, asOf) }],
    };
    const mapId = scopeMap.id ?? scopeMap.urn;
    return {
        section: "repositoryTokens",
        key,
        comment: `token ${plain(token.name)} of ${plain(registry.name)}`,
        value: {
            registry: registry.key,
            tokenName: token.name,
            scopeMapName: lastSegment(mapId),
            ...(disabled ? { enabled: false } : {}),
            startsOn: asOf,
            ...(slot === "password1" ? {} : { firstPassword: slot }),
            grants,
        },
        parts: [
            {
                type: "azure-native:containerregistry:ScopeMap",
                name: `${key}-scope-map`,
                id: mapId,
                changes: added.length === 0 ? [] : [`Adds ${added.join(", ")} to the scope map.`],
            },
            { type: "azure-native:containerregistry:Token", name: key, id, changes: [] },
            {
                type: dynamicType("TokenStatus"),
                name: `${key}-status`,
                changes: [],
            },
            passwords,
        ],
    };
}

/** The token once a slot was generated again. */
function withSlot(token: PropertyMap, slot: Slot, asOf: string): PropertyMap {
    const generated = { name: slot, creationTime: midnight(asOf), expiry: midnight(addDays(asOf, defaultLifetime)) };
    return { ...token, credentials: { passwords: [...otherPasswords(token, slot), generated] } };
}

const withoutSlot = (token: PropertyMap, slot: Slot): PropertyMap => ({
    ...token,
    credentials: { passwords: otherPasswords(token, slot) },
});

const otherPasswords = (token: PropertyMap, slot: Slot): unknown[] =>
    (items(read(token, "credentials.passwords")) ?? []).filter((password) => text(read(password, "name")) !== slot);

function toMove({ token, id, registry }: Found, passwords: readonly Password[], kept: Password): Move {
    const name = plain(token.name);
    const other = passwords.find((each) => each.name !== kept.name);
    const reason =
        other === undefined
            ? "It is the only one that works."
            : isNewer(kept, other)
              ? "It was generated after the other one."
              : "Both were generated together, and it is the one that portal and az show first.";
    return {
        title: `Consumers of token ${name} of ${plain(registry.name)}, which log in with ${kept.name}`,
        first: [
            `${kept.name} is the one that is kept, because consumers most likely use it. ${reason}`,
            "Give them the new password, which the deployment generates.",
        ],
        close: {
            command: `az acr token credential delete --registry ${registry.name} --name ${token.name} --${kept.name}`,
        },
        edits: [{ id, change: (properties) => withoutSlot(properties, kept.name) }],
    };
}
