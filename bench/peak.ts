// What one run of the compiled `acr-auth` takes: time and memory of the process.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repositoryRoot } from "../local/engine/paths";
import { seconds } from "./figure";

export interface Taken {
    /** Seconds from start to end. */
    time: number;
    /** The highest memory use, in MiB. */
    memory: number;
}

export interface AcrAuth {
    /** Runs `acr-auth ARGS` in the folder. */
    run(args: string[], env?: Record<string, string>): Promise<Taken>;
}

/** Loaded into the command before its own code: leaves the peak of its memory, in KiB, in a file. */
const recorder = `process.on("exit", () => require("node:fs").writeFileSync(process.env.PEAK, String(process.resourceUsage().maxRSS)));`;

/** Calls `work` with the command in a folder of its own, which is removed afterwards. */
export async function inFolder<T>(work: (acrAuth: AcrAuth, folder: string) => Promise<T>): Promise<T> {
    const folder = await mkdtemp(join(tmpdir(), "acr-auth-bench-"));
    const recorderFile = join(folder, "recorder.cjs");
    const peakFile = join(folder, "peak");
    try {
        await writeFile(recorderFile, recorder);
        const run: AcrAuth["run"] = async (args, env = process.env as Record<string, string>) => ({
            time: await seconds({
                command: process.execPath,
                args: ["--require", recorderFile, join(repositoryRoot, "dist", "cli", "main.js"), ...args],
                cwd: folder,
                env: { ...env, PEAK: peakFile },
            }),
            memory: Number(await readFile(peakFile, "utf8")) / 1024,
        });
        return await work({ run }, folder);
    } finally {
        await rm(folder, { recursive: true });
    }
}
