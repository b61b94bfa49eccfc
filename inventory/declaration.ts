// Which access is declared by the given states, which is not, and what is declared and does not exist. Compared grant by
// grant - the same principal, registry, scope, and role or scope map - as sets of repositories for each action, so that a
// scope map or a condition that was widened by hand shows what was added.
import { type DataAction, dataActions, orderedActions } from "../azure/actions";
import {
    intersection,
    inWords,
    isEmpty,
    nothing,
    patternsOf,
    type RepositorySet,
    union,
    without,
} from "../azure/repository-set";
import { type Gap, gapsFor, type Kind } from "../estate";
import { groupBy } from "../estate/group-by";
import { comparedCredentials } from "./declared-credentials";
import type { BreakGlass, Declaration, Registry } from "./model";
import type { Part } from "./part";
import { permissionOf } from "./permissions";
import type { Given } from "./read/given";
import { type Reading, type Sides, sides } from "./same";

/** Both sides as one, with a declaration for each grant and each credential that can be compared. */
export function withDeclarations(declared: Part, actual: Part, reading: Reading): Part {
    const both = sides(declared, actual);
    const translated = declared.grants.map((grant) => ({
        ...grant,
        principal: both.keyOf(grant.principal),
        registry: both.keyOf(grant.registry),
    }));
    const registries = new Map(both.registries.map((registry) => [registry.id, registry]));
    const isRead = ({ registry }: Given) => wasRead(registries.get(registry), both, reading);
    const [mine, theirs] = [groupBy(actual.grants, keyOf), groupBy(translated.filter(isRead), keyOf)];
    const grants = [...new Set([...mine.keys(), ...theirs.keys()])].flatMap((key) => {
        const existing = mine.get(key) ?? [];
        const expected = theirs.get(key) ?? [];
        return [
            ...existing.flatMap((grant) => split(grant, expected, reading.partial)),
            ...expected.flatMap((grant) => missing(grant, existing, registries.get(grant.registry), reading.gaps)),
        ];
    });
    return {
        registries: both.registries,
        principals: both.principals,
        grants: [...grants, ...translated.filter((grant) => !isRead(grant))],
        credentials: comparedCredentials(declared, actual, both, reading),
        rotations: declared.rotations.map((rotation) => ({ ...rotation, principal: both.keyOf(rotation.principal) })),
        breakGlass: joinedBreakGlass(declared, actual, both, reading.asOf),
        secrets: declared.secrets.map((secret) => ({
            ...secret,
            login: secret.login && both.keyOf(secret.login),
            readers: secret.readers.map((reader) => ({
                ...reader,
                principal: { ...reader.principal, id: both.keyOf(reader.principal.id) },
            })),
        })),
    };
}

const keyOf = ({ principal, registry, scope, source }: Given): string =>
    JSON.stringify([principal, registry, scope.toLowerCase(), source]);

/** Whether a registry would have been found if it existed. */
function wasRead(registry: Registry | undefined, { existing }: Sides, reading: Reading): boolean {
    if (registry === undefined) return false;
    if (existing(registry.id)?.declared) return true;
    const [, subscription = ""] = /^\/subscriptions\/([^/]+)/i.exec(registry.resourceId ?? "") ?? [];
    const isWithin = reading.subscriptions.includes(subscription.toLowerCase());
    return isWithin && !reading.narrowed && !isHidden(["registry"], registry, reading.gaps);
}

const isHidden = (kinds: readonly Kind[], registry: Registry | undefined, gaps: readonly Gap[]): boolean =>
    kinds.some((kind) => gapsFor(gaps, kind, registry?.resourceId ?? undefined).length > 0);

