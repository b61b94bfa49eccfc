// How people say when a day is.
import { daysBetween } from "../azure/days";

const near: Record<string, string> = { "-1": "yesterday", 0: "today", 1: "tomorrow" };

/** A day as people say it from another: "today", "in 12 days", "3 days ago". */
export function distance(from: string, to: string): string {
    const days = daysBetween(from, to);
    return near[days] ?? (days > 0 ? `in ${days} days` : `${-days} days ago`);
}
