// The day that counts as today, for dates that pass: given by a pipeline that wants the same answer twice, or the real one.
import { isDay, timeOf, today } from "../azure/days";

/** Midnight UTC of `asOf` (`YYYY-MM-DD`); of the current day if none is given. */
export function todayFrom(asOf: string | undefined): number {
    if (asOf === undefined || asOf === "") return timeOf(today());
    if (!isDay(asOf)) throw new Error(`'${asOf}' is not a date; write YYYY-MM-DD`);
    return timeOf(asOf);
}
