// The day that counts as today, for dates that pass: given by a pipeline that wants the same answer twice, or the real one.
import { DAY, formatDate, parseDate } from "./dates";

/** Midnight UTC of `asOf` (`YYYY-MM-DD`); of the current day if none is given. */
export function todayFrom(asOf: string | undefined): number {
    if (asOf === undefined || asOf === "") return Math.floor(Date.now() / DAY) * DAY;
    const date = /^\d{4}-\d{2}-\d{2}$/.test(asOf) ? parseDate(asOf) : undefined;
    // Some dates that don't exist, such as 30 February, are parsed as later ones.
    if (date === undefined || formatDate(date) !== asOf) throw new Error(`'${asOf}' is not a date; write YYYY-MM-DD`);
    return date;
}
