// Checks `asOf`, the date that a deployment uses for rotation. Pipelines pass one date to preview and up, so that both see
// the same rotation.
import { dateProblems, dayNumber } from "../components/credential/rotation";
import type { Problem } from "../components/inputs/validation";

/**
 * The date to rotate by. Where a pipeline's local date is ahead of UTC, that is still today: a password that is created
 * before its generation starts would be valid for longer than its lifetime.
 */
export function deploymentDate(
    { asOf, allowAsOf = false }: { asOf?: string; allowAsOf?: boolean },
    today: string,
): string | undefined {
    return asOf === undefined || allowAsOf || asOf <= today ? asOf : today;
}

/** What is wrong with `asOf`: anything more than one day from the real date needs `allowAsOf`. */
export function asOfProblems(path: string, asOf: string, allowAsOf: boolean, today: string): Problem[] {
    const problems = dateProblems(path, asOf);
    if (problems.length > 0 || allowAsOf) {
        return problems;
    }
    const days = Math.abs(dayNumber(asOf) - dayNumber(today));
    return days <= 1
        ? []
        : [
              {
                  path,
                  problem: `is ${days} days from today, ${today}`,
                  given: asOf,
                  remedy: "Leave it out, or pass the date of the pipeline run to both preview and up; allowAsOf is for demonstrations.",
              },
          ];
}
