// How every format writes days, numbers and texts that come from a state.
import { daysBetween } from "../azure/days";

export { counted, plain } from "../estate/wording";

const near: Record<string, string> = { "-1": "yesterday", 0: "today", 1: "tomorrow" };

/** A day relative to another: "today", "in 12 days", "3 days ago". */
export function distance(from: string, to: string): string {
    const days = daysBetween(from, to);
    return near[days] ?? (days > 0 ? `in ${days} days` : `${-days} days ago`);
}
