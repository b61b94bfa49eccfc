// One process at a time for work that several may want done at once, such as an installation for the user: the others
// wait and then find it done.
import { readFile, rm, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

/** Milliseconds between two looks at a lock that someone else holds. */
const pause = 250;

/** Calls `work` while this process holds `file`; a lock whose process has ended is taken over. */
export async function exclusively<T>(file: string, work: () => Promise<T>): Promise<T> {
    while (!(await taken(file))) await sleep(pause);
    try {
        return await work();
    } finally {
        await rm(file, { force: true });
    }
}

async function taken(file: string): Promise<boolean> {
    try {
        await writeFile(file, String(process.pid), { flag: "wx" });
        return true;
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const holder = await readFile(file, "utf8").catch(() => "");
    // Empty while its process is about to write it.
    if (holder !== "" && !isRunning(Number(holder))) await rm(file, { force: true });
    return false;
}

function isRunning(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return true;
    } catch (error) {
        return (error as NodeJS.ErrnoException).code === "EPERM";
    }
}
