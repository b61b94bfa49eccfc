// Whether a credential lasts longer than allowed.

import { addMonths, DAY } from "../../azure/days";
import type { Credential } from "../../estate/graph/credentials";
import { UNKNOWN } from "../../estate/value";

/** `UNKNOWN` while neither dates nor schedule tell. Where the start is not known, it is taken to be today at the earliest. */
export function lastsLongerThan(credential: Credential, maxDays: number, today: number): boolean | typeof UNKNOWN {
    const { days, startsAt, endsAt } = credential;
    if (days === "never" || endsAt === "never") return true;
    if (typeof days === "number") {
        // A year of the calendar is a year, the leap day included.
        const calendarYear =
            maxDays === 365 && typeof startsAt === "number" && endsAt !== UNKNOWN && endsAt <= addMonths(startsAt, 12);
        return days > maxDays && !calendarYear;
    }
    if (endsAt === UNKNOWN) return UNKNOWN;
    if ((endsAt - today) / DAY > maxDays) return true;
    return startsAt === undefined ? false : UNKNOWN;
}
