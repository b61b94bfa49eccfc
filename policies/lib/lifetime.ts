// Whether a credential lasts longer than allowed, in whole days: a password may be made up to a day before the date that
// its deployment counts as, and ends on that date's anniversary all the same.

import { addMonths, DAY } from "../../azure/days";
import type { Credential } from "../../estate/graph/credentials";
import { UNKNOWN } from "../../estate/value";

/** `UNKNOWN` while neither dates nor schedule tell. A credential without a start is yet to be made, today at the earliest. */
export function lastsLongerThan(credential: Credential, maxDays: number, today: number): boolean | typeof UNKNOWN {
    const { days, startsAt, endsAt } = credential;
    if (days === "never" || endsAt === "never") return true;
    if (typeof days === "number") {
        // A year of the calendar is a year, the leap day included.
        const calendarYear =
            maxDays === 365 && typeof startsAt === "number" && endsAt !== UNKNOWN && endsAt <= addMonths(startsAt, 12);
        return Math.floor(days) > maxDays && !calendarYear;
    }
    if (endsAt === UNKNOWN) return UNKNOWN;
    if (endsAt - today > (maxDays + 1) * DAY) return true;
    return startsAt === undefined ? false : UNKNOWN;
}
