// When credentials begin, overlap and end: a pure function of a schedule and a day, so that the same day always gives the
// same credentials. Whole days at 00:00 UTC. Generation k begins at startsOn + k x period and ends `lifetime` days later;
// the current generation and the one before it are live.
import { createHash } from "node:crypto";
import { defaultLifetime, defaultPeriod, maximumLifetime } from "../../azure/rotation";
import type { Problem } from "../inputs/validation";

/** The three values that a rotation follows, and nothing else. */
export interface Schedule {
    /** The first day of generation 0, `YYYY-MM-DD`. */
    startsOn: string;
    /** Days from one generation to the next. */
    period: number;
    /** Days that each generation is valid. */
    lifetime: number;
}

/** One credential of the sequence. */
export interface Generation {
    /** 0, 1, 2 ... */
    number: number;
    /** First moment of validity, `YYYY-MM-DDT00:00:00Z`. */
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

/** The generations that exist on a day, the current one last. Call it only where `rotationProblems` finds none. */
export function liveGenerations(schedule: Schedule, asOf: string): Generation[] {
    const current = Math.floor((dayNumber(asOf) - dayNumber(schedule.startsOn)) / schedule.period);
    return [current - 1, current].filter((number) => number >= 0).map((number) => generation(schedule, number));
}

function generation({ startsOn, period, lifetime }: Schedule, number: number): Generation {
    const start = dayNumber(startsOn) + number * period;
    return { number, startsOn: midnight(start), expiresOn: midnight(start + lifetime) };
}

/** What is wrong with a schedule and a day, by property path. */
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
            problem: `is after ${asOf}, the day this deployment counts as, so that no credential would exist`,
            given: scheduleStartsOn,
            remedy: `Set it to ${asOf} or an earlier day.`,
        });
    }
    return problems;
}

/** What is wrong with a text that should be a day. */
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

/** Long ago, so that every default schedule has begun; a change of it would rotate every credential at once. */
const epoch = "2024-01-01";

/**
 * The first day of a schedule that was given none: a fixed day plus 0 to period - 1 days of jitter, so that the
 * credentials of a stack do not all rotate on one day.
 */
export function defaultStartsOn(project: string, stack: string, name: string, period: number): string {
    const digest = createHash("sha256").update(`${project}/${stack}/${name}`).digest();
    return day(dayNumber(epoch) + (digest.readUInt32BE(0) % Math.max(1, Math.floor(period) || 1)));
}

/** Today in UTC, for where no day is given. */
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
