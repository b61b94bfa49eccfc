// The report in one paragraph, the same in every format.
import type { AccessReport } from "./model";
import { counted, distance } from "./wording";

export function summary(report: AccessReport): string {
    const [next] = [...report.rotations].filter(({ on }) => on > report.asOf).sort((a, b) => a.on.localeCompare(b.on));
    const name = report.principals.find(({ id }) => id === next?.principal)?.name;
    const grants = report.grants.filter(({ permission }) => permission !== "none");
    const registries = counted(report.registries.length, "registry", "registries");
    const holders = new Set(grants.map(({ principal }) => principal)).size;
    const open = report.breakGlass.filter(({ status }) => status !== "closed").length;
    return [
        holders === 0
            ? `These files give nobody access to ${registries}.`
            : `${counted(holders, "principal")} ${holders === 1 ? "has" : "have"} ${counted(grants.length, "grant")} on ${registries}.`,
        next === undefined
            ? "No password rotation is scheduled."
            : `The next password rotation is due for ${name} on ${next.on}, ${distance(report.asOf, next.on)}.`,
        open === 0
            ? "No break-glass access is open."
            : `${counted(open, "break-glass entry", "break-glass entries")} ${open === 1 ? "is" : "are"} open.`,
    ].join(" ");
}
