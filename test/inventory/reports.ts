// Reports built from states, and their grants as lines of text.
import { readInput } from "../../estate/index";
import { type AccessReport, buildReport } from "../../inventory/index";
import { asOf } from "./report-parts";

export const reportOn = (day: string, ...states: object[]): AccessReport =>
    buildReport(
        states.map((json, index) => ({ file: `${index}.json`, ...readInput(json) })),
        day,
    );

export const reportOf = (...states: object[]): AccessReport => reportOn(asOf, ...states);

/** Principal, kind, method, permission, registry, repositories, source, scope and end of each grant. */
export function grantLines({ principals, registries, grants }: AccessReport): string[] {
    return grants.map(({ principal, registry, permission, repositories, via, scope, until }) => {
        const who = principals.find(({ id }) => id === principal);
        const where = registries.find(({ id }) => id === registry);
        return [
            who?.name,
            who?.kind,
            who?.method,
            permission,
            where?.name,
            repositories.join(" "),
            via,
            scope,
            until,
        ].join(" | ");
    });
}
