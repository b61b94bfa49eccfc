// One process at a time: two emulators over one directory would overwrite each other's state.
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { readTextFile, writePrivateFile } from "./private-files";

/** Locks the directory for this process and returns how to release it. Throws if another process has it. */
export async function claimDirectory(directory: string): Promise<() => Promise<void>> {
    const file = join(directory, "process.pid");
    const holder = Number(await readTextFile(file));
    // The same number is a leftover: process numbers start again in each container.
    if (holder > 0 && holder !== process.pid && isAlive(holder))
        throw new Error(
            `Process ${holder} runs an emulator in ${directory} already. Stop it first; if that is another program, remove ${file}.`,
        );
    await writePrivateFile(file, String(process.pid));
    return () => rm(file, { force: true });
}

function isAlive(pid: number): boolean {
    try {
        return process.kill(pid, 0);
    } catch (error) {
        return (error as NodeJS.ErrnoException).code === "EPERM";
    }
}
