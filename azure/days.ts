// Days and times of credentials. Lifetimes are counted in whole UTC days, a day is written `YYYY-MM-DD`, and a time is in
// milliseconds since 1970 (UTC).

export const DAY = 86_400_000;

/** Whether a text is a day of the calendar: 30 February is none. */
export function isDay(text: string): boolean {
    return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(timeOf(text)) && formatDay(timeOf(text)) === text;
}

/** 00:00 of a day; NaN for what is none. */
export function timeOf(day: string): number {
    return Date.parse(midnight(day));
}

/** The day that a time lies in. */
export function formatDay(time: number): string {
    return new Date(time).toISOString().slice(0, 10);
}

/** 00:00 of a day as an ISO 8601 timestamp. */
export function midnight(day: string): string {
    return `${day}T00:00:00Z`;
}

/** The time of an ISO 8601 date or timestamp; `undefined` for anything else. A date alone is 00:00. */
export function parseTime(text: string): number | undefined {
    if (!/^\d{4}-\d{2}-\d{2}([Tt ].*)?$/.test(text)) return undefined;
    const time = Date.parse(text);
    return Number.isNaN(time) ? undefined : time;
}

/** Whether the last day on which something holds, given by a time in it, is over at 00:00 of the day `today`. */
export function isOver(lastDay: number, today: number): boolean {
    return lastDay + DAY <= today;
}

/** The current day. */
export function today(now: Date = new Date()): string {
    return formatDay(now.getTime());
}

export function addDays(day: string, count: number): string {
    return formatDay(timeOf(day) + count * DAY);
}

/** Days from `from` to `to`; negative if `to` is earlier. */
export function daysBetween(from: string, to: string): number {
    return Math.round((timeOf(to) - timeOf(from)) / DAY);
}

/** A time moved by whole months of the calendar; the 31st becomes the last day of a shorter month. */
export function addMonths(time: number, count: number): number {
    const date = new Date(time);
    const day = date.getUTCDate();
    date.setUTCDate(1);
    date.setUTCMonth(date.getUTCMonth() + count);
    const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
    return date.setUTCDate(Math.min(day, last));
}

/** A day moved by whole months of the calendar. */
export function addMonthsToDay(day: string, count: number): string {
    return formatDay(addMonths(timeOf(day), count));
}

/** Whether two texts are the same moment: ARM writes one in several ways. */
export function sameTime(one: string, other: string): boolean {
    return one === other || Date.parse(one) === Date.parse(other);
}