/** The declared part of a grant that exists, and what goes beyond it. */
function split(grant: Given, expected: readonly Given[], partial: boolean): Given[] {
    const as = (declaration: Declaration): Given[] => [
        { ...grant, declaration: partial && declaration === "undeclared" ? null : declaration },
    ];
    if (expected.length === 0) return as("undeclared");
    // The same role or scope map at the same place, of which either side does not tell what it allows, or that has no effect.
    if (grant.actions.length === 0 || expected.some(({ permission }) => permission === "unknown"))
        return as("declared");
    const { set } = grant;
    if (set === undefined) {
        const isSame = expected.some((one) => one.set === undefined && one.condition === grant.condition);
        return as(isSame && grant.condition !== undefined ? "declared" : "undeclared");
    }
    if (expected.some((one) => one.set === undefined && one.condition === undefined)) return as(null);
    const each = grant.actions.map((action) => ({ action, expected: setOf(action, expected) }));
    return [
        ...parts(
            grant,
            each.map(({ action, expected }) => ({ action, set: intersection(set, expected) })),
        ).map((part) => ({
            ...part,
            declaration: "declared" as const,
        })),
        ...parts(
            grant,
            each.map(({ action, expected }) => ({ action, set: without(set, expected) })),
        ).map((part) => ({
            ...part,
            declaration: partial ? null : ("undeclared" as const),
        })),
    ];
}

/** What of a declared grant does not exist. */
function missing(
    grant: Given,
    existing: readonly Given[],
    registry: Registry | undefined,
    gaps: readonly Gap[],
): Given[] {
    const found = lost(grant, existing);
    if (found.length === 0 || !isHidden(kindsOf(grant), registry, gaps)) {
        return found.map((part) => ({ ...part, declaration: "missing" as const }));
    }
    const unseen = "Whether it exists could not be read.";
    return found.map((part) => ({ ...part, note: part.note === null ? unseen : `${part.note} ${unseen}` }));
}

function lost(grant: Given, existing: readonly Given[]): Given[] {
    if (existing.length === 0) return [grant];
    const { set } = grant;
    const isOpen = existing.some((one) => one.permission === "unknown" || one.set === undefined);
    if (grant.actions.length === 0 || set === undefined || isOpen) return [];
    return parts(
        grant,
        grant.actions.map((action) => ({ action, set: without(set, setOf(action, existing)) })),
    );
}

/** What has to be read to see a grant. */
function kindsOf({ source }: Given): readonly Kind[] {
    if (source.startsWith("scope map")) return ["token", "scopeMap"];
    if (source.startsWith("eligible")) return ["roleEligibility"];
    return source.startsWith("role") ? ["roleAssignment"] : ["registry"];
}

/** The repositories on which grants allow an action. */
const setOf = (action: DataAction, grants: readonly Given[]): RepositorySet =>
    grants
        .filter(({ actions }) => actions.includes(action))
        .map(({ set }) => set ?? nothing)
        .reduce(union, nothing);

/** A grant for each set of repositories that actions share; none for an action that is allowed on none. */
function parts(grant: Given, each: readonly { action: DataAction; set: RepositorySet }[]): Given[] {
    const some = each.filter(({ set }) => !isEmpty(set));
    return [...groupBy(some, ({ set }) => inWords(set)).values()].map((same) => {
        const set = same[0]?.set ?? nothing;
        const { patterns, except } = patternsOf(set);
        const actions = orderedActions(dataActions.filter((one) => same.some(({ action }) => action === one)));
        const isWhole = inWords(set) === inWords(grant.set ?? nothing);
        const rest = isWhole || except.length === 0 ? null : `It leaves out ${except.join(", ")}.`;
        return {
            ...grant,
            repositories: isWhole ? grant.repositories : patterns,
            set,
            actions,
            permission: permissionOf(actions),
            note: rest === null ? grant.note : [grant.note, rest].filter((one) => one !== null).join(" "),
        };
    });
}

/** An admin user that is on is documented by what the state says of it. */
function joinedBreakGlass(declared: Part, actual: Part, { keyOf, existing }: Sides, asOf: string): BreakGlass[] {
    const ofState = declared.breakGlass.map((entry) => ({ ...entry, registry: keyOf(entry.registry) }));
    const documented = new Map(ofState.map((entry) => [entry.registry, entry]));
    const on = actual.breakGlass.map((entry): BreakGlass => {
        const known = documented.get(entry.registry);
        if (known === undefined || known.status === "undocumented") return known ?? entry;
        const isLate = known.expiresOn !== null && known.expiresOn <= asOf;
        return { ...known, status: isLate ? "past its date" : "open" };
    });
    const isOn = new Set(on.map(({ registry }) => registry));
    const others = ofState.filter(({ registry }) => !isOn.has(registry));
    return [
        ...on,
        ...others.map((entry): BreakGlass => (existing(entry.registry) ? { ...entry, status: "closed" } : entry)),
    ];
}
