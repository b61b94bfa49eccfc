// The day that a deployment counts as. Pipelines pass one day to preview and up, so that both see the same rotation.
import { dateProblems, dayNumber } from "../components/credential/rotation";
import type { Problem } from "../components/inputs/validation";

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
                  remedy: "Leave it out, or pass the day of the pipeline run to preview and up alike; allowAsOf is for demonstrations.",
              },
          ];
}
