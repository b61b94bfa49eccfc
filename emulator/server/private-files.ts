// Files that only their owner may read, replaced as a whole: the state, the authority's key, the deployer's secrets.
import { randomBytes } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";

/** Replaces a file by writing a new one beside it first, so that a reader never sees half of it. Mode 0600. */
export async function writePrivateFile(file: string, text: string): Promise<void> {
    const draft = `${file}.${randomBytes(4).toString("hex")}.tmp`;
    await writeFile(draft, text, { mode: 0o600 });
    await rename(draft, file);
}

/** The text of a file, or `undefined` if there is none. */
export async function readTextFile(file: string): Promise<string | undefined> {
    try {
        return await readFile(file, "utf8");
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
        throw error;
    }
}

/** The text of a private file, which is created on first use and then kept. */
export async function privateFile(file: string, make: () => Promise<string>): Promise<string> {
    const existing = await readTextFile(file);
    if (existing !== undefined) return existing;
    const text = await make();
    await writePrivateFile(file, text);
    return text;
}
