// How `acr-auth report` grows: twice the registries should cost at most 2.2 times the time and the memory, start-up
// included. A registry of this estate comes with 50 grants.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { estate } from "../test/inventory/stacks/large";
import { type Bench, type Figure, median, seconds } from "./figure";

const sizes = [100, 200] as const;
const rounds = 5;
const target = 2.2;
const formats = ["html", "json"] as const;
const units = [
    { what: "time", unit: "s" },
    { what: "memory", unit: "MiB" },
] as const;

/** Loaded into the command before its own code: leaves the peak of its memory in a file. */
const recorder = `process.on("exit", () => require("node:fs").writeFileSync(process.env.PEAK, String(process.resourceUsage().maxRSS)));`;

export const reportBench: Bench = async (progress) => {
    const folder = await mkdtemp(join(tmpdir(), "acr-auth-bench-report-"));
    try {
        const recorderFile = join(folder, "recorder.cjs");
        const peakFile = join(folder, "peak");
        await writeFile(recorderFile, recorder);
        for (const size of sizes) {
            await writeFile(join(folder, `${size}.json`), JSON.stringify(estate(size)));
        }
        const measure = async (size: number, format: string) => ({
            time: await seconds({
                command: process.execPath,
                args: [
                    "--require",
                    recorderFile,
                    resolve("dist/cli/main.js"),
                    "report",
                    `${size}.json`,
                    "--format",
                    format,
                    "--output",
                    "out",
                    "--as-of",
                    "2026-11-23",
                ],
                cwd: folder,
                env: { ...process.env, PEAK: peakFile } as Record<string, string>,
            }),
            memory: Number(await readFile(peakFile, "utf8")) / 1024,
        });
        const figures: Figure[] = [];
        for (const format of formats) {
            progress(`report of ${sizes.join(" and ")} registries as ${format}`);
            const runs = sizes.map((size) => ({ size, time: [] as number[], memory: [] as number[] }));
            for (let round = 0; round < rounds; round++) {
                // In turn, so that a slow moment of the machine falls on both sizes.
                for (const run of runs) {
                    const { time, memory } = await measure(run.size, format);
                    run.time.push(time);
                    run.memory.push(memory);
                }
            }
            for (const { what, unit } of units) {
                const [small = Number.NaN, large = Number.NaN] = runs.map((run) => median(run[what]));
                figures.push({
                    what: `report as ${format}: ${what} of ${sizes[1]} registries / of ${sizes[0]}`,
                    measured: { [`${sizes[0]} (${unit})`]: small, [`${sizes[1]} (${unit})`]: large },
                    ratio: large / small,
                    target,
                });
            }
        }
        return figures;
    } finally {
        await rm(folder, { recursive: true });
    }
};
