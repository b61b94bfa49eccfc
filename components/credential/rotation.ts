// When credentials start, overlap and expire: a pure function of a schedule (`startsOn`, `period`, `lifetime`) and a date
// (`asOf`), so that the same date always gives the same credentials. Whole days at 00:00 UTC. Generation k starts at
// startsOn + k x period and expires `lifetime` days later; the current generation and the one before it are live.
//
// For every sequence of deployments whose dates never go back, with an unchanged schedule:
// (a) If no two deployments are more than lifetime - period days apart, some credential is valid at every moment.
// (b) What was read as the current credential works for at least one more period, if deployments keep to (a).
// (c) A credential that is live and not due never changes.
// (d) No credential is valid for more than its lifetime, and so for at most 365 days, if `asOf` is not ahead of Azure's clock:
//     validity starts when the credential is created, which is then not before its generation starts. A date that is ahead
//     adds the days by which it is. The platform program therefore uses no date after today in UTC (platform/as-of.ts).
import { createHash } from "node:crypto";
import { defaultLifetime, defaultPeriod, maximumLifetime } from "../../azure/rotation";
import type { Problem } from "../inputs/validation";

/** The three values that decide about a rotation. */
export interface Schedule {
    /** The first day of generation 0, `YYYY-MM-DD`. */
    startsOn: string;
    /** Days from one generation to the next. */
    period: number;
    /** Days from the start of a generation to its expiry. */
    lifetime: number;
}

/** One credential of the sequence. */
export interface Generation {
    /** 0, 1, 2 ... */
    number: number;
    /** When the generation starts, `YYYY-MM-DDT00:00:00Z`. Its credential is created by the first deployment after that. */
    startsOn: string;
    /** First moment after validity, `YYYY-MM-DDT00:00:00Z`. */
    expiresOn: string;
}

/** The inputs of a rotating credential, as users give them. */
export interface RotationInputs {
    startsOn?: string;
    period?: number;
    lifetime?: number;
    asOf?: string;
    revision?: number;
}

/** The generations that are live on a date, the current one last. Call it only where `rotationProblems` finds none. */
export function liveGenerations(schedule: Schedule, asOf: string): Generation[] {
    const current = Math.floor((dayNumber(asOf) - dayNumber(schedule.startsOn)) / schedule.period);
    return [current - 1, current].filter((number) => number >= 0).map((number) => generation(schedule, number));
}

function generation({ startsOn, period, lifetime }: Schedule, number: number): Generation {
    const start = dayNumber(startsOn) + number * period;
    return { number, startsOn: midnight(start), expiresOn: midnight(start + lifetime) };
}

/** What is wrong with a schedule and a date, by property path. */
export function rotationProblems(inputs: RotationInputs, scheduleStartsOn: string, asOf: string): Problem[] {
    const { period = defaultPeriod, lifetime = defaultLifetime, revision = 0 } = inputs;
    const problems: Problem[] = [
        ...dateProblems("startsOn", scheduleStartsOn),
        ...dateProblems("asOf", asOf),
        ...wholeNumberProblems("period", period, 1),
        ...wholeNumberProblems("lifetime", lifetime, 2),
        ...wholeNumberProblems("revision", revision, 0),
    ];
    if (problems.length > 0) {
        return problems;
    }
    if (lifetime > maximumLifetime) {
        problems.push({
            path: "lifetime",
            problem: `is longer than ${maximumLifetime} days`,
            given: lifetime,
            remedy: `Set it to at most ${maximumLifetime}.`,
        });
    }
    if (2 * period > lifetime) {
        problems.push({
            path: "period",
            problem: `is more than half of the lifetime of ${lifetime} days, so that two generations would not overlap long enough`,
            given: period,
            remedy: `Set it to at most ${Math.floor(Math.min(lifetime, maximumLifetime) / 2)}.`,
        });
    }
    if (dayNumber(asOf) < dayNumber(scheduleStartsOn)) {
        problems.push({
            path: "startsOn",
            problem: `is after ${asOf}, the date of this deployment, so that no credential would exist`,
            given: scheduleStartsOn,
            remedy: `Set it to ${asOf} or an earlier day.`,
        });
    }
    return problems;
}

/** What is wrong with a string that should be a date. */
export function dateProblems(path: string, value: string): Problem[] {
    const valid =
        /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(dayNumber(value)) && day(dayNumber(value)) === value;
    return valid
        ? []
        : [{ path, problem: "is not a date", given: value, remedy: "Write it as YYYY-MM-DD, such as 2026-05-31." }];
}

function wholeNumberProblems(path: string, value: number, minimum: number): Problem[] {
    return Number.isSafeInteger(value) && value >= minimum
        ? []
        : [
              {
                  path,
                  problem: `must be an integer of at least ${minimum}`,
                  given: value,
                  remedy: `Use ${minimum} or a larger integer.`,
              },
          ];
}

/** In the past, so that every default schedule has begun. A change would rotate every credential at once. */
const epoch = "2024-01-01";

/**
 * The default of `startsOn`: a fixed date plus 0 to period - 1 days of jitter, so that the credentials of a stack rotate on
 * different days.
 */
export function defaultStartsOn(project: string, stack: string, name: string, period: number): string {
    const digest = createHash("sha256").update(`${project}/${stack}/${name}`).digest();
    return day(dayNumber(epoch) + (digest.readUInt32BE(0) % Math.max(1, Math.floor(period) || 1)));
}

/** Today in UTC, the default of `asOf`. */
export function today(now: Date = new Date()): string {
    return now.toISOString().slice(0, 10);
}

/** Whole days since 1970-01-01; NaN for what is not a date. */
export function dayNumber(date: string): number {
    return Date.parse(`${date}T00:00:00Z`) / 86_400_000;
}

function day(number: number): string {
    return new Date(number * 86_400_000).toISOString().slice(0, 10);
}

function midnight(number: number): string {
    return `${day(number)}T00:00:00Z`;
}
