// Repository tokens: their entries, and which of the two passwords is kept until the first rotation.
import { lastSegment, parseRegistryChildId } from "../azure/arm-id";
import { addDays, formatDay, parseTime } from "../azure/days";
import { defaultLifetime, defaultPeriod } from "../azure/rotation";
import { dynamicType } from "../estate/components";
import type { Graph } from "../estate/graph/graph";
import { get, type Resource } from "../estate/resource";
import { text } from "../estate/value";
import { plain } from "../estate/wording";
import type { Declared } from "./declared";
import { keysOf } from "./keys";
import type { Entry, Finding, Move, Options, Part, Undeclared } from "./model";
import type { AdoptedRegistry, Registries } from "./registries";
import {
    keptPassword,
    keptReason,
    type Password,
    passwordsOf,
    type Slot,
    withoutSlot,
    withSlot,
} from "./token-passwords";
import { indexScopeMaps, type TokenScopeMap } from "./token-scope-map";

export function adoptTokens(graph: Graph, declared: Declared, registries: Registries, options: Options): Finding {
    const all = graph.ofKind("token").flatMap((token) => {
        const id = token.id ?? token.urn;
        const parent = parseRegistryChildId(id)?.registry;
        const registry = parent && registries.byId(id.slice(0, id.lastIndexOf("/tokens/")));
        // As the registry's id has it, letter by letter: the component takes resource group and registry from there.
        return registry === undefined ? [] : [{ token, id: `${registry.id}/tokens/${lastSegment(id)}`, registry }];
    });
    const found = all.filter(({ id }) => !declared.has(id));
    const keys = keysOf(
        found.map(({ token, id }) => ({ name: token.name, noun: "token", id })),
        // A vault secret or an exported password names a credential alone, whatever its section.
        [...declared.keys("repositoryTokens"), ...declared.keys("servicePrincipals")],
    );
    const maps = indexScopeMaps(graph);
    const entries: Entry[] = [];
    const undeclared: Undeclared[] = [];
    const moves = all.filter(({ id }) => declared.has(id)).flatMap((each) => keptBefore(each, declared, options));
    for (const each of [...found].sort((one, other) => (one.id.toLowerCase() < other.id.toLowerCase() ? -1 : 1))) {
        const { token, id, registry } = each;
        const outcome = maps.of(token, registry.id);
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

const otherSlot = (slot: Slot): Slot => (slot === "password1" ? "password2" : "password1");

function toEntry(
    { token, id, registry }: Found,
    key: string,
    { name: scopeMapName, grants, part }: TokenScopeMap,
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
    return {
        section: "repositoryTokens",
        key,
        comment: `token ${plain(token.name)} of ${plain(registry.name)}`,
        value: {
            registry: registry.key,
            tokenName: token.name,
            scopeMapName,
            ...(disabled ? { enabled: false } : {}),
            startsOn: asOf,
            ...(slot === "password1" ? {} : { firstPassword: slot }),
            grants,
        },
        parts: [
            { type: "azure-native:containerregistry:ScopeMap", name: `${key}-scope-map`, ...part },
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

function toMove({ token, id, registry }: Found, passwords: readonly Password[], kept: Password): Move {
    const name = plain(token.name);
    return {
        title: `Consumers of token ${name} of ${plain(registry.name)}, which log in with ${kept.name}`,
        first: [
            `${kept.name} is the one that is kept, because consumers most likely use it. ${keptReason(kept, passwords)}`,
            "Give them the new password, which the deployment generates.",
        ],
        close: {
            command: `az acr token credential delete --registry ${registry.name} --name ${token.name} --${kept.name}`,
        },
        edits: [{ id, change: (properties) => withoutSlot(properties, kept.name) }],
    };
}
