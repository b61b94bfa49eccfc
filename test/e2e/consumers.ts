// Consumers of registries who use them again and again, each with a real client, while something else happens to the
// registries.
import { tmpdir } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { RunningEmulator } from "acr-emulator";
import { type Home, withHome } from "../../local/clients/home";
import type { Actual, Outcome } from "../../proofs/check-result";

/** What a consumer does, by name: a login, or a pull without one. */
export type Consumers = Readonly<Record<string, (home: Home) => Promise<Outcome>>>;

export interface Consuming {
    /** Changes what some of them do from now on. */
    move(consumers: Consumers): void;
    /** Resolves once every consumer has been served, or not, from now on. */
    round(): Promise<void>;
    /** How often each of them was served. */
    served: ReadonlyMap<string, number>;
    /** Who was not served, and the client's last words. */
    failed: readonly string[];
    stop(): Promise<void>;
}

/** Milliseconds between the rounds. */
const pause = 1_000;

export function keepConsuming(emulator: RunningEmulator, consumers: Consumers): Consuming {
    const acting = new Map(Object.entries(consumers));
    const served = new Map<string, number>();
    const failed: string[] = [];
    const stopping = new AbortController();
    const waiting: { rounds: number; resolve: () => void }[] = [];
    const attempt = async (name: string, act: Consumers[string]): Promise<void> => {
        const { actual, evidence } = await withHome(emulator, tmpdir(), act);
        // One that was moved meanwhile may have been refused for what it was before.
        if (acting.get(name) !== act) return;
        if (actual === "allowed") served.set(name, (served.get(name) ?? 0) + 1);
        else failed.push(`${name}: ${describe(actual, evidence.message)}`);
    };
    const running = (async () => {
        while (!stopping.signal.aborted) {
            for (const [name, act] of [...acting]) await attempt(name, act);
            for (const each of waiting.splice(0)) {
                if (each.rounds === 0) each.resolve();
                else waiting.push({ ...each, rounds: each.rounds - 1 });
            }
            await sleep(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
        }
    })();
    return {
        move: (moved) => {
            for (const [name, act] of Object.entries(moved)) acting.set(name, act);
        },
        // The round under way has passed some of them already.
        round: () => new Promise((resolve) => waiting.push({ rounds: 1, resolve })),
        served,
        failed,
        async stop() {
            stopping.abort();
            await running;
        },
    };
}

const describe = (actual: Actual, message = "") => `${actual} ${message}`.trim();
