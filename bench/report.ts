// How `acr-auth report` grows: twice the registries should cost at most 2.2 times the time and the memory, start-up
// included. A registry of this estate comes with 50 grants.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { estate } from "../test/inventory/stacks/large";
import { type Bench, type Figure, median } from "./figure";
import { inFolder } from "./peak";

const sizes = [100, 200] as const;
const rounds = 5;
const target = 2.2;
const formats = ["html", "json"] as const;
const units = [
    { what: "time", unit: "s" },
    { what: "memory", unit: "MiB" },
] as const;

export const reportBench: Bench = async (progress) => {
    return inFolder(async (acrAuth, folder) => {
        for (const size of sizes) {
            await writeFile(join(folder, `${size}.json`), JSON.stringify(estate(size)));
        }
        const measure = (size: number, format: string) =>
            acrAuth.run([
                ...["report", `${size}.json`, "--format", format],
                ...["--output", "out", "--as-of", "2026-11-23"],
            ]);
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
    });
};
