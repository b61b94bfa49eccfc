// How every format writes days, numbers and texts that come from a state.
import { daysBetween } from "../azure/days";

const near: Record<string, string> = { "-1": "yesterday", 0: "today", 1: "tomorrow" };

/** A day relative to another: "today", "in 12 days", "3 days ago". */
export function distance(from: string, to: string): string {
    const days = daysBetween(from, to);
    return near[days] ?? (days > 0 ? `in ${days} days` : `${-days} days ago`);
}

/** "1 registry", "1,200 registries". */
export const counted = (count: number, one: string, many = `${one}s`): string =>
    `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;

/** One line without control characters: text from a state could otherwise reach into a terminal or break a line. */
export const plain = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ").trim();
