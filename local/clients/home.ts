// A home for one client and one login: it can't use a login of an earlier one, nor one of the machine's user.
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { childEnvironment, type EmulatorAccess } from "../engine/environment";

export interface Home {
    folder: string;
    environment: Record<string, string>;
}

/** Calls `work` with a fresh home, and removes it with the credentials that clients wrote there. */
export async function withHome<T>(
    emulator: EmulatorAccess,
    parent: string,
    work: (home: Home) => Promise<T>,
): Promise<T> {
    const folder = await mkdtemp(join(parent, "home-"));
    try {
        return await work({ folder, environment: childEnvironment(emulator, folder) });
    } finally {
        await rm(folder, { recursive: true, force: true });
    }
}
