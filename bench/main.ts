// `npm run bench [-- NAME ...]`: every benchmark, or those named; prints each figure beside its target and writes them all
// to bench/results.json. Says what was measured and judges nothing: the exit code is 0 when everything could be measured.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkBench } from "./check";
import type { Bench, Figure } from "./figure";
import { liveBench } from "./live";
import { policiesBench } from "./policies";
import { previewBench } from "./preview";
import { reportBench } from "./report";

const benches: Record<string, Bench> = {
    preview: previewBench,
    report: reportBench,
    policies: policiesBench,
    check: checkBench,
    live: liveBench,
};

function line({ what, measured, ratio, target, least }: Figure): string {
    const values = Object.entries(measured).map(([label, value]) => `${label} ${value.toFixed(2)}`);
    const wanted = target === undefined ? "" : ` (target: at ${least ? "least" : "most"} ${target})`;
    return `${what}: ${ratio.toFixed(2)}${wanted}   ${values.join(", ")}`;
}

async function main(names: string[]): Promise<void> {
    const unknown = names.filter((name) => !Object.hasOwn(benches, name));
    if (unknown.length > 0) {
        throw new Error(`There is no benchmark ${unknown.join(", ")}; there are ${Object.keys(benches).join(", ")}.`);
    }
    const figures: Figure[] = [];
    for (const [name, bench] of Object.entries(benches)) {
        if (names.length > 0 && !names.includes(name)) continue;
        const measured = await bench((progress) => process.stderr.write(`bench: ${progress}\n`));
        for (const figure of measured) process.stdout.write(`${line(figure)}\n`);
        figures.push(...measured);
    }
    writeFileSync(join(__dirname, "results.json"), `${JSON.stringify(figures, null, 4)}\n`);
}

main(process.argv.slice(2)).catch((error: Error) => {
    process.stderr.write(`bench: ${error.message}\n`);
    process.exitCode = 2;
});
