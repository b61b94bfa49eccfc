// What a benchmark says: times measured side by side in one run, and their ratio against a target. A time alone says
// nothing, because it is the machine's.
import { spawn } from "node:child_process";

/** One comparison. */
export interface Figure {
    /** What is compared, `preview of 100 registries: components / raw resources`. */
    what: string;
    /** What was measured, each by its label: seconds, or another unit named in the label. */
    measured: Record<string, number>;
    ratio: number;
    /** The most (or, with `least`, the least) that the ratio may be; absent where none was set. */
    target?: number;
    /** Whether the ratio has to reach the target rather than stay below it. */
    least?: boolean;
}

/** A benchmark; `progress` gets a line when something long begins. */
export type Bench = (progress: (line: string) => void) => Promise<Figure[]>;

export interface Command {
    command: string;
    args: string[];
    cwd: string;
    env?: Record<string, string>;
}

/** Seconds that a command takes, as a whole process. @throws Error with what it printed if it fails. */
export async function seconds({ command, args, cwd, env }: Command): Promise<number> {
    const started = process.hrtime.bigint();
    const child = spawn(command, args, { cwd, env: env ?? process.env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
        stream.on("data", (chunk) => {
            output += chunk;
        });
    }
    const code = await new Promise<number | null>((resolve, reject) => {
        child.on("error", reject);
        child.on("close", resolve);
    });
    if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}.\n${output}`);
    return Number(process.hrtime.bigint() - started) / 1e9;
}

export const median = (values: number[]): number => {
    const sorted = [...values].sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

/**
 * Medians of several measurements, taken in turn so that a slow moment of the machine falls on all of them.
 * @param rounds how often each is measured.
 */
export async function sideBySide<Label extends string>(
    rounds: number,
    measurements: Record<Label, () => Promise<number>>,
): Promise<Record<Label, number>> {
    const labels = Object.keys(measurements) as Label[];
    const values = Object.fromEntries(labels.map((label) => [label, [] as number[]])) as Record<Label, number[]>;
    for (let round = 0; round < rounds; round++) {
        for (const label of labels) values[label].push(await measurements[label]());
    }
    return Object.fromEntries(labels.map((label) => [label, median(values[label])])) as Record<Label, number>;
}
