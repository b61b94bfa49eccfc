// The two passwords of a token: which of them work, which one is kept, and what the token has once one was generated again.
import { addDays, midnight, parseTime, timeOf } from "../azure/days";
import { defaultLifetime } from "../azure/rotation";
import { get, type Resource } from "../estate/resource";
import { items, type PropertyMap, read, text } from "../estate/value";

export type Slot = "password1" | "password2";

export interface Password {
    name: Slot;
    /** Milliseconds since 1970. */
    createdAt: number;
    /** ISO 8601; absent for one without an end. */
    expiry: string | undefined;
}

const HOUR = 3_600_000;

/** Those that work on a day, the first slot first. */
export function passwordsOf(token: Resource, asOf: string): Password[] {
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

/** Why that one is kept, for people. */
export function keptReason(kept: Password, passwords: readonly Password[]): string {
    const other = passwords.find(({ name }) => name !== kept.name);
    if (other === undefined) return "It is the only one that works.";
    return isNewer(kept, other)
        ? "It was generated after the other one."
        : "Both were generated together, and it is the one that portal and az show first.";
}

const isNewer = (one: Password, other: Password): boolean => one.createdAt - other.createdAt > HOUR;

/** The token once a slot was generated again. */
export function withSlot(token: PropertyMap, slot: Slot, asOf: string): PropertyMap {
    const generated = { name: slot, creationTime: midnight(asOf), expiry: midnight(addDays(asOf, defaultLifetime)) };
    return { ...token, credentials: { passwords: [...otherPasswords(token, slot), generated] } };
}

/** The token once a slot was deleted. */
export const withoutSlot = (token: PropertyMap, slot: Slot): PropertyMap => ({
    ...token,
    credentials: { passwords: otherPasswords(token, slot) },
});

const otherPasswords = (token: PropertyMap, slot: Slot): unknown[] =>
    (items(read(token, "credentials.passwords")) ?? []).filter((password) => text(read(password, "name")) !== slot);
