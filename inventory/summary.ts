// The report in a few figures and one paragraph, the same words in every format.
import { distance } from "./distance";
import type { AccessReport } from "./model";

export const counted = (count: number, one: string, many = `${one}s`): string =>
    `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;

/** Grants that give something. */
const effective = ({ grants }: AccessReport) => grants.filter(({ permission }) => permission !== "none");

export function summary(report: AccessReport): string {
    const [next] = [...report.rotations].filter(({ on }) => on > report.asOf).sort((a, b) => a.on.localeCompare(b.on));
    const name = report.principals.find(({ id }) => id === next?.principal)?.name;
    const grants = effective(report);
    const holders = new Set(grants.map(({ principal }) => principal)).size;
    const open = report.breakGlass.filter(({ status }) => status !== "closed").length;
    return [
        holders === 0
            ? `Nobody holds access to ${counted(report.registries.length, "registry", "registries")} in these files.`
            : `${counted(holders, "principal")} ${holders === 1 ? "holds" : "hold"} ${counted(grants.length, "grant")} on ${counted(report.registries.length, "registry", "registries")}.`,
        next === undefined
            ? "No rotation is scheduled."
            : `The next rotation is that of ${name} on ${next.on}, ${distance(report.asOf, next.on)}.`,
        open === 0
            ? "No break-glass access is open."
            : `${counted(open, "break-glass entry", "break-glass entries")} ${open === 1 ? "is" : "are"} open.`,
    ].join(" ");
}
