// Arithmetic on days written `YYYY-MM-DD`, always in UTC.

const dayLength = 86_400_000;

const time = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const written = (time: number): string => new Date(time).toISOString().slice(0, 10);

export const addDays = (day: string, count: number): string => written(time(day) + count * dayLength);

/** Days from `from` to `to`; negative if `to` is earlier. */
export const daysBetween = (from: string, to: string): number => Math.round((time(to) - time(from)) / dayLength);

/** The same day of the month some months later, or the last day of a shorter month. */
export function addMonths(day: string, count: number): string {
    const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
    const last = new Date(Date.UTC(year, month + count, 0)).getUTCDate();
    return written(Date.UTC(year, month - 1 + count, Math.min(date, last)));
}

const near: Record<string, string> = { "-1": "yesterday", 0: "today", 1: "tomorrow" };

/** A day as people say it from another: "today", "in 12 days", "3 days ago". */
export function distance(from: string, to: string): string {
    const days = daysBetween(from, to);
    return near[days] ?? (days > 0 ? `in ${days} days` : `${-days} days ago`);
}
