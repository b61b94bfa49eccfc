// The report in one paragraph, the same in every format.
import type { AccessReport, Declaration } from "./model";
import { counted, distance } from "./wording";

/** Where nothing gives access to a registry. */
export function noAccessTo({ sources }: AccessReport, what = "it"): string {
    const isLive = sources.some(({ kind }) => kind === "subscription");
    return isLive
        ? `Nothing that was read gives anybody access to ${what}.`
        : `These files give nobody access to ${what}.`;
}

export function summary(report: AccessReport): string {
    const [next] = [...report.rotations].filter(({ on }) => on > report.asOf).sort((a, b) => a.on.localeCompare(b.on));
    const name = report.principals.find(({ id }) => id === next?.principal)?.name;
    const grants = report.grants.filter(({ permission }) => permission !== "none");
    const registries = counted(report.registries.length, "registry", "registries");
    const holders = new Set(grants.map(({ principal }) => principal)).size;
    const open = report.breakGlass.filter(({ status }) => status !== "closed").length;
    return [
        holders === 0
            ? noAccessTo(report, registries)
            : `${counted(holders, "principal")} ${holders === 1 ? "has" : "have"} ${counted(grants.length, "grant")} on ${registries}.`,
        next === undefined
            ? "No password rotation is scheduled."
            : `The next password rotation is due for ${name} on ${next.on}, ${distance(report.asOf, next.on)}.`,
        ...declarations(report),
        open === 0
            ? "No break-glass access is open."
            : `${counted(open, "break-glass entry", "break-glass entries")} ${open === 1 ? "is" : "are"} open.`,
    ].join(" ");
}

function declarations({ grants }: AccessReport): string[] {
    const count = (wanted: Declaration) => grants.filter(({ declaration }) => declaration === wanted).length;
    const [declared, undeclared, missing] = [count("declared"), count("undeclared"), count("missing")];
    if (declared + undeclared + missing === 0) return [];
    return [
        `Compared with the states, ${declared} grants are declared, ${undeclared} undeclared and ${missing} missing.`,
    ];
}
