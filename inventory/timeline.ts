// Credentials over the next 18 months: a row for each principal with its passwords as bars, in two lanes so that overlaps
// show, and its rotation days. Pure; the page draws it.

import { addDays, addMonthsToDay, daysBetween } from "../azure/days";
import { groupBy } from "../estate/group-by";
import type { AccessReport, Credential, Principal, Rotation } from "./model";

/** Months ahead that the timeline covers. */
export const timelineMonths = 18;

export interface Bar {
    credential: Credential;
    /** The day of its removal or its expiry, whichever is first. Null if it never expires. */
    until: string | null;
    lane: number;
    /** Share of the range, 0 to 1. */
    start: number;
    width: number;
    /** Whether the credential begins before the range or lasts beyond it. */
    cutAtStart: boolean;
    cutAtEnd: boolean;
}

export interface TimelineRow {
    principal: Principal;
    bars: Bar[];
    rotations: { rotation: Rotation; at: number }[];
    nextRotation: string | null;
    /** The expiry of the last existing password; access ends then unless it is rotated. Null if one never expires. */
    endsOn: string | null;
}

export interface Timeline {
    from: string;
    to: string;
    today: number;
    months: { month: string; at: number }[];
    rows: TimelineRow[];
}

/** Rows are ordered by the day that comes first, rotation or end. */
export function timeline(report: AccessReport): Timeline {
    const from = addDays(report.asOf, -30);
    const to = addMonthsToDay(report.asOf, timelineMonths);
    const length = daysBetween(from, to);
    const at = (day: string) => daysBetween(from, day) / length;

    const credentials = groupBy(
        report.credentials.filter(({ startsOn, expiresOn }) => startsOn !== null || expiresOn !== null),
        ({ principal }) => principal,
    );
    const rotations = groupBy(report.rotations, ({ principal }) => principal);
    const rows = report.principals.flatMap((principal): TimelineRow[] => {
        const own = credentials.get(principal.id);
        if (own === undefined) {
            return [];
        }
        const due = rotations.get(principal.id) ?? [];
        return [
            {
                principal,
                bars: bars(own, from, to, at),
                rotations: due
                    .filter(({ on }) => on >= from && on <= to)
                    .map((rotation) => ({ rotation, at: at(rotation.on) })),
                nextRotation: due.map(({ on }) => on).sort()[0] ?? null,
                endsOn: endOf(own),
            },
        ];
    });
    const first = ({ nextRotation, endsOn }: TimelineRow) => [nextRotation ?? "9999", endsOn ?? "9999"].sort()[0] ?? "";
    return {
        from,
        to,
        today: at(report.asOf),
        months: months(from, to).map((month) => ({ month, at: at(month) })),
        rows: rows.sort((a, b) => first(a).localeCompare(first(b))),
    };
}

/** Each credential goes to the first lane that is free when it starts: a rotation with overlap takes two. */
function bars(credentials: Credential[], from: string, to: string, at: (day: string) => number): Bar[] {
    const freeFrom: string[] = [];
    return credentials
        .map((credential) => ({ credential, start: credential.startsOn ?? from, until: lastDay(credential) }))
        .map((entry) => ({ ...entry, end: entry.until ?? to }))
        .filter(({ start, end }) => start < to && end > from)
        .sort((a, b) => a.start.localeCompare(b.start))
        .map(({ credential, until, start, end }) => {
            const free = freeFrom.findIndex((day) => day <= start);
            const lane = free === -1 ? freeFrom.length : free;
            freeFrom[lane] = end;
            const [left, right] = [Math.max(0, at(start)), Math.min(1, at(end))];
            return {
                credential,
                until,
                lane,
                start: left,
                width: right - left,
                cutAtStart: start < from || credential.startsOn === null,
                cutAtEnd: end > to || until === null,
            };
        });
}

function lastDay({ expiresOn, removedOn }: Credential): string | null {
    return expiresOn !== null && removedOn !== null && removedOn < expiresOn ? removedOn : expiresOn;
}

function endOf(credentials: Credential[]): string | null {
    const ends = credentials.filter(({ planned }) => !planned).map(({ expiresOn }) => expiresOn);
    return ends.includes(null) ? null : (ends.sort().at(-1) ?? null);
}

function months(from: string, to: string): string[] {
    const all: string[] = [];
    for (let month = addMonthsToDay(`${from.slice(0, 7)}-01`, 1); month <= to; month = addMonthsToDay(month, 1)) {
        all.push(month);
    }
    return all;
}
