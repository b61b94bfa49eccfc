// What every loginCase by real clients works with.
import { mkdir, rm } from "node:fs/promises";
import type { RunningEmulator } from "acr-emulator";
import type { Declared } from "../../proofs/declared";
import type { Http } from "../../proofs/http";
import { emulatorHttp } from "./azure";
import type { Clients } from "./find";
import { type Home, withHome } from "./home";

export interface ClientContext {
    emulator: RunningEmulator;
    http: Http;
    declared: Declared;
    clients: Clients;
    /** Calls `work` with a fresh home, which is removed afterwards. */
    inHome<T>(work: (home: Home) => Promise<T>): Promise<T>;
}

/** Calls `work` with a context whose homes are in `directory`; the directory is gone afterwards. */
export async function withClients<T>(
    {
        emulator,
        declared,
        clients,
        directory,
    }: Pick<ClientContext, "emulator" | "declared" | "clients"> & { directory: string },
    work: (context: ClientContext) => Promise<T>,
): Promise<T> {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    try {
        const inHome: ClientContext["inHome"] = (use) => withHome(emulator, directory, use);
        return await work({ emulator, http: emulatorHttp(emulator), declared, clients, inHome });
    } finally {
        await rm(directory, { recursive: true, force: true });
    }
}

/** Calls `work` at another time of the emulator's clock, and sets the clock back. */
export async function atTime<T>({ clock }: RunningEmulator, time: Date, work: () => Promise<T>): Promise<T> {
    const before = clock.now();
    clock.set(time);
    try {
        return await work();
    } finally {
        clock.set(before);
    }
}
