// Dates and durations as Entra, ARM and the time provider write them. Lifetimes are counted in days.

export const DAY = 24 * 60 * 60 * 1000;

/** Milliseconds of an ISO 8601 date or time; `undefined` for anything else. A date alone is 00:00 UTC. */
export function parseDate(value: string): number | undefined {
    if (!/^\d{4}-\d{2}-\d{2}([Tt ].*)?$/.test(value)) return undefined;
    const time = Date.parse(value);
    return Number.isNaN(time) ? undefined : time;
}

const units: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };

/** Milliseconds of a Go duration such as `17520h` or `1h30m`; `undefined` for anything else. */
export function parseDuration(value: string): number | undefined {
    if (!/^(\d+(\.\d+)?(h|ms|m|s))+$/.test(value)) return undefined;
    return [...value.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g)].reduce(
        (sum, [, count = "", unit = ""]) => sum + Number(count) * (units[unit] ?? 0),
        0,
    );
}

/** A date moved by whole months of the calendar; the 31st becomes the last day of a shorter month. */
export function addMonths(time: number, months: number): number {
    const date = new Date(time);
    const day = date.getUTCDate();
    date.setUTCDate(1);
    date.setUTCMonth(date.getUTCMonth() + months);
    const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
    return date.setUTCDate(Math.min(day, last));
}

/** The date part, `YYYY-MM-DD`. */
export function formatDate(time: number): string {
    return new Date(time).toISOString().slice(0, 10);
}
