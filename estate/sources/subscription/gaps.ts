// From lists that could not be read to the gaps of the estate: one line each, and one for all lists of a scope that lack
// the same right.
import { lastSegment, parseScope, type ScopeLevel, subscriptionOf } from "../../../azure/arm-id";
import type { Gap } from "../../gap";
import { groupBy } from "../../group-by";
import { type Kind, kinds } from "../../kinds";
import type { Resource } from "../../resource";
import type { Failure } from "./client";

/** A list that was not read, or not to its end. */
export interface Problem {
    noun: string;
    kinds: readonly Kind[];
    /** The subscription or the registry that was asked; `undefined` for the directory. */
    at: string | undefined;
    /** The action of Azure Resource Manager, or the permission of Graph, that it takes to read the list. */
    right: string;
    failure: Failure;
}

/** The gaps of one subscription, given the ids of all its registries that were read. */
export function gapsOf(problems: readonly Problem[], registryIds: readonly string[]): Gap[] {
    // In an order of their own, since questions are answered in any: two readings of the same estate are equal.
    const sorted = problems.toSorted((one, other) => compare(one.noun, other.noun) || compare(one.at, other.at));
    const groups = groupBy(sorted, ({ at, failure }) => JSON.stringify([at, reason(failure)]));
    const single = [...groups.values()].map(merged);
    return widened(single, registryIds).map(({ rights, nouns, at, failure, kinds }) => ({
        what: `${nouns.join(", ")} ${at === undefined ? "(Microsoft Graph)" : `of ${nameOf(at)}`}`,
        why: lacksRight(failure) ? `not asked: needs ${needed(rights)}${at ? ` at ${at}` : ""}` : failure.why,
        cause: failure.cause,
        kinds,
        within: at,
    }));
}

/** The role that has them all, where there are many: every one is a right to read. */
const needed = (rights: readonly string[]): string => (rights.length > 3 ? "the role Reader" : rights.join(", "));

const compare = (one = "", other = ""): number => (one < other ? -1 : one > other ? 1 : 0);

interface Merged {
    nouns: string[];
    rights: string[];
    kinds: Kind[];
    at: string | undefined;
    failure: Failure;
}

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

function merged(problems: readonly Problem[]): Merged {
    const [first] = problems;
    if (first === undefined) throw new Error("A group of problems holds at least one.");
    return {
        nouns: unique(problems.map(({ noun }) => noun)),
        rights: unique(problems.map(({ right }) => right)),
        kinds: unique(problems.flatMap(({ kinds }) => kinds)),
        at: first.at,
        failure: first.failure,
    };
}

/** What every registry of a subscription lacks is said once, of the subscription. */
function widened(single: readonly Merged[], registryIds: readonly string[]): Merged[] {
    const groups = groupBy(single, ({ nouns, failure, at }) =>
        isRegistry(at) ? JSON.stringify([nouns, reason(failure), subscriptionOf(at)]) : at,
    );
    return [...groups.values()].flatMap((group) => {
        const [first] = group;
        const subscription = first?.at && subscriptionOf(first.at);
        const siblings = registryIds.filter((id) => subscriptionOf(id) === subscription);
        const ofAll = group.length > 1 && group.length === siblings.length && group.every(({ at }) => isRegistry(at));
        return ofAll && first ? [{ ...first, at: `/subscriptions/${subscription}` }] : group;
    });
}

const isRegistry = (at: string | undefined): at is string => at !== undefined && parseScope(at).level === "registry";

/** Refusals differ by the action that they name, failures by what was said. */
const reason = (failure: Failure): string => (lacksRight(failure) ? "notAllowed" : failure.why);

/** Whether the service refused because a right is missing; a caller without a token was not even asked about. */
const lacksRight = ({ cause, status }: Failure): boolean => cause === "notAllowed" && status === 403;

/** A subscription of which nothing was read. */
export function subscriptionGap(subscriptionId: string, { cause, code, why }: Failure): Gap {
    return {
        what: `subscription ${subscriptionId}`,
        why: subscriptionRefusals[code] ?? why,
        cause: code in subscriptionRefusals ? "notAllowed" : cause,
        kinds: everyKind,
        within: `/subscriptions/${subscriptionId}`,
    };
}

const everyKind = Object.keys(kinds) as Kind[];

/** Codes of Azure Resource Manager for a subscription that the caller does not get to see. */
const subscriptionRefusals: Readonly<Record<string, string>> = {
    SubscriptionNotFound:
        "it was not found, or the Azure credentials have no role in it: check the id, and give them Reader",
    InvalidSubscriptionId: "this is not the id of a subscription",
    InvalidAuthenticationTokenTenant: "it belongs to another tenant than the Azure credentials: log in to its tenant",
    AuthorizationFailed: "the Azure credentials have no role in it: give them Reader",
};

/** A registry that was listed, and then no longer there. Nothing in it exists any more. */
export const deletedGap = (id: string): Gap => ({
    what: nameOf(id),
    why: "it was deleted while it was read",
    cause: "failed",
    kinds: [],
    within: id,
});

/** Registries that were named and are not among those read. */
export function notFoundGaps(names: readonly string[], resources: readonly Resource[]): Gap[] {
    const found = new Set(resources.flatMap(({ kind, name }) => (kind === "registry" ? [name.toLowerCase()] : [])));
    return names
        .filter((name) => !found.has(name.toLowerCase()))
        .map((name) => ({
            what: `registry ${name}`,
            why: "no subscription that was read has a registry of this name that the Azure credentials may see",
            cause: "notAllowed",
            kinds: ["registry"],
            within: undefined,
        }));
}

/** How messages call a scope. */
function nameOf(at: string): string {
    return `${levels[parseScope(at).level] ?? "resource"} ${lastSegment(at)}`;
}

const levels: Partial<Record<ScopeLevel, string>> = { registry: "registry", subscription: "subscription" };
