// A folder of files that a sub-command writes: all of them or none, and never over something that is there.
import { mkdir, mkdtemp, readdir, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { type Io, UnusableInput } from "./io";

/** Refuses a folder that holds something, or a path that is none. */
export async function requireNewFolder(path: string, { cwd }: Io): Promise<void> {
    const files = await readdir(resolve(cwd, path)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return [];
        throw new UnusableInput(
            `--output ${path} can't be used (${error.code}); name a folder that does not exist yet`,
        );
    });
    if (files.length > 0) {
        throw new UnusableInput(
            `--output ${path} is not empty, and nothing in it is overwritten; name a folder that does not exist yet`,
        );
    }
}

/** Writes the files, by name, beside the folder's place and moves them there at the end. Only you may read them. */
export async function writeFolder(path: string, files: Readonly<Record<string, string>>, io: Io): Promise<void> {
    const folder = resolve(io.cwd, path);
    await requireNewFolder(path, io);
    let made: string | undefined;
    try {
        await mkdir(dirname(folder), { recursive: true });
        made = await mkdtemp(`${folder}.`);
        for (const [name, text] of Object.entries(files)) await writeFile(join(made, name), text, { mode: 0o600 });
        // An empty folder gives way; one that was filled meanwhile does not.
        await rmdir(folder).catch(ignoreMissing);
        await rename(made, folder);
    } catch (error) {
        if (made !== undefined) await rm(made, { recursive: true, force: true });
        throw new UnusableInput(`--output ${path} can't be written (${(error as NodeJS.ErrnoException).code})`);
    }
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
    if (error.code !== "ENOENT") throw error;
}
